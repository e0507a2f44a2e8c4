package io.vivarium.bench.load;

/** A path with numbers of a fixed width in it, written over in place: no object for each path. */
final class NumberedPath {
  /** Digits of a number; enough for {@link Population#znodes} and for a run of days. */
  static final int DIGITS = 12;

  private static final String ZEROS = "0".repeat(DIGITS);

  private final byte[] bytes;

  /** The prefix and one number behind it. */
  NumberedPath(String prefix) {
    bytes = Requests.path(prefix + ZEROS);
  }

  /** A parent's number, a child's, and as much behind as it takes to reach a length. */
  NumberedPath(String parentPrefix, String childPrefix, int length) {
    String whole = parentPrefix + ZEROS + childPrefix + ZEROS;
    bytes = Requests.path(whole + "x".repeat(Math.max(0, length - whole.length())));
  }

  /** The path with the number written so that its first digit is at the position. Valid until the next call. */
  byte[] with(int position, long number) {
    long rest = number;
    for (int i = position + DIGITS - 1; i >= position; i--) {
      bytes[i] = (byte) ('0' + rest % 10);
      rest /= 10;
    }
    return bytes;
  }
}
