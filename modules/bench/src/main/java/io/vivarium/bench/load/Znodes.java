package io.vivarium.bench.load;

import java.util.SplittableRandom;

/**
 * The znodes that one session works on: a parent of its own with a number of children.
 *
 * @param home path of the parent
 * @param paths of the children, as they travel
 * @param data what is written into them
 */
record Znodes(String home, byte[][] paths, byte[] data) {
  /** Znodes below a root of the run. */
  static Znodes of(String root, int session, int count, int dataSize) {
    String home = root + "/s" + session;
    byte[][] paths = new byte[count][];
    for (int i = 0; i < count; i++) {
      paths[i] = Requests.path(home + "/n" + i);
    }
    byte[] data = new byte[dataSize];
    for (int i = 0; i < dataSize; i++) {
      data[i] = (byte) ('a' + i % 26);
    }
    return new Znodes(home, paths, data);
  }

  byte[] random(SplittableRandom random) {
    return paths[random.nextInt(paths.length)];
  }
}
