package io.vivarium.tree;

/** Session timeouts as objects. The sessions of a server have few different ones, most often the same as the one before. Writer only. */
final class Timeouts {
  private Integer last = 0;

  /** The timeout; the same object when it is asked for again. */
  Integer of(int ms) {
    if (last != ms) {
      last = ms;
    }
    return last;
  }
}
