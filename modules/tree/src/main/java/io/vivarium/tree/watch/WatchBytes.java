package io.vivarium.tree.watch;

/** How much memory watches take, so that it can be bounded. Estimates, rather too much than too little. */
final class WatchBytes {
  /** A watch, and its places in the list of its path and in that of its connection. */
  static final int WATCH = 64;

  /** A path that is watched, without its characters: its entry, its list, its string, its place in a stripe. */
  private static final int PATH = 128;

  private WatchBytes() {}

  /** A path, whoever watches it. A character takes two bytes as soon as one of them is of another script than Latin. */
  static long path(String path) {
    return PATH + 2L * path.length();
  }

  /** A watch on a path that nobody else watches. */
  static long alone(String path) {
    return WATCH + path(path);
  }

  /** As many as there are paths, which have so many characters in all. */
  static long alone(int paths, long characters) {
    return (long) paths * (WATCH + PATH) + 2 * characters;
  }
}
