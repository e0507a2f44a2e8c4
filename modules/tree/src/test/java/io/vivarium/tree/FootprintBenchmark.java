package io.vivarium.tree;

import io.vivarium.model.Acl;
import io.vivarium.model.OpCode;
import io.vivarium.model.Txn;
import io.vivarium.model.TxnHeader;
import java.io.PrintStream;
import java.util.Locale;
import java.util.Random;
import java.util.function.IntFunction;

/**
 * Prints live heap per znode for the shapes that the memory targets speak of, and what single operations cost on a tree of that
 * size. Not a test; the module's README has the command.
 */
public final class FootprintBenchmark {
  private static final int NODES = 1_000_000;

  private final PrintStream out = System.out;

  private FootprintBenchmark() {}

  public static void main(String[] args) {
    FootprintBenchmark benchmark = new FootprintBenchmark();
    benchmark.measure("100-byte data, 1,000 parents", 1000, 100, i -> "/p" + i % 1000, "node-");
    benchmark.measure(
        "100-byte data, 100,000 parents", 100_000, 100, i -> "/p" + i % 100_000, "node-");
    benchmark.measure("100-byte data, one parent", 1, 100, i -> "/parent", "node-");
    String stem = "/" + "d".repeat(94);
    benchmark.measure(
        "115-byte path, 46-byte data, 1,000 parents",
        1000,
        46,
        i -> stem + String.format("%03d", i % 1000),
        "n-");
  }

  private static long used() {
    for (int i = 0; i < 3; i++) {
      System.gc();
    }
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }

  private void measure(
      String shape, int parents, int dataLength, IntFunction<String> parentOf, String prefix) {
    long before = used();
    DataTree tree = new DataTree(new TreeOptions(true, false, true, 42));
    byte[] data = new byte[dataLength];
    long zxid = 0x1_0000_0000L;
    int[] counters = new int[parents];
    for (int i = 0; i < parents; i++) {
      apply(
          tree,
          ++zxid,
          new Txn.Create(OpCode.CREATE, parentOf.apply(i), data, Acl.OPEN, false, i + 1, 0));
    }
    long worst = 0;
    long begun = System.nanoTime();
    for (int i = 0; i < NODES; i++) {
      int counter = ++counters[i % parents];
      String path = parentOf.apply(i) + "/" + prefix + String.format("%010d", counter);
      Txn create = new Txn.Create(OpCode.CREATE, path, data, Acl.OPEN, false, counter, 0);
      long start = System.nanoTime();
      apply(tree, ++zxid, create);
      worst = Math.max(worst, System.nanoTime() - start);
    }
    long built = System.nanoTime() - begun;
    long bytes = used() - before;
    out.printf(Locale.ROOT, "%s: %.1f bytes per znode%n", shape, (double) bytes / tree.nodeCount());
    out.printf(
        Locale.ROOT,
        "  built in %.2f s including making the paths; longest create %.2f ms%n",
        built / 1e9,
        worst / 1e6);
    speed(tree, parents, parentOf, prefix, NODES / parents, dataLength);
  }

  private void speed(
      DataTree tree,
      int parents,
      IntFunction<String> parentOf,
      String prefix,
      int perParent,
      int dataLength) {
    Random random = new Random(1);
    String[] paths = new String[200_000];
    byte[][] raw = new byte[paths.length][];
    for (int i = 0; i < paths.length; i++) {
      paths[i] =
          parentOf.apply(random.nextInt(parents))
              + "/"
              + prefix
              + String.format("%010d", 1 + random.nextInt(perParent));
      raw[i] = NodeStore.utf8(paths[i]);
    }
    TreeReader reader = new TreeReader(tree);
    for (int round = 0; round < 5; round++) {
      long start = System.nanoTime();
      long found = 0;
      for (byte[] path : raw) {
        found +=
            reader.find(path, 0, path.length) == TreeReader.Result.FOUND
                ? reader.node().dataLength()
                : 0;
      }
      long lookups = System.nanoTime() - start;
      start = System.nanoTime();
      long zxid = tree.lastZxid();
      for (String path : paths) {
        apply(tree, ++zxid, new Txn.SetData(path, new byte[dataLength], round + 1));
      }
      long sets = System.nanoTime() - start;
      if (round == 4) {
        out.printf(
            Locale.ROOT,
            "  random lookup %d ns, random setData %d ns (%d bytes seen)%n",
            lookups / paths.length,
            sets / paths.length,
            found);
      }
    }
  }

  private static void apply(DataTree tree, long zxid, Txn txn) {
    tree.apply(new TxnHeader(7, 1, zxid, 1_763_000_000_000L + zxid), txn, ChangeListener.NONE);
  }
}
