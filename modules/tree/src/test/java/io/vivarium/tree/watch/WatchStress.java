package io.vivarium.tree.watch;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.vivarium.model.Acl;
import io.vivarium.model.OpCode;
import io.vivarium.model.Request;
import io.vivarium.model.Txn;
import io.vivarium.model.TxnHeader;
import io.vivarium.model.WatchEvent;
import io.vivarium.model.WatcherType;
import io.vivarium.tree.DataTree;
import io.vivarium.tree.TreeOptions;
import io.vivarium.tree.TreeReader;
import java.util.ArrayList;
import java.util.List;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;
import org.openjdk.jcstress.infra.results.Z_Result;

/** Some changes against a connection that begins to watch. {@code StressIT} runs these; see there for those that are seeded. */
public final class WatchStress {
  /** Changes of one sample: version n is made by zxid n + 1. */
  private static final int CHANGES = 16;

  private WatchStress() {}

  /** A node {@code /k} and a connection. As long as nobody watches, the writer need not look into the table. */
  abstract static class Scene implements Watcher {
    final DataTree tree = new DataTree(new TreeOptions(false, false, true, 42));
    final TreeReader reader = new TreeReader(tree);
    final WatchTable table = new WatchTable();
    final Watches watches = new Watches(this);

    /** Events heard; written by the writer only. */
    volatile int fired;

    Scene() {
      apply(1, new Txn.Create(OpCode.CREATE, "/k", new byte[0], Acl.OPEN, false, 1, 0));
    }

    final void apply(long zxid, Txn txn) {
      tree.apply(new TxnHeader(7, 1, zxid, zxid), txn, table);
    }

    final void change() {
      for (int version = 1; version <= CHANGES; version++) {
        apply(version + 1L, new Txn.SetData("/k", new byte[0], version));
      }
    }

    final int readVersion() {
      while (reader.find("/k") == TreeReader.Result.RETRY) {
        Thread.onSpinWait();
      }
      return reader.node().version();
    }

    @Override
    @SuppressWarnings("NonAtomicVolatileUpdate") // by the writer only
    public final void fired(WatchEvent event) {
      fired++;
    }

    @Override
    public final boolean mayRead(List<Acl> acl) {
      return true;
    }
  }

  /** A watch that was left for a version and fires once. */
  private static final class Left implements Watcher {
    private final Watches watches = new Watches(this);
    private int version;
    private int times;
    private long zxid;

    @Override
    public void fired(WatchEvent event) {
      times++;
      zxid = event.zxid();
    }

    @Override
    public boolean mayRead(List<Acl> acl) {
      return true;
    }

    /** Whether it was told of the change that follows what was read, and of no other. */
    boolean inTime() {
      return version == CHANGES ? times == 0 : times == 1 && zxid == version + 2L;
    }
  }

  /** A connection after the other reads and leaves a watch. */
  abstract static class Readers extends Scene {
    private final List<Left> left = new ArrayList<>();

    final void readAndWatch() {
      for (int i = 0; i < CHANGES; i++) {
        Left one = new Left();
        do {
          one.version = readVersion();
        } while (!watch(one.watches));
        left.add(one);
      }
    }

    abstract boolean watch(Watches by);

    final boolean inTime() {
      return left.stream().allMatch(Left::inTime);
    }
  }

  /** Order O5: a watch left by a read fires for the change after what was read, and for no other. */
  @JCStressTest
  @State
  @Outcome(id = "true", expect = ACCEPTABLE, desc = "told of the very next change")
  @Outcome(
      id = "false",
      expect = FORBIDDEN,
      desc = "missed a change, or told of what had been read")
  public static class WatchLeftByARead extends Readers {
    @Override
    boolean watch(Watches by) {
      return table.add("/k", WatchTable.Mode.DATA, by, reader);
    }

    /** Applies. */
    @Actor
    public void writer() {
      change();
    }

    /** Reads and watches. */
    @Actor
    public void readers() {
      readAndWatch();
    }

    /** Asks what was told. */
    @Arbiter
    public void afterwards(Z_Result result) {
      result.r1 = inTime();
    }
  }

  /** Seeded: whether all is unchanged is asked before the lock is taken. */
  @JCStressTest
  @State
  @Outcome(id = "true", expect = ACCEPTABLE, desc = "told of the very next change")
  @Outcome(
      id = "false",
      expect = FORBIDDEN,
      desc = "missed a change, or told of what had been read")
  public static class SeededQuestionOutsideTheLock extends Readers {
    @Override
    boolean watch(Watches by) {
      if (!reader.unchanged()) {
        return false;
      }
      // Makes the gap wide enough to be hit on a busy machine, too; to yield would take forever
      // there.
      for (int i = 0; i < 10; i++) {
        Thread.onSpinWait();
      }
      table.add("/k", WatchTable.Mode.DATA, by);
      return true;
    }

    /** Applies. */
    @Actor
    public void writer() {
      change();
    }

    /** Reads and watches. */
    @Actor
    public void readers() {
      readAndWatch();
    }

    /** Asks what was told. */
    @Arbiter
    public void afterwards(Z_Result result) {
      result.r1 = inTime();
    }
  }

  /** Order O5: who reads a change has been told of it before. */
  @JCStressTest
  @State
  @Outcome(id = "true", expect = ACCEPTABLE, desc = "told in time")
  @Outcome(id = "false", expect = FORBIDDEN, desc = "the data before the event")
  public static class EventBeforeData extends Scene {
    /** A watch that stays. */
    public EventBeforeData() {
      table.add("/k", WatchTable.Mode.PERSISTENT, watches);
    }

    /** Applies. */
    @Actor
    public void writer() {
      change();
    }

    /** Reads. */
    @Actor
    public void reader(Z_Result result) {
      result.r1 = true;
      for (int i = 0; i < CHANGES; i++) {
        int version = readVersion();
        result.r1 &= fired >= version;
      }
    }
  }

  /** The first recursive watch of all: who has left it and then reads is told of every later change. */
  @JCStressTest
  @State
  @Outcome(id = "true", expect = ACCEPTABLE, desc = "told of every later change")
  @Outcome(id = "false", expect = FORBIDDEN, desc = "the watch was overlooked")
  public static class FirstRecursiveWatch extends Scene {
    private int version;

    /** Applies. */
    @Actor
    public void writer() {
      change();
    }

    /** Watches and reads. */
    @Actor
    public void reader() {
      table.add("/", WatchTable.Mode.RECURSIVE, watches);
      version = readVersion();
    }

    /** Asks what was told. */
    @Arbiter
    public void afterwards(Z_Result result) {
      result.r1 = fired >= CHANGES - version;
    }
  }

  /** A setWatches that meets changes tells of them once: as something missed, or by the watch that it leaves. */
  @JCStressTest
  @State
  @Outcome(
      id = {"1, 0", "0, 1"},
      expect = ACCEPTABLE,
      desc = "told once")
  @Outcome(expect = FORBIDDEN, desc = "told never or twice")
  public static class CatchUpTellsOnce extends Scene {
    /** Applies. */
    @Actor
    public void writer() {
      change();
    }

    /** Catches up with what has happened since the node was created. */
    @Actor
    public void reader(II_Result result) {
      List<String> none = List.of();
      CatchUp catchUp =
          new CatchUp(
              new Request.SetWatches(OpCode.SET_WATCHES2, 1, List.of("/k"), none, none, none, none),
              table,
              watches);
      while (!catchUp.run(reader)) {
        Thread.onSpinWait();
      }
      result.r1 = catchUp.events().size();
    }

    /** Asks what was told. */
    @Arbiter
    public void afterwards(II_Result result) {
      result.r2 = fired;
    }
  }

  /** A connection that ends while it begins to watch leaves nothing behind. */
  @JCStressTest
  @State
  @Outcome(id = "true", expect = ACCEPTABLE, desc = "nothing")
  @Outcome(id = "false", expect = FORBIDDEN, desc = "a watch of nobody")
  public static class ClosedWhileWatching extends Scene {
    /** Watches. */
    @Actor
    public void watcher() {
      for (int i = 0; i < CHANGES; i++) {
        table.add("/k" + i, WatchTable.Mode.PERSISTENT, watches);
        table.add("/", WatchTable.Mode.RECURSIVE, watches);
      }
    }

    /** Ends. */
    @Actor
    public void closer() {
      table.close(watches);
    }

    /** Looks for what is left. */
    @Arbiter
    public void afterwards(Z_Result result) {
      result.r1 =
          table.size() == 0
              && watches.size() == 0
              && !table.contains("/", WatcherType.ANY, watches)
              && !table.anyWatches()
              && !table.anyRecursive();
    }
  }

  /** A watch that fires while it is taken away was either told or removed, and is gone. */
  @JCStressTest
  @State
  @Outcome(id = "true", expect = ACCEPTABLE, desc = "fired or removed")
  @Outcome(id = "false", expect = FORBIDDEN, desc = "both, neither, or still there")
  public static class RemovedWhileFiring extends Scene {
    private int left;
    private int removed;

    /** Applies. */
    @Actor
    public void writer() {
      change();
    }

    /** Leaves one and takes it away, again and again. */
    @Actor
    public void remover() {
      for (int i = 0; i < CHANGES; i++) {
        table.add("/k", WatchTable.Mode.DATA, watches);
        left++;
        removed += table.remove("/k", WatcherType.DATA, watches) ? 1 : 0;
      }
    }

    /** Looks for what is left. */
    @Arbiter
    public void afterwards(Z_Result result) {
      result.r1 = fired + removed == left && table.size() == 0 && watches.size() == 0;
    }
  }
}
