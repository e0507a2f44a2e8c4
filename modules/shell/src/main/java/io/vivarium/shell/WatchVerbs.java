package io.vivarium.shell;

import io.vivarium.model.WatcherType;
import java.util.List;
import java.util.Locale;

/** Commands about watches. */
final class WatchVerbs {
  private WatchVerbs() {}

  static List<Verb> all() {
    return List.of(
        new Verb(
            "addWatch",
            "addWatch [-m mode] path # optional mode is one of [PERSISTENT, PERSISTENT_RECURSIVE] - default is"
                + " PERSISTENT_RECURSIVE",
            "Shows each change of a node, and of all below it unless the mode is PERSISTENT",
            Syntax.words(1, 1).valued("m"),
            WatchVerbs::add),
        new Verb(
            "removewatches",
            "removewatches path [-c|-d|-a] [-l]",
            "Shows no more changes: of children (-c), data (-d), persistent (-p), recursive (-r), any (-a)",
            Syntax.words(1, 1).flags("c", "d", "p", "r", "a", "l").oneOf("c", "d", "p", "r", "a"),
            WatchVerbs::remove),
        new Verb(
            "printwatches",
            "printwatches on|off",
            "Whether changes are shown",
            Syntax.words(0, 1),
            WatchVerbs::print),
        new Verb(
            "follow",
            "follow [-n count] [-p] path",
            "Shows each change below a node with the data, a line each, until interrupted, so often (-n), or the session ends (exit code 1); -p: of this path only",
            Syntax.words(1, 1).flags("p").valued("n"),
            Follow::run));
  }

  private static void add(Shell shell, Arguments arguments) throws Failure {
    String mode = arguments.value("m").orElse("PERSISTENT_RECURSIVE");
    boolean recursive =
        switch (mode.toUpperCase(Locale.ROOT)) {
          case "PERSISTENT_RECURSIVE" -> true;
          case "PERSISTENT" -> false;
          default ->
              throw Failure.usage(
                  "-m argument must be PERSISTENT or PERSISTENT_RECURSIVE: " + mode);
        };
    shell.await(shell.client().addWatch(arguments.path(0), recursive, shell.watcher()));
  }

  private static void remove(Shell shell, Arguments arguments) throws Failure {
    WatcherType type = WatcherType.ANY;
    if (arguments.has("c")) {
      type = WatcherType.CHILDREN;
    } else if (arguments.has("d")) {
      type = WatcherType.DATA;
    } else if (arguments.has("p")) {
      type = WatcherType.PERSISTENT;
    } else if (arguments.has("r")) {
      type = WatcherType.PERSISTENT_RECURSIVE;
    }
    String path = arguments.path(0);
    shell.await(shell.client().removeWatches(path, type, arguments.has("l")));
  }

  private static void print(Shell shell, Arguments arguments) throws Failure {
    if (arguments.words().isEmpty()) {
      shell.fact(
          "printwatches",
          shell.showsEvents(),
          "printwatches is " + (shell.showsEvents() ? "on" : "off"));
      return;
    }
    String word = arguments.words().getFirst();
    if (!word.equals("on") && !word.equals("off")) {
      throw arguments.misused();
    }
    shell.showEvents(word.equals("on"));
  }
}
