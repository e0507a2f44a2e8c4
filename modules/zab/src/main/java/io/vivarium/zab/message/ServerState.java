package io.vivarium.zab.message;

/** What a server is doing, with its number in notifications. */
public enum ServerState {
  LOOKING(0),
  FOLLOWING(1),
  LEADING(2),
  OBSERVING(3);

  private final int code;

  ServerState(int code) {
    this.code = code;
  }

  /** The number on the wire. */
  public int code() {
    return code;
  }
}
