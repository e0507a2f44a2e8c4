package io.vivarium.config;

import io.vivarium.model.ensemble.Membership;
import io.vivarium.model.ensemble.Membership.Member;
import io.vivarium.model.ensemble.ServerLine;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
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
    for (Setting line : lines) {
      Long id = id(line);
      if (id == null) {
        continue;
      }
      if (line.key().startsWith(KnownKeys.SERVER.prefix())) {
        readServer(id, line, members);
      } else if (line.key().startsWith(KnownKeys.GROUP.prefix())) {
        readGroup(id, line, groups);
      } else {
        readWeight(id, line, weights);
      }
    }
    checkGroups(lines, members, groups, weights);
    return new Membership(members, groups, weights, version);
  }

  private @Nullable Long id(Setting line) {
    String text = line.key().substring(line.key().indexOf('.') + 1);
    try {
      long id = Long.parseLong(text);
      if (id >= 0) {
        return id;
      }
    } catch (NumberFormatException e) {
      // said below
    }
    problems.error(
        line, "must end in the number of a server or group", "Write for example server.1");
    return null;
  }

  private void readServer(long id, Setting line, SortedMap<Long, Member> members) {
    try {
      Member member = ServerLine.parse(id, line.value());
      if (member.addresses().size() > 1 && !values.get(QuorumKeys.MULTI_ADDRESS)) {
        problems.error(
            line,
            "has several addresses, which must be allowed first",
            "Set multiAddress.enabled=true on all servers, or keep one address");
      }
      members.put(id, member);
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
      long weight = Long.parseLong(line.value());
      if (weight >= 0) {
        weights.put(id, weight);
        return;
      }
    } catch (NumberFormatException e) {
      // said below
    }
    problems.error(
        line, "must be a whole number of at least 0", "Write " + KnownKeys.WEIGHT.form());
  }

  private void checkGroups(
      List<Setting> lines,
      SortedMap<Long, Member> members,
      SortedMap<Long, Set<Long>> groups,
      SortedMap<Long, Long> weights) {
    Set<Long> grouped = new HashSet<>();
    for (Setting line : lines) {
      Long id = line.key().startsWith(KnownKeys.GROUP.prefix()) ? id(line) : null;
      for (Long server : id == null ? Set.<Long>of() : groups.getOrDefault(id, Set.of())) {
        if (!grouped.add(server)) {
          problems.error(
              line,
              "server " + server + " is in another group too",
              "Keep each server in one group");
        }
        if (!members.containsKey(server)) {
          problems.error(
              line, "there is no server." + server, "Add its line, or take it out of the group");
        }
      }
    }
    for (Setting line : lines) {
      Long id = line.key().startsWith(KnownKeys.SERVER.prefix()) ? id(line) : null;
      boolean votes =
          id != null
              && members.containsKey(id)
              && members.get(id).role() == Membership.Role.PARTICIPANT;
      if (votes && !groups.isEmpty() && !grouped.contains(id)) {
        problems.error(line, "is in no group, but there are groups", "Add it to a group line");
      }
      Long weighted = line.key().startsWith(KnownKeys.WEIGHT.prefix()) ? id(line) : null;
      if (weighted != null && weights.containsKey(weighted) && !members.containsKey(weighted)) {
        problems.error(
            line, "there is no server." + weighted, "Add its line, or remove the weight");
      }
    }
  }
}
