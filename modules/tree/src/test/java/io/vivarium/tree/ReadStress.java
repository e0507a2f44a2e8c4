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
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.Z_Result;

/** Some txns against some reads that take no lock. {@code StressIT} runs these; see there for those that are seeded. */
public final class ReadStress {
  /** Txns and reads of one sample; enough that most samples have them meet. */
  private static final int ROUNDS = 16;

  private ReadStress() {}

  /** A tree and a reader of it. */
  abstract static class Scene {
    final DataTree tree = new DataTree(Trees.OPTIONS);
    final TreeReader reader = new TreeReader(tree);

    final void apply(long zxid, Txn... parts) {
      Trees.apply(tree, zxid, parts.length == 1 ? parts[0] : new Txn.Multi(List.of(parts)));
    }

    /** Reads until the writer is out of the way. */
    final Znode read(String path) {
      while (reader.find(path) == TreeReader.Result.RETRY) {
        Thread.onSpinWait();
      }
      return reader.node();
    }
  }

  /** Two nodes whose versions multis raise together. */
  abstract static class TwoNodes extends Scene {
    TwoNodes() {
      apply(1, newNode("/a", "", 1));
      apply(2, newNode("/b", "", 2));
    }

    final void changeBoth() {
      for (int i = 1; i <= ROUNDS; i++) {
        apply(2 + i, new Txn.SetData("/a", bytes("a"), i), new Txn.SetData("/b", bytes("b"), i));
      }
    }
  }

  /** Order O6: who sees the first part of a multi sees the last. */
  @JCStressTest
  @State
  @Outcome(id = "true", expect = ACCEPTABLE, desc = "whole")
  @Outcome(id = "false", expect = FORBIDDEN, desc = "half of a multi")
  public static class MultiIsSeenWhole extends TwoNodes {
    /** Applies. */
    @Actor
    public void writer() {
      changeBoth();
    }

    /** Reads. */
    @Actor
    public void reader(Z_Result result) {
      result.r1 = true;
      for (int i = 0; i < ROUNDS; i++) {
        int first = read("/a").version();
        result.r1 &= first <= read("/b").version();
      }
    }
  }

  /** Seeded: the same with a reader that believes all it sees. */
  @JCStressTest
  @State
  @Outcome(id = "true", expect = ACCEPTABLE, desc = "whole")
  @Outcome(id = "false", expect = FORBIDDEN, desc = "half of a multi")
  public static class SeededReadWithoutStamp extends TwoNodes {
    /** Applies. */
    @Actor
    public void writer() {
      changeBoth();
    }

    /** Reads. */
    @Actor
    public void reader(Z_Result result) {
      result.r1 = true;
      for (int i = 0; i < ROUNDS; i++) {
        int first = Trees.find(tree, "/a").version();
        result.r1 &= first <= Trees.find(tree, "/b").version();
      }
    }
  }

  /** The figures of a node are those of one moment. */
  @JCStressTest
  @State
  @Outcome(id = "true", expect = ACCEPTABLE, desc = "one moment")
  @Outcome(id = "false", expect = FORBIDDEN, desc = "figures of different moments")
  public static class StatIsOfOneMoment extends Scene {
    /** A parent with one child. */
    public StatIsOfOneMoment() {
      apply(2, newNode("/p", "", 1));
      apply(3, newNode("/p/x", "", 1));
    }

    /** Creates at even zxids, deletes at odd ones, so that pzxid says what the other figures must be. */
    @Actor
    public void writer() {
      for (int i = 2; i < ROUNDS; i++) {
        apply(2L * i, newNode("/p/y", "", i));
        apply(2L * i + 1, new Txn.Delete(OpCode.DELETE, "/p/y"));
      }
    }

    /** Reads. */
    @Actor
    public void reader(Z_Result result) {
      result.r1 = true;
      for (int i = 0; i < ROUNDS; i++) {
        Znode node = read("/p");
        long at = node.pzxid();
        result.r1 &=
            node.creationCounter() == at / 2
                && node.numChildren() == 2 - at % 2
                && at == Math.max(3, reader.zxid());
      }
    }
  }

  /** A list of children is that of the figures before it. */
  @JCStressTest
  @State
  @Outcome(id = "true", expect = ACCEPTABLE, desc = "one moment, or to be read again")
  @Outcome(id = "false", expect = FORBIDDEN, desc = "a list of no moment")
  public static class ChildrenBelongToTheStat extends Scene {
    private static final int CHILDREN = 40;

    /** So many that names have been pushed past each other. */
    public ChildrenBelongToTheStat() {
      apply(1, newNode("/p", "", 1));
      for (int i = 1; i <= CHILDREN; i++) {
        apply(1 + i, newNode("/p/n" + i, "", i));
      }
    }

    /** One goes, another comes. */
    @Actor
    public void writer() {
      for (int i = 1; i <= ROUNDS; i++) {
        apply(
            100 + i,
            new Txn.Delete(OpCode.DELETE, "/p/n" + i),
            newNode("/p/m" + i, "", CHILDREN + i));
      }
    }

    /** Reads. */
    @Actor
    public void reader(Z_Result result) {
      result.r1 = true;
      for (int i = 0; i < ROUNDS; i++) {
        int expected = read("/p").numChildren();
        if (reader.childNames() == TreeReader.Result.FOUND) {
          result.r1 &=
              expected == CHILDREN && reader.nameList().stream().distinct().count() == expected;
        }
      }
    }
  }

  /** Names of children whose data is replaced meanwhile, from a segment that others take the place of: all of them, at the first attempt. */
  @JCStressTest
  @State
  @Outcome(id = "true", expect = ACCEPTABLE, desc = "all names")
  @Outcome(id = "false", expect = FORBIDDEN, desc = "other names, or disturbed by data")
  public static class NamesAreNotDisturbedByData extends Scene {
    /** A parent with three children, one of which has a child itself. */
    public NamesAreNotDisturbedByData() {
      apply(1, newNode("/p", "", 1));
      apply(2, newNode("/p/a", "", 1));
      apply(3, newNode("/p/b", "", 2));
      apply(4, newNode("/p/c", "", 3));
      apply(5, newNode("/p/c/d", "", 1));
    }

    /** Applies; sizes on both sides of what is kept apart. */
    @Actor
    public void writer() {
      for (int i = 1; i <= ROUNDS; i++) {
        byte[] data = new byte[i % 4 == 0 ? 2 * Segment.MAX_PACKED : 10 * i];
        apply(5 + i, new Txn.SetData(List.of("/p/a", "/p/b", "/p/c").get(i % 3), data, i));
      }
    }

    /** Reads. */
    @Actor
    public void reader(Z_Result result) {
      result.r1 = true;
      for (int i = 0; i < ROUNDS; i++) {
        read("/p");
        result.r1 &= reader.childNames() == TreeReader.Result.FOUND;
        List<String> names = reader.nameList();
        result.r1 &= names.containsAll(List.of("a", "b", "c")) && names.size() == 3;
      }
    }
  }

  /** Order O8: the ephemerals of a session come and go together. */
  @JCStressTest
  @State
  @Outcome(id = "true", expect = ACCEPTABLE, desc = "all or none")
  @Outcome(id = "false", expect = FORBIDDEN, desc = "some of them")
  public static class EphemeralsGoTogether extends Scene {
    /** Applies. */
    @Actor
    public void writer() {
      for (int i = 0; i < ROUNDS; i++) {
        apply(
            2L * i + 1,
            ephemeral("/e1", 3 * i + 1),
            ephemeral("/e2", 3 * i + 2),
            ephemeral("/e3", 3 * i + 3));
        apply(2L * i + 2, new Txn.CloseSession(List.of("/e1", "/e2", "/e3")));
      }
    }

    /** Reads. */
    @Actor
    public void reader(Z_Result result) {
      List<String> paths = new ArrayList<>();
      result.r1 = true;
      for (int i = 0; i < ROUNDS; i++) {
        if (reader.ephemerals(7, "/", paths) == TreeReader.Result.FOUND) {
          result.r1 &= paths.isEmpty() || paths.size() == 3;
        }
      }
    }

    private static Txn ephemeral(String path, int counter) {
      return new Txn.Create(OpCode.CREATE, path, bytes(""), Acl.OPEN, true, counter, 0);
    }
  }
}
