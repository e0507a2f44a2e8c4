package io.vivarium.client;

import io.vivarium.model.WatchEvent;
import io.vivarium.model.WatcherType;

/** What a client tells its listeners. */
public sealed interface ClientEvent {
  /** The session's state is another now. */
  record StateChanged(SessionState state) implements ClientEvent {}

  /**
   * A watched node changed. The path is the client's, without its chroot.
   *
   * @param change what happened, where, and the zxid of the txn; −1 when it was found out on reconnecting
   */
  record NodeChanged(WatchEvent change) implements ClientEvent {}

  /**
   * A watch is no more, because it was asked to be removed.
   *
   * @param kind DATA, CHILDREN or PERSISTENT
   */
  record WatchRemoved(WatcherType kind, String path) implements ClientEvent {}
}
