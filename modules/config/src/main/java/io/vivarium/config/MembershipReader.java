package io.vivarium.config;

import io.vivarium.model.ensemble.Membership;
import io.vivarium.model.ensemble.Membership.Member;
import io.vivarium.model.ensemble.ServerLine;
import io.vivarium.model.ensemble.Violation;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Reads the lines of servers, groups and weights, from the static file or from the dynamic one that it names. */
final class MembershipReader {
  private static final String[] PREFIXES = {
    KnownKeys.SERVER.prefix(), KnownKeys.GROUP.prefix(), KnownKeys.WEIGHT.prefix()
  };

  private final Values values;
  private final SettingsReader files;
  private final Problems problems;

  MembershipReader(Values values, SettingsReader files, Problems problems) {
    this.values = values;
    this.files = files;
    this.problems = problems;
  }

  Membership read() {
    List<Setting> inline = new ArrayList<>();
    for (String prefix : PREFIXES) {
      for (Setting setting : values.settings().withPrefix(prefix)) {
        if (KnownKeys.find(setting.key()) == null && memberKey(setting)) {
          inline.add(setting);
        }
      }
    }
    Path dynamic = values.find(QuorumKeys.DYNAMIC_CONFIG_FILE);
    if (dynamic == null) {
      return membership(inline, 0);
    }
    for (Setting setting : inline) {
      problems.error(
          setting,
          "may not stand in the static file when dynamicConfigFile is set",
          "Move it to " + dynamic + ", or remove dynamicConfigFile");
    }
    List<Setting> lines = new ArrayList<>();
    for (Setting setting : files.readFile(dynamic)) {
      if (List.of(PREFIXES).stream().anyMatch(setting.key()::startsWith)) {
        lines.add(setting);
      } else {
        problems.error(
            setting,
            "may not stand in a dynamic configuration file, which holds server, group and weight lines only",
            "Move it to the static file");
      }
    }
    return membership(lines, version(dynamic));
  }

  /** System properties such as {@code -Dzookeeper.server.principal} share the prefix; only numbers make members of those. */
  private static boolean memberKey(Setting setting) {
    String rest = setting.key().substring(setting.key().indexOf('.') + 1);
    return !setting.fromProperty() || rest.chars().allMatch(Character::isDigit);
  }

  /** The version is the end of the file's name, in hexadecimal. */
  private static long version(Path file) {
    String name = String.valueOf(file.getFileName());
    try {
      return Long.parseLong(name.substring(name.lastIndexOf('.') + 1), 16);
    } catch (NumberFormatException e) {
      return 0; // a name that somebody chose
    }
  }

  private Membership membership(List<Setting> lines, long version) {
    SortedMap<Long, Member> members = new TreeMap<>();
    SortedMap<Long, Set<Long>> groups = new TreeMap<>();
    SortedMap<Long, Long> weights = new TreeMap<>();
    Map<String, Setting> written = new HashMap<>();
    for (Setting line : lines) {
      Long id = id(line);
      if (id == null) {
        continue;
      }
      if (line.key().startsWith(KnownKeys.SERVER.prefix())) {
        written.put(KnownKeys.SERVER.prefix() + id, line);
        readServer(id, line, members);
      } else if (line.key().startsWith(KnownKeys.GROUP.prefix())) {
        written.put(KnownKeys.GROUP.prefix() + id, line);
        readGroup(id, line, groups);
      } else {
        written.put(KnownKeys.WEIGHT.prefix() + id, line);
        readWeight(id, line, weights);
      }
    }
    Membership membership = new Membership(members, groups, weights, version);
    for (Violation violation : membership.violations(values.get(QuorumKeys.MULTI_ADDRESS))) {
      problems.error(
          Objects.requireNonNull(written.get(violation.key())),
          violation.what(),
          remedy(violation.rule()));
    }
    return membership;
  }

  private static String remedy(Violation.Rule rule) {
    return switch (rule) {
      case NUMBERED -> "Write for example server.1";
      case ONE_ADDRESS -> "Set multiAddress.enabled=true on all servers, or keep one address";
      case GROUPED -> "Add it to a group line";
      case ONE_GROUP -> "Keep each server in one group";
      case GROUP_OF_MEMBERS -> "Add its line, or take it out of the group";
      case WEIGHT_OF_MEMBER -> "Add its line, or remove the weight";
      case WEIGHT -> "Write " + KnownKeys.WEIGHT.form();
    };
  }

  private @Nullable Long id(Setting line) {
    try {
      return Long.parseLong(line.key().substring(line.key().indexOf('.') + 1));
    } catch (NumberFormatException e) {
      problems.error(line, Violation.NO_NUMBER, remedy(Violation.Rule.NUMBERED));
      return null;
    }
  }

  private void readServer(long id, Setting line, SortedMap<Long, Member> members) {
    try {
      members.put(id, ServerLine.parse(id, line.value()));
    } catch (ServerLine.MalformedException e) {
      problems.error(line, String.valueOf(e.getMessage()), "Write " + KnownKeys.SERVER.form());
    }
  }

  private void readGroup(long id, Setting line, SortedMap<Long, Set<Long>> groups) {
    Set<Long> servers = new HashSet<>();
    for (String text : line.value().split(":", -1)) {
      try {
        servers.add(Long.parseLong(text.trim()));
      } catch (NumberFormatException e) {
        problems.error(
            line,
            "must be numbers of servers separated by colons",
            "Write " + KnownKeys.GROUP.form());
        return;
      }
    }
    groups.put(id, servers);
  }

  private void readWeight(long id, Setting line, SortedMap<Long, Long> weights) {
    try {
      weights.put(id, Long.parseLong(line.value()));
    } catch (NumberFormatException e) {
      problems.error(line, Violation.NO_WEIGHT, remedy(Violation.Rule.WEIGHT));
    }
  }
}
