package io.vivarium.tree;

import io.vivarium.model.Acl;
import io.vivarium.model.OpCode;
import io.vivarium.model.Txn;
import io.vivarium.model.TxnHeader;
import io.vivarium.model.WatchEvent;
import io.vivarium.tree.watch.WatchTable;
import io.vivarium.tree.watch.Watcher;
import io.vivarium.tree.watch.Watches;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/**
 * What single operations cost on a tree that fits the caches and on one that does not; nodes are visited at random. README.md tells
 * how to run it.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class TreeBenchmark {
  private static final int PARENTS = 100;
  private static final int MASK = (1 << 16) - 1;

  /** Nodes in the tree, a hundredth of them below each parent. */
  @Param({"10000", "1000000"})
  public int nodes;

  private final DataTree tree = new DataTree(new TreeOptions(true, false, true, 42));
  private final TreeReader reader = new TreeReader(tree);
  private final WatchTable watches = new WatchTable();
  private final byte[] data = new byte[100];
  private final String[] paths = new String[MASK + 1];
  private final byte[][] rawPaths = new byte[MASK + 1][];
  private final Txn delete = new Txn.Delete(OpCode.DELETE, "/parent-7/brief");
  private long zxid = 0x1_0000_0000L;
  private int at;

  @Setup
  public void fill() {
    for (int i = 0; i < PARENTS; i++) {
      apply(node("/parent-" + i, i + 1), ChangeListener.NONE);
    }
    for (int i = 0; i < nodes; i++) {
      apply(node(path(i), i / PARENTS + 1), ChangeListener.NONE);
    }
    for (int i = 0; i <= MASK; i++) {
      paths[i] = path((int) (i * 0x9e37_79b9L % nodes));
      rawPaths[i] = NodeStore.utf8(paths[i]);
    }
    Watcher elsewhere =
        new Watcher() {
          @Override
          public void fired(WatchEvent event) {}

          @Override
          public boolean mayRead(List<Acl> acl) {
            return true;
          }
        };
    for (int i = 0; i < 1000; i++) {
      watches.add("/elsewhere/" + i, WatchTable.Mode.PERSISTENT, new Watches(elsewhere));
    }
  }

  private static String path(int i) {
    return String.format("/parent-%d/node-%010d", i % PARENTS, i / PARENTS);
  }

  private Txn node(String path, int counter) {
    return new Txn.Create(OpCode.CREATE, path, data, Acl.OPEN, false, counter, 0);
  }

  private TxnOutcome apply(Txn txn, ChangeListener changes) {
    zxid++;
    return tree.apply(new TxnHeader(7, 1, zxid, 1_763_000_000_000L + zxid), txn, changes);
  }

  @Benchmark
  public Object lookup() {
    byte[] path = rawPaths[at++ & MASK];
    return reader.find(path, 0, path.length);
  }

  @Benchmark
  public Object setData() {
    return apply(new Txn.SetData(paths[at++ & MASK], data, at), ChangeListener.NONE);
  }

  @Benchmark
  public Object setDataWhileOthersWatchElsewhere() {
    return apply(new Txn.SetData(paths[at++ & MASK], data, at), watches);
  }

  /** A pair, so that the tree keeps its size. */
  @Benchmark
  public Object createAndDelete() {
    apply(node("/parent-7/brief", nodes + at++), ChangeListener.NONE);
    return apply(delete, ChangeListener.NONE);
  }

  /** The names of a hundredth of the nodes. */
  @Benchmark
  public int children() {
    reader.find("/parent-8");
    reader.childNames();
    return reader.namesLength();
  }

  /** Runs all of it; named by {@code -Dtest} only. */
  @Test
  void run() throws RunnerException {
    new Runner(
            new OptionsBuilder()
                .include(TreeBenchmark.class.getSimpleName())
                .addProfiler(GCProfiler.class)
                .build())
        .run();
  }
}
