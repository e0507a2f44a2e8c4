package io.vivarium.client;

/** How far the client has come, in zxids; 0 before anything came, and never less than before. Confined to the session's event loop. */
final class Zxids {
  private long seen;
  private long told;

  /** Something came, of whatever kind. */
  void saw(long zxid) {
    seen = Math.max(seen, zxid);
  }

  /**
   * A request of the user's was answered: whatever a watch had to tell up to here came before. Of the requests that set watches anew
   * the next may bring more.
   */
  void answered(long zxid) {
    told = Math.max(told, zxid);
  }

  /** The highest of all: no server that is behind it will do. */
  long seen() {
    return seen;
  }

  /** Up to where all events were told. One event does not say so of the others of its transaction, which may be under way. */
  long told() {
    return told;
  }
}
