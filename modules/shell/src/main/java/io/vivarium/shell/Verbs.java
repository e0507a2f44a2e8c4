package io.vivarium.shell;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** All commands, by name. */
final class Verbs {
  static final String HEADER =
      "ZooKeeper -server host:port -client-configuration properties-file cmd args";

  private final Map<String, Verb> byName = new TreeMap<>();

  private Verbs() {
    Stream.of(
            ReadVerbs.all(),
            WriteVerbs.all(),
            WatchVerbs.all(),
            QuotaVerbs.all(),
            EnsembleVerbs.all(),
            TransferVerbs.all(),
            SessionVerbs.all())
        .flatMap(List::stream)
        .forEach(verb -> byName.put(verb.name(), verb));
  }

  static Verbs all() {
    return new Verbs();
  }

  /** The command of this name; null when there is none. */
  @Nullable Verb find(String name) {
    return byName.get(name);
  }

  /** By name. */
  List<Verb> sorted() {
    return List.copyOf(byName.values());
  }

  /** The list that zkCli prints for want of anything better. */
  String usage() {
    List<String> lines = new ArrayList<>();
    lines.add(HEADER);
    sorted().forEach(verb -> lines.add("\t" + verb.usage()));
    return TextPrinter.lines(lines);
  }
}
