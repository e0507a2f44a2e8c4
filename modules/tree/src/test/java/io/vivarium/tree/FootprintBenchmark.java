package io.vivarium.tree;

import io.vivarium.model.Acl;
import io.vivarium.model.OpCode;
import io.vivarium.model.Txn;
import io.vivarium.model.TxnHeader;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.util.Locale;
import java.util.Random;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;

/**
 * Prints live heap per znode for the shapes that the memory targets speak of, and the CPU time of single operations on a tree of
 * that size, at random places. README.md tells how to run it.
 */
class FootprintBenchmark {
  private static final int NODES = 1_000_000;
  private static final int SAMPLE = 200_000;

  private final PrintStream out = System.out;
  private final String[] paths = new String[SAMPLE];
  private final byte[][] rawPaths = new byte[SAMPLE][];

  /** A tree of a million nodes. */
  private record Shape(
      String name, int parents, int dataLength, IntFunction<String> parent, String prefix) {
    String path(int parentIndex, int number) {
      return parent.apply(parentIndex) + "/" + prefix + String.format("%010d", number);
    }
  }

  /** Prints all of it; named by {@code -Dtest} only. */
  @Test
  void print() {
    measure(new Shape("100-byte data, one parent", 1, 100, i -> "/parent", "node-"));
    measure(new Shape("100-byte data, 1,000 parents", 1000, 100, i -> "/p" + i, "node-"));
    measure(new Shape("100-byte data, 100,000 parents", 100_000, 100, i -> "/p" + i, "node-"));
    String stem = "/" + "d".repeat(97) + "-";
    measure(new Shape("115-byte path, 46-byte data, 1,000 parents", 1000, 46, i -> stem + i, "n-"));
  }

  private static long used() {
    for (int i = 0; i < 3; i++) {
      System.gc();
    }
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }

  /** CPU time of this thread, ns: what others do to the machine does not count, what they do to its caches does. */
  private static long cpu() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }

  private void measure(Shape shape) {
    choosePaths(shape);
    long before = used();
    DataTree tree = new DataTree(new TreeOptions(true, false, true, 42));
    byte[] data = new byte[shape.dataLength()];
    for (int i = 0; i < shape.parents(); i++) {
      create(tree, shape.parent().apply(i), data, i + 1);
    }
    long begun = cpu();
    for (int i = 0; i < NODES; i++) {
      int number = i / shape.parents();
      create(tree, shape.path(i % shape.parents(), number), data, number + 1);
    }
    long built = cpu() - begun;
    long bytes = used() - before;
    out.printf(
        Locale.ROOT,
        "%s: %.1f bytes per znode; create %d ns with making its path%n",
        shape.name(),
        (double) bytes / tree.nodeCount(),
        built / NODES);
    for (int round = 1; round <= 4; round++) {
      speed(tree, data, round);
    }
  }

  private void choosePaths(Shape shape) {
    Random random = new Random(1);
    for (int i = 0; i < SAMPLE; i++) {
      paths[i] =
          shape.path(random.nextInt(shape.parents()), random.nextInt(NODES / shape.parents()));
      rawPaths[i] = NodeStore.utf8(paths[i]);
    }
  }

  private void speed(DataTree tree, byte[] data, int round) {
    TreeReader reader = new TreeReader(tree);
    long start = cpu();
    int found = 0;
    for (byte[] path : rawPaths) {
      found += reader.find(path, 0, path.length) == TreeReader.Result.FOUND ? 1 : 0;
    }
    long lookups = cpu() - start;
    start = cpu();
    for (String path : paths) {
      apply(tree, new Txn.SetData(path, data, round));
    }
    long sets = cpu() - start;
    if (round == 4) {
      out.printf(
          Locale.ROOT,
          "  random lookup %d ns, random setData %d ns (%d found)%n",
          lookups / SAMPLE,
          sets / SAMPLE,
          found);
    }
  }

  private static void create(DataTree tree, String path, byte[] data, int counter) {
    apply(tree, new Txn.Create(OpCode.CREATE, path, data, Acl.OPEN, false, counter, 0));
  }

  private static void apply(DataTree tree, Txn txn) {
    long zxid = Math.max(tree.lastZxid(), 0x1_0000_0000L) + 1;
    TxnHeader header = new TxnHeader(7, 1, zxid, 1_763_000_000_000L + zxid);
    if (tree.apply(header, txn, ChangeListener.NONE).error() != 0) {
      throw new IllegalStateException(txn.toString());
    }
  }
}
