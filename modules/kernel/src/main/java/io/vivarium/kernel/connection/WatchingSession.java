package io.vivarium.kernel.connection;

import io.vivarium.tree.watch.Watcher;

/** Tells which session stands behind a watcher. Any thread. */
public final class WatchingSession {
  private WatchingSession() {}

  /** The session's id; 0 when the watcher is no client with a session. */
  public static long id(Watcher watcher) {
    return watcher instanceof ClientConnection client ? client.figures().sessionId() : 0;
  }
}
