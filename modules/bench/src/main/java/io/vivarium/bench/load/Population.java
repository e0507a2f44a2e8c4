package io.vivarium.bench.load;

/**
 * Znodes that a server is filled with.
 *
 * @param znodes how many, 1 to a billion
 * @param perParent children of each parent at most
 * @param pathBytes length of each path at least; a shorter one is filled up
 * @param dataBytes of each znode
 */
public record Population(int znodes, int perParent, int pathBytes, int dataBytes) {
  private static final int MOST = 999_999_999;

  /** Checks the ranges. */
  public Population {
    if (znodes < 1 || znodes > MOST || perParent < 1 || pathBytes < 0 || dataBytes < 0) {
      throw new IllegalArgumentException(
          "a population of "
              + znodes
              + " znodes, "
              + perParent
              + " to a parent, paths of "
              + pathBytes
              + " and data of "
              + dataBytes
              + " bytes; allowed are 1 to "
              + MOST
              + " znodes, at least 1 to a parent, and no negative sizes");
    }
  }

  /** Parents that it takes. */
  int parents() {
    return (znodes + perParent - 1) / perParent;
  }
}
