package io.vivarium.model;

import org.jspecify.annotations.Nullable;

/** Rules and arithmetic of znode paths, on UTF-16 units exactly as ZooKeeper applies them. */
public final class Paths {
  /** The root. */
  public static final String ROOT = "/";

  /** Home of the built-in nodes. */
  public static final String ZOOKEEPER = "/zookeeper";

  /** Home of quota limits and usage. */
  public static final String QUOTA = "/zookeeper/quota";

  /** The ensemble's configuration. */
  public static final String CONFIG = "/zookeeper/config";

  private Paths() {}

  /** Null when {@code path} is legal, else what is wrong with it. */
  public static @Nullable String violation(String path) {
    int length = path.length();
    if (length == 0) {
      return "it is empty";
    }
    if (path.charAt(0) != '/') {
      return "it does not start with /";
    }
    if (length == 1) {
      return null;
    }
    if (path.charAt(length - 1) == '/') {
      return "it ends with /";
    }
    int start = 1;
    for (int i = 1; i <= length; i++) {
      char c = i < length ? path.charAt(i) : '/';
      if (c == '/') {
        String reason = componentViolation(path, start, i);
        if (reason != null) {
          return reason;
        }
        start = i + 1;
      } else if (illegal(c)) {
        return "it has the illegal character U+" + String.format("%04X", (int) c) + " at " + i;
      }
    }
    return null;
  }

  /** Whether {@code path} is legal. */
  public static boolean legal(String path) {
    return violation(path) == null;
  }

  private static @Nullable String componentViolation(String path, int start, int end) {
    int length = end - start;
    if (length == 0) {
      return "it has an empty name at " + start;
    }
    if (path.charAt(start) == '.'
        && (length == 1 || (length == 2 && path.charAt(start + 1) == '.'))) {
      return "it has a relative name at " + start;
    }
    return null;
  }

  private static boolean illegal(char c) {
    return c <= '\u001f'
        || (c >= '\u007f' && c <= '\u009f')
        || (c >= '\ud800' && c <= '\uf8ff')
        || c >= '\ufff0';
  }

  /** The path of the parent; the parent of a child of the root is {@code /}. The path must contain a {@code /}. */
  public static String parent(String path) {
    int slash = path.lastIndexOf('/');
    return slash <= 0 ? ROOT : path.substring(0, slash);
  }

  /** The last name of the path; empty for the root. */
  public static String name(String path) {
    return path.substring(path.lastIndexOf('/') + 1);
  }

  /** Whether the node always exists and cannot be deleted. */
  public static boolean reserved(String path) {
    return path.equals(ROOT) || path.equals(ZOOKEEPER) || path.equals(QUOTA) || path.equals(CONFIG);
  }

  /** The final name of a sequential node: the requested path and the parent's creation counter, padded to ten digits. */
  public static String sequential(String path, int counter) {
    String digits = Long.toString(Math.abs((long) counter));
    StringBuilder name = new StringBuilder(path.length() + 11).append(path);
    int width = 10;
    if (counter < 0) {
      name.append('-');
      width--;
    }
    for (int pad = digits.length(); pad < width; pad++) {
      name.append('0');
    }
    return name.append(digits).toString();
  }
}
