package io.vivarium.shell;

import io.vivarium.client.Client;
import io.vivarium.client.ClientEvent;
import io.vivarium.client.RequestException;
import io.vivarium.client.SessionState;
import io.vivarium.model.ErrorCode;
import io.vivarium.model.WatchEvent;
import io.vivarium.model.WatcherType;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;

/**
 * The command {@code follow}: shows changes as they come until so many were shown. Events come in a queue and are shown by the thread
 * that runs the command, as the data of each has to be asked for. The session's end comes by the same queue: there is no watch any
 * more then, and whoever reads must learn it.
 */
final class Follow {
  private final Shell shell;
  private final Client client;
  private final String path;
  private final BlockingQueue<ClientEvent> events = new LinkedBlockingQueue<>();
  private boolean away;

  private Follow(Shell shell, String path) throws Failure {
    this.shell = shell;
    this.client = shell.client();
    this.path = path;
  }

  static void run(Shell shell, Arguments arguments) throws Failure {
    Follow follow = new Follow(shell, arguments.path(0));
    long count = arguments.number("n", Long.MAX_VALUE);
    shell.tellStates(follow.events::add);
    try {
      follow.run(count, !arguments.has("p"));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      shell.tellStates(null);
    }
  }

  private void run(long count, boolean recursive) throws Failure, InterruptedException {
    shell.await(client.addWatch(path, recursive, events::add));
    for (long shown = 0; shown < count; ) {
      switch (events.take()) {
        case ClientEvent.NodeChanged(WatchEvent change) -> {
          show(change);
          shown++;
        }
        case ClientEvent.StateChanged(SessionState state) -> reached(state);
        case ClientEvent.WatchRemoved _ -> {}
      }
    }
    shell.await(
        client.removeWatches(
            path, recursive ? WatcherType.PERSISTENT_RECURSIVE : WatcherType.PERSISTENT, true));
  }

  /** Servers tell nobody what happened while he was away, of persistent watches. */
  private void reached(SessionState state) throws Failure {
    if (state.ended()) {
      throw over();
    }
    if (away && state.connected()) {
      shell.aside("Connected again: what changed below " + path + " meanwhile is not shown");
      shell.streams().err().flush();
    }
    away = !state.connected();
  }

  private Failure over() {
    boolean refused = client.state() == SessionState.AUTH_FAILED;
    return new Failure(
        refused ? ErrorCode.AUTH_FAILED.name() : ErrorCode.SESSION_EXPIRED.name(),
        (refused ? "authentication failed" : "session expired")
            + ": changes of "
            + path
            + " are no longer seen. Follow it again, then read what it holds",
        path,
        Failure.FAILED);
  }

  private void show(WatchEvent change) throws Failure, InterruptedException {
    String data = data(change);
    shell.print(
        new Outcome.Followed(
            Instant.now(Clock.systemUTC()).truncatedTo(ChronoUnit.MILLIS).toString(),
            TextPrinter.word(change.type()),
            change.path(),
            data,
            change.zxid()));
    shell.streams().out().flush();
  }

  /** What the node holds now, which may be later than the change; null when it is gone or not to be read. */
  private @Nullable String data(WatchEvent change) throws Failure, InterruptedException {
    if (change.type() == WatchEvent.Type.NODE_DELETED
        || change.type() == WatchEvent.Type.NODE_CHILDREN_CHANGED) {
      return null;
    }
    while (true) {
      try {
        byte[] data = client.getData(change.path(), null).get().data();
        return data == null ? null : DataField.text(data);
      } catch (ExecutionException e) {
        if (!(e.getCause() instanceof RequestException refusal)) {
          throw new IllegalStateException(e.getCause());
        }
        if (client.state().ended()) {
          throw over();
        }
        if (refusal.code() == ErrorCode.NO_NODE || refusal.code() == ErrorCode.NO_AUTH) {
          return null;
        }
        if (refusal.code() != ErrorCode.CONNECTION_LOSS) {
          throw Messages.of(refusal);
        }
        // Nobody has said what it holds. The client waits for a server before it asks again.
      }
    }
  }
}
