package io.vivarium.acceptance.wire;

/**
 * One field of a decoded frame.
 *
 * @param name where it stands in the frame, such as {@code results[2].stat.czxid}
 * @param meaning how values of two runs are compared
 * @param value a {@link Long} for {@link Meaning#ZXID}, {@link Meaning#TIME} and {@link Meaning#SESSION}
 */
record Field(String name, Meaning meaning, Object value) {

  enum Meaning {
    /** The same in every run. */
    EXACT,
    /** Counts what happened on the server before. */
    ZXID,
    /** Milliseconds of a wall clock. */
    TIME,
    /** A session's id. */
    SESSION,
    /** A session's password. */
    PASSWORD
  }

  @Override
  public String toString() {
    return name + "=" + value;
  }
}
