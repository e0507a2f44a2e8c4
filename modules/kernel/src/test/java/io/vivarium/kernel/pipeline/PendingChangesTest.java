package io.vivarium.kernel.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vivarium.model.Acl;
import io.vivarium.model.ErrorCode;
import io.vivarium.model.OpCode;
import io.vivarium.model.Request;
import io.vivarium.model.Txn;
import io.vivarium.tree.Znode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PendingChangesTest {
  private final PrepBench bench = new PrepBench();

  @Test
  void writesInFlightSeeEachOther() {
    assertEquals(ErrorCode.OK, bench.error(PrepBench.create("/a", 0)));
    assertEquals(ErrorCode.NODE_EXISTS, bench.error(PrepBench.create("/a", 0)));
    assertEquals(ErrorCode.OK, bench.error(PrepBench.create("/a/b", 0)));
    assertEquals(ErrorCode.NOT_EMPTY, bench.error(new Request.Delete("/a", -1)));
    assertEquals(ErrorCode.OK, bench.error(new Request.SetData("/a", PrepBench.bytes("x"), 0)));
    assertEquals(
        ErrorCode.BAD_VERSION, bench.error(new Request.SetData("/a", PrepBench.bytes("x"), 0)));
    assertEquals(ErrorCode.OK, bench.error(new Request.Delete("/a/b", 0)));
    assertEquals(ErrorCode.OK, bench.error(new Request.Delete("/a", 1)));
    assertEquals(
        ErrorCode.NO_NODE, bench.error(new Request.SetData("/a", PrepBench.bytes("x"), -1)));
    assertNull(bench.tree.find("/a"));
    bench.applyAll();
    assertNull(bench.tree.find("/a"));
  }

  @Test
  void anEntryStaysUntilTheLastTxnThatChangedItIsApplied() {
    bench.prepare(PrepBench.create("/a", 0));
    bench.prepare(new Request.SetData("/a", PrepBench.bytes("1"), -1));
    bench.prepare(new Request.SetData("/a", PrepBench.bytes("22"), -1));
    bench.applyNext();
    bench.applyNext();
    assertEquals(2, bench.pending.find("/a").version());
    assertEquals(1, bench.tree.find("/a").version());
    bench.applyNext();
    assertEquals(2, bench.pending.find("/a").version());
    assertEquals(2, bench.pending.find("/a").dataLength());
  }

  @Test
  void afterAResetOnlyTheCommittedTreeCounts() {
    bench.node("/kept");
    bench.applyAll();
    bench.prepare(PrepBench.create("/lost", 1));
    bench.prepare(new Request.Delete("/kept", -1));
    bench.pending.reset();
    assertNull(bench.pending.find("/lost"));
    assertNotNull(bench.pending.find("/kept"));
    assertEquals(bench.tree.digest(), bench.pending.digest());
    assertEquals(Set.of(), bench.pending.ephemeralsOf(PrepBench.SESSION));
  }

  /** A closeSession is to delete them all, however far the txns that made or removed them have come. */
  @Test
  void theEphemeralsOfASessionAreThoseThatItWillHave() {
    bench.node("/p");
    bench.prepare(PrepBench.create("/p/a", 1));
    bench.prepare(PrepBench.create("/p/b", 1));
    bench.prepare(new Request.Delete("/p/a", -1));
    bench.prepare(new Request.SetData("/p/b", PrepBench.bytes("x"), -1));
    assertEquals(Set.of("/p/b"), ephemerals());
    bench.prepare(PrepBench.create("/p/a", 1));
    for (int left = 6; left > 0; left--) {
      assertEquals(Set.of("/p/a", "/p/b"), ephemerals(), left + " txns in flight");
      bench.applyNext();
    }
    bench.prepare(new Request.Delete("/p/b", -1));
    assertEquals(Set.of("/p/a"), ephemerals());
    bench.prepare(PrepBench.create("/p/b", 0));
    assertEquals(Set.of("/p/a"), ephemerals(), "of another kind now");
    bench.prepare(new Request.CloseSession());
    assertEquals(Set.of(), ephemerals());
  }

  @Test
  void whatIsTakenBackMakesNobodyAnOwner() {
    bench.prepare(PrepBench.create("/kept", 1));
    Request.Multi refused =
        new Request.Multi(
            List.of(
                new Request.Delete("/kept", -1),
                PrepBench.create("/lost", 1),
                new Request.Delete("/none", -1)));
    bench.prepare(refused);
    assertEquals(Set.of("/kept"), ephemerals());
    bench.applyAll();
    assertEquals(Set.of("/kept"), ephemerals());
    bench.prepare(refused);
    assertEquals(Set.of("/kept"), ephemerals());
  }

  private Set<String> ephemerals() {
    return bench.pending.ephemeralsOf(PrepBench.SESSION);
  }

  @Test
  void withoutDigestNoneIsKept() {
    PrepBench without =
        new PrepBench(new PrepSettings(true, false, false, false, true, true, false, 0, 2_097_150));
    without.node("/a").node("/a/b");
    without.applyAll();
    assertEquals(0, without.pending.digest());
  }

  /** Any mix of writes, applied at any pace: what prep decided holds, and the digest is the foretold one after each txn. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void whatWasForetoldIsWhatComesOfIt(long seed) {
    Random random = new Random(seed);
    Set<String> paths = new HashSet<>(Set.of("/"));
    int accepted = 0;
    for (int i = 0; i < 4000; i++) {
      bench.as(1 + random.nextInt(3));
      Txn txn = bench.prepare(request(random, new ArrayList<>(paths), 0));
      if (!(txn instanceof Txn.Failed)) {
        accepted++;
      }
      note(txn, paths);
      if (i % 20 == 0) {
        sameEphemerals(1 + i / 20 % 3, paths);
      }
      while (bench.somethingInFlight() && random.nextInt(12) > 4) {
        bench.applyNext();
      }
      if (i % 100 == 0) {
        bench.applyAll();
        paths.removeIf(path -> bench.tree.find(path) == null);
        paths.forEach(this::sameInBoth);
        assertEquals(bench.tree.digest(), bench.pending.digest());
      }
    }
    assertTrue(accepted > 1000, "only " + accepted + " requests were accepted");
  }

  private void sameInBoth(String path) {
    Znode committed = bench.tree.find(path);
    PendingZnode pending = bench.pending.find(path);
    assertEquals(committed.numChildren(), pending.numChildren(), path);
    assertEquals(committed.creationCounter(), pending.creations(), path);
    assertEquals(committed.version(), pending.version(), path);
    assertEquals(committed.aversion(), pending.aversion(), path);
    assertEquals(committed.acl(), pending.acl(), path);
  }

  /** Asked of each node by itself, they are the same. */
  private void sameEphemerals(long session, Set<String> paths) {
    Set<String> one = new HashSet<>();
    for (String path : paths) {
      PendingZnode node = bench.pending.find(path);
      if (node != null && node.owner() == session) {
        one.add(path);
      }
    }
    assertEquals(one, bench.pending.ephemeralsOf(session));
  }

  private static void note(Txn txn, Set<String> paths) {
    if (txn instanceof Txn.Create created) {
      paths.add(created.path());
    } else if (txn instanceof Txn.Multi multi) {
      multi.parts().forEach(part -> note(part, paths));
    }
  }

  private static Request request(Random random, List<String> paths, int depth) {
    String path = paths.get(random.nextInt(paths.size()));
    byte[] data = random.nextInt(5) == 0 ? null : new byte[random.nextInt(40)];
    int version = random.nextInt(4) == 0 ? random.nextInt(3) : -1;
    return switch (random.nextInt(depth == 0 ? 16 : 12)) {
      case 0, 1, 2, 3 -> creation(random, path, data);
      case 4, 5, 6 -> new Request.SetData(path, data, version);
      case 7, 8, 9 -> new Request.Delete(path, version);
      case 10 -> new Request.Check(path, version);
      case 11 -> creation(random, path, data);
      case 12 -> new Request.DeleteContainer(path);
      case 13 -> new Request.SetAcl(path, random.nextBoolean() ? Acl.OPEN : wide(), version);
      case 14 ->
          random.nextInt(10) == 0 ? new Request.CloseSession() : creation(random, path, data);
      default -> {
        List<Request> parts = new ArrayList<>();
        for (int i = random.nextInt(6); i >= 0; i--) {
          parts.add(request(random, paths, depth + 1));
        }
        yield new Request.Multi(parts);
      }
    };
  }

  private static List<Acl> wide() {
    return List.of(new Acl(31, "world", "anyone"), new Acl(1, "digest", "anne:x"));
  }

  private static Request creation(Random random, String parent, byte[] data) {
    String path = (parent.equals("/") ? "" : parent) + "/n" + random.nextInt(30);
    return switch (random.nextInt(6)) {
      case 0 -> new Request.Create(OpCode.CREATE_TTL, path, data, Acl.OPEN, 5, 1000);
      case 1 -> new Request.Create(OpCode.CREATE_CONTAINER, path, data, Acl.OPEN, 1, 0);
      default ->
          new Request.Create(
              random.nextBoolean() ? OpCode.CREATE : OpCode.CREATE2,
              path,
              data,
              random.nextBoolean() ? Acl.OPEN : wide(),
              random.nextInt(5),
              0);
    };
  }
}
