package io.vivarium.model;

/**
 * The notice that a watched node changed.
 *
 * @param type what happened
 * @param path where
 * @param zxid txn that did it; −1 for catch-up events after a reconnect
 */
public record WatchEvent(Type type, String path, long zxid) {
  /** The one session state that a server ever sends: SyncConnected. */
  public static final int STATE_SYNC_CONNECTED = 3;

  /** The kinds of change that servers report. */
  public enum Type {
    NODE_CREATED(1),
    NODE_DELETED(2),
    NODE_DATA_CHANGED(3),
    NODE_CHILDREN_CHANGED(4);

    private final int code;

    Type(int code) {
      this.code = code;
    }

    /** The number on the wire. */
    public int code() {
      return code;
    }
  }
}
