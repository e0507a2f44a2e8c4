package io.vivarium.tree;

import static io.vivarium.tree.Trees.bytes;
import static io.vivarium.tree.Trees.newNode;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vivarium.model.Acl;
import io.vivarium.model.OpCode;
import io.vivarium.model.Txn;
import io.vivarium.model.WatchEvent;
import io.vivarium.tree.watch.WatchTable;
import io.vivarium.tree.watch.Watcher;
import io.vivarium.tree.watch.Watches;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** One writer against readers on other threads. What is asserted holds under every schedule; the counts only make trouble likely. */
@SuppressWarnings("ThreadPriorityCheck") // Yields only make progress likelier on a busy machine.
class ConcurrencyTest {
  private final DataTree tree = new DataTree(Trees.OPTIONS);
  private final AtomicBoolean finished = new AtomicBoolean();
  private long zxid;

  private void apply(Txn txn, ChangeListener changes) {
    tree.apply(Trees.header(7, ++zxid), txn, changes);
  }

  private void apply(Txn txn) {
    apply(txn, ChangeListener.NONE);
  }

  /** Runs the writer here and the reader on two other threads until the writer is through; returns the readers' results. */
  private <T> List<T> against(Callable<T> reader, Runnable writer) throws Exception {
    try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
      List<Future<T>> readers = List.of(threads.submit(reader), threads.submit(reader));
      try {
        writer.run();
      } finally {
        finished.set(true);
      }
      List<T> results = new ArrayList<>();
      for (Future<T> each : readers) {
        results.add(each.get());
      }
      return results;
    }
  }

  private static boolean found(TreeReader reader, String path) {
    while (true) {
      switch (reader.find(path)) {
        case FOUND -> {
          return true;
        }
        case MISSING -> {
          return false;
        }
        case RETRY -> Thread.yield();
      }
    }
  }

  /** Order O6: who sees the first part of a multi sees the last. */
  @Test
  void aMultiIsNeverSeenInPart() throws Exception {
    apply(newNode("/first", "0", 1));
    apply(newNode("/dir", "", 2));
    apply(newNode("/dir/second", "0", 1));
    Callable<Long> reader =
        () -> {
          TreeReader view = new TreeReader(tree);
          long reads = 0;
          while (!finished.get() || reads == 0) {
            assertTrue(found(view, "/first"));
            int first = view.node().version();
            assertTrue(view.node().mzxid() <= view.zxid());
            assertArrayEquals(bytes("" + first), view.node().data());
            boolean twin = found(view, "/dir/twin-" + first);
            assertTrue(found(view, "/dir/second"));
            int second = view.node().version();
            assertTrue(second >= first, "second part at " + second + " behind first at " + first);
            assertTrue(twin || second > first, "created part missing");
            reads++;
          }
          return reads;
        };
    Runnable writer =
        () -> {
          for (int i = 1; i <= 60_000; i++) {
            List<Txn> parts = new ArrayList<>();
            parts.add(new Txn.SetData("/first", bytes("" + i), i));
            parts.add(newNode("/dir/twin-" + i, "t", i + 1));
            if (i > 1) {
              parts.add(new Txn.Delete(OpCode.DELETE, "/dir/twin-" + (i - 1)));
            }
            parts.add(new Txn.SetData("/dir/second", bytes("" + i), i));
            apply(new Txn.Multi(parts));
          }
        };
    apply(newNode("/dir/twin-0", "t", 2));
    for (long reads : against(reader, writer)) {
      assertTrue(reads > 0);
    }
  }

  @Test
  void aListOfChildrenIsThatOfOneMomentAndBelongsToTheStat() throws Exception {
    apply(newNode("/p", "", 1));
    apply(newNode("/noise", "", 2));
    Callable<Long> reader =
        () -> {
          TreeReader view = new TreeReader(tree);
          long lists = 0;
          while (!finished.get() || lists == 0) {
            assertTrue(found(view, "/p"));
            if (view.childNames() == TreeReader.Result.FOUND) {
              List<String> names = view.nameList();
              Set<String> distinct = new HashSet<>(names);
              assertEquals(view.node().numChildren(), distinct.size());
              for (String name : names) {
                String twin = (name.charAt(0) == 'x' ? "y" : "x") + name.substring(1);
                assertTrue(distinct.contains(twin), name + " without " + twin);
              }
              lists++;
            }
          }
          return lists;
        };
    Runnable writer =
        () -> {
          int counter = 0;
          for (int round = 0; round < 12; round++) {
            for (int i = 0; i < 1500; i++) {
              apply(
                  new Txn.Multi(
                      List.of(
                          newNode("/p/x" + i, "", counter += 1),
                          newNode("/p/y" + i, "", counter += 1))));
              apply(new Txn.SetData("/noise", bytes("n"), i));
            }
            for (int i = 0; i < 1500; i++) {
              apply(
                  new Txn.Multi(
                      List.of(
                          new Txn.Delete(OpCode.DELETE, "/p/y" + i),
                          new Txn.Delete(OpCode.DELETE, "/p/x" + i))));
            }
          }
        };
    for (long lists : against(reader, writer)) {
      assertTrue(lists > 0);
    }
  }

  /** A connection that has left one watch for the version it read. */
  private static final class OneShot implements Watcher {
    private final Watches watches = new Watches(this);
    private volatile long firedBy;
    private int version;

    @Override
    public void fired(WatchEvent event) {
      firedBy = event.zxid();
    }

    @Override
    public boolean mayRead(List<Acl> acl) {
      return true;
    }
  }

  /** Order O5: a watch set by a read fires for every change after the version that was read. */
  @Test
  void aWatchLeftByAReadIsNeverLateForTheNextChange() throws Exception {
    apply(newNode("/k", "", 1));
    WatchTable table = new WatchTable();
    Callable<List<OneShot>> reader =
        () -> {
          TreeReader view = new TreeReader(tree);
          List<OneShot> left = new ArrayList<>();
          while (!finished.get()) {
            OneShot watcher = new OneShot();
            assertTrue(found(view, "/k"));
            watcher.version = view.node().version();
            if (table.add("/k", WatchTable.Mode.DATA, watcher.watches, view)) {
              left.add(watcher);
            }
          }
          return left;
        };
    Runnable writer =
        () -> {
          for (int i = 1; i <= 40_000; i++) {
            apply(new Txn.SetData("/k", bytes("x"), i), table);
          }
        };
    for (List<OneShot> left : against(reader, writer)) {
      for (OneShot watcher : left) {
        // Version n was made by zxid n + 1.
        long next = watcher.version == 40_000 ? 0 : watcher.version + 2L;
        assertEquals(next, watcher.firedBy, "zxid that fired a watch left at " + watcher.version);
      }
    }
  }

  /** The same where the table is empty each time, so that the writer would rather not look into it at all. */
  @Test
  void theFirstWatchOfAllIsNotOverlookedEither() throws Exception {
    apply(newNode("/k", "", 1));
    WatchTable table = new WatchTable();
    try (ExecutorService thread = Executors.newSingleThreadExecutor()) {
      Future<List<OneShot>> reader =
          thread.submit(
              () -> {
                TreeReader view = new TreeReader(tree);
                List<OneShot> left = new ArrayList<>();
                while (left.size() < 3_000) {
                  OneShot watcher = new OneShot();
                  assertTrue(found(view, "/k"));
                  watcher.version = view.node().version();
                  if (table.add("/k", WatchTable.Mode.DATA, watcher.watches, view)) {
                    left.add(watcher);
                    while (watcher.firedBy == 0) {
                      Thread.yield();
                    }
                  }
                }
                return left;
              });
      for (int i = 1; !reader.isDone(); i++) {
        apply(new Txn.SetData("/k", bytes("x"), i), table);
        // Lets the reader in: a writer that does nothing else is nearly always inside a write
        // section.
        Thread.yield();
      }
      for (OneShot watcher : reader.get()) {
        assertEquals(watcher.version + 2L, watcher.firedBy, "left at " + watcher.version);
      }
    }
    assertEquals(0, table.size());
  }

  /** Order O5, the other half: who can read a change has been told of it before. */
  @Test
  void anEventIsQueuedBeforeItsChangeCanBeRead() throws Exception {
    apply(newNode("/k", "", 1));
    WatchTable table = new WatchTable();
    int[] heard = new int[1];

    AtomicInteger told = new AtomicInteger();
    Watcher watcher =
        new Watcher() {
          @Override
          public void fired(WatchEvent event) {
            told.set(++heard[0]);
          }

          @Override
          public boolean mayRead(List<Acl> acl) {
            return true;
          }
        };
    table.add("/k", WatchTable.Mode.PERSISTENT, new Watches(watcher));
    Callable<Long> reader =
        () -> {
          TreeReader view = new TreeReader(tree);
          long reads = 0;
          while (!finished.get() || reads == 0) {
            assertTrue(found(view, "/k"));
            int version = view.node().version();
            assertTrue(told.get() >= version, "version " + version + " read before its event");
            reads++;
          }
          return reads;
        };
    Runnable writer =
        () -> {
          for (int i = 1; i <= 60_000; i++) {
            apply(new Txn.SetData("/k", bytes("x"), i), table);
          }
        };
    against(reader, writer);
    assertEquals(60_000, told.get());
  }

  @Test
  void scansWhileTxnsAreAppliedGiveTheSameTreeAfterReplay() throws Exception {
    RandomTxns txns = new RandomTxns(99);
    List<RandomTxns.Step> steps = new ArrayList<>();
    for (int i = 0; i < 6000; i++) {
      steps.add(txns.next());
    }
    Callable<List<DataTree>> scanner =
        () -> {
          List<DataTree> loaded = new ArrayList<>();
          while (!finished.get()) {
            loaded.add(scan());
            while (loaded.size() > 20) {
              loaded.remove(10);
            }
          }
          return loaded;
        };
    Runnable writer =
        () -> {
          for (RandomTxns.Step step : steps) {
            tree.apply(step.header(), step.txn(), ChangeListener.NONE);
          }
        };
    for (List<DataTree> loaded : against(scanner, writer)) {
      for (DataTree each : loaded) {
        for (RandomTxns.Step step : steps.subList((int) each.lastZxid(), steps.size())) {
          each.apply(step.header(), step.txn(), ChangeListener.NONE);
        }
        assertEquals(tree.digest(), each.digest());
        assertEquals(tree.nodeCount(), each.nodeCount());
        assertEquals(tree.aclCount(), each.aclCount());
        assertEquals(tree.ephemeralCount(), each.ephemeralCount());
        assertEquals(tree.sessions(), each.sessions());
      }
    }
  }

  private DataTree scan() {
    TreeLoader loader = new TreeLoader(Trees.OPTIONS);
    try (TreeScan scan = new TreeScan(tree)) {
      while (!scan.begin()) {
        Thread.onSpinWait();
      }
      tree.sessions().forEach(loader::session);
      scan.acls().forEach(loader::acl);
      while (true) {
        switch (scan.next()) {
          case NODE -> Trees.loadNode(scan, loader);
          case BUSY -> Thread.onSpinWait();
          case END -> {
            return loader.finish(scan.startZxid());
          }
        }
      }
    }
  }
}
