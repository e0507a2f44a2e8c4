package io.vivarium.bench.load;

import java.util.List;
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
    return new Znodes(home, paths, data(dataSize));
  }

  /** Parents without children yet. */
  static List<Znodes> empty(List<String> homes) {
    return homes.stream().map(home -> new Znodes(home, new byte[0][], new byte[0])).toList();
  }

  /** So many bytes, always the same. */
  static byte[] data(int size) {
    byte[] data = new byte[size];
    for (int i = 0; i < size; i++) {
      data[i] = (byte) ('a' + i % 26);
    }
    return data;
  }

  byte[] random(SplittableRandom random) {
    return paths[random.nextInt(paths.length)];
  }
}
