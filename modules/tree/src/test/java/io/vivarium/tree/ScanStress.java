package io.vivarium.tree;

import static io.vivarium.tree.Trees.bytes;
import static io.vivarium.tree.Trees.newNode;
import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.vivarium.model.Acl;
import io.vivarium.model.OpCode;
import io.vivarium.model.Txn;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.Z_Result;

/** Txns against a scan of the tree. {@code StressIT} runs these; see there for those that are seeded. */
public final class ScanStress {
  private ScanStress() {}

  /** A parent with children of which every second one goes. */
  abstract static class Family {
    private static final int CHILDREN = 24;

    final DataTree tree = new DataTree(Trees.OPTIONS);

    Family() {
      Trees.apply(tree, 1, newNode("/p", "", 1));
      for (int i = 1; i <= CHILDREN; i++) {
        Trees.apply(tree, 1 + i, newNode((i % 2 == 0 ? "/p/stays" : "/p/goes") + i, "", i));
      }
    }

    final void deleteThoseThatGo() {
      for (int i = 1; i <= CHILDREN; i += 2) {
        Trees.apply(tree, 100 + i, new Txn.Delete(OpCode.DELETE, "/p/goes" + i));
      }
    }

    static boolean eachStayingOnce(List<String> paths) {
      List<String> staying = paths.stream().filter(path -> path.contains("/stays")).toList();
      return staying.size() == CHILDREN / 2 && staying.stream().distinct().count() == CHILDREN / 2;
    }
  }

  /** What is there all the time appears exactly once. */
  @JCStressTest
  @State
  @Outcome(id = "true", expect = ACCEPTABLE, desc = "each once")
  @Outcome(id = "false", expect = FORBIDDEN, desc = "one was overlooked or met twice")
  public static class EveryNodeOnce extends Family {
    /** Applies. */
    @Actor
    public void writer() {
      deleteThoseThatGo();
    }

    /** Scans. */
    @Actor
    public void scanner(Z_Result result) {
      List<String> seen = new ArrayList<>();
      try (TreeScan scan = begun(tree)) {
        while (next(scan)) {
          seen.add(NodeStore.text(scan.path()));
        }
      }
      result.r1 = eachStayingOnce(seen);
    }
  }

  /** Seeded: the same with a scan that does not ask whether it was disturbed. */
  @JCStressTest
  @State
  @Outcome(id = "true", expect = ACCEPTABLE, desc = "each once")
  @Outcome(id = "false", expect = FORBIDDEN, desc = "one was overlooked or met twice")
  public static class SeededScanWithoutStamp extends Family {
    /** Applies. */
    @Actor
    public void writer() {
      deleteThoseThatGo();
    }

    /** Scans, as often as there are deletions. */
    @Actor
    public void scanner(Z_Result result) {
      Entry found = new Entry();
      tree.nodes().lookup(bytes("/p"), 0, 2, found);
      Branch parent = Objects.requireNonNull(found.branch());
      ChildTable.Entries entries = new ChildTable.Entries();
      result.r1 = true;
      for (int i = 0; i < Family.CHILDREN / 2; i++) {
        parent.copySegment(0, entries, tree.nodes().hasher);
        List<String> seen = new ArrayList<>();
        for (int j = 0; j < entries.count(); j++) {
          seen.add(NodeStore.text(NodeStore.join(bytes("/p"), entries.get(j))));
        }
        result.r1 &= eachStayingOnce(seen);
      }
    }
  }

  /** What a scan showed, with the txns behind its start on top, is the tree. */
  @JCStressTest
  @State
  @Outcome(id = "true", expect = ACCEPTABLE, desc = "the same tree")
  @Outcome(id = "false", expect = FORBIDDEN, desc = "a tree that never was")
  public static class ReplayOverAScan {
    private static final List<Acl> ALICE = List.of(new Acl(31, "digest", "alice:x"));
    private static final List<Acl> BOB = List.of(new Acl(31, "digest", "bob:x"));
    private static final List<Txn> TXNS =
        List.of(
            newNode("/p", "", 1),
            newNode("/p/x", "", 1),
            new Txn.SetAcl("/p/x", ALICE, 1),
            new Txn.Multi(
                List.of(
                    newNode("/p/y", "y", 2), newNode("/p/z", "z", 3), newNode("/p/y/a", "", 1))),
            new Txn.SetAcl("/p/x", BOB, 2),
            new Txn.Multi(
                List.of(
                    new Txn.Delete(OpCode.DELETE, "/p/z"), new Txn.SetData("/p/x", bytes("x"), 1))),
            new Txn.SetAcl("/p", ALICE, 1),
            new Txn.Create(OpCode.CREATE, "/p/z", bytes("again"), BOB, true, 4, 0));

    private final DataTree tree = new DataTree(Trees.OPTIONS);
    private DataTree scanned = tree;

    /** Begins with the first three. */
    public ReplayOverAScan() {
      apply(tree, 0, 3);
    }

    private static void apply(DataTree to, int from, int until) {
      for (int i = from; i < until; i++) {
        Trees.apply(to, i + 1L, TXNS.get(i));
      }
    }

    /** Applies. */
    @Actor
    public void writer() {
      apply(tree, 3, TXNS.size());
    }

    /** Scans. */
    @Actor
    public void scanner() {
      TreeLoader loader = new TreeLoader(Trees.OPTIONS);
      try (TreeScan scan = begun(tree)) {
        scan.acls().forEach(loader::acl);
        while (next(scan)) {
          Trees.loadNode(scan, loader);
        }
        scanned = loader.finish(scan.startZxid());
      }
    }

    /** Replays and compares. */
    @Arbiter
    public void replay(Z_Result result) {
      apply(scanned, (int) scanned.lastZxid(), TXNS.size());
      result.r1 =
          scanned != tree
              && scanned.digest() == tree.digest()
              && scanned.aclCount() == tree.aclCount()
              && scanned.ephemeralCount() == tree.ephemeralCount()
              && Trees.find(scanned, "/p/x").acl().equals(BOB);
    }
  }

  private static TreeScan begun(DataTree tree) {
    TreeScan scan = new TreeScan(tree);
    while (!scan.begin()) {
      Thread.onSpinWait();
    }
    return scan;
  }

  /** Goes on to the next node, however often the writer is in the way; false at the end. */
  private static boolean next(TreeScan scan) {
    while (true) {
      switch (scan.next()) {
        case NODE -> {
          return true;
        }
        case END -> {
          return false;
        }
        case BUSY -> Thread.onSpinWait();
      }
    }
  }
}
