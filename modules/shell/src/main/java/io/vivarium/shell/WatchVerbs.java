package io.vivarium.shell;

import io.vivarium.client.Client;
import io.vivarium.client.ClientEvent;
import io.vivarium.client.RequestException;
import io.vivarium.model.WatchEvent;
import io.vivarium.model.WatcherType;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;

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
            "Shows each change below a node with the data, a line each, until interrupted or so often (-n); -p: of this path only",
            Syntax.words(1, 1).flags("p").valued("n"),
            WatchVerbs::follow));
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

  /** Events come in a queue and are shown by this thread, as the data of each has to be asked for. */
  private static void follow(Shell shell, Arguments arguments) throws Failure {
    String path = arguments.path(0);
    long count = arguments.number("n", Long.MAX_VALUE);
    boolean alone = arguments.has("p");
    Client client = shell.client();
    BlockingQueue<ClientEvent> events = new LinkedBlockingQueue<>();
    shell.await(client.addWatch(path, !alone, events::add));
    try {
      for (long shown = 0; shown < count; shown++) {
        if (events.take() instanceof ClientEvent.NodeChanged(WatchEvent change)) {
          shell.print(followed(client, change));
          shell.streams().out().flush();
        }
      }
      shell.await(
          client.removeWatches(
              path, alone ? WatcherType.PERSISTENT : WatcherType.PERSISTENT_RECURSIVE, true));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static Outcome.Followed followed(Client client, WatchEvent change) {
    return new Outcome.Followed(
        Instant.now(Clock.systemUTC()).truncatedTo(ChronoUnit.MILLIS).toString(),
        TextPrinter.word(change.type()),
        change.path(),
        data(client, change),
        change.zxid());
  }

  /** What the node holds now, which may be later than the change; null when it is gone or not to be read. */
  private static @Nullable String data(Client client, WatchEvent change) {
    if (change.type() == WatchEvent.Type.NODE_DELETED
        || change.type() == WatchEvent.Type.NODE_CHILDREN_CHANGED) {
      return null;
    }
    try {
      byte[] data = client.getData(change.path(), null).join().data();
      return data == null ? null : DataField.text(data);
    } catch (CompletionException e) {
      if (e.getCause() instanceof RequestException) {
        return null;
      }
      throw e;
    }
  }
}
