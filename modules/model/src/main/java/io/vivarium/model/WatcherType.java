package io.vivarium.model;

import org.jspecify.annotations.Nullable;

/** Which watches a checkWatches or removeWatches means. */
public enum WatcherType {
  CHILDREN(1),
  DATA(2),
  ANY(3),
  PERSISTENT(4),
  PERSISTENT_RECURSIVE(5);

  private static final WatcherType[] TYPES = values();

  private final int code;

  WatcherType(int code) {
    this.code = code;
  }

  /** The number on the wire. */
  public int code() {
    return code;
  }

  /** The type of a number, or null when there is none. */
  public static @Nullable WatcherType of(int code) {
    return code >= 1 && code <= TYPES.length ? TYPES[code - 1] : null;
  }
}
