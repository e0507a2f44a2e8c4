package io.vivarium.kernel.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vivarium.model.Acl;
import io.vivarium.model.EphemeralOwner;
import io.vivarium.model.ErrorCode;
import io.vivarium.model.OpCode;
import io.vivarium.model.Perms;
import io.vivarium.model.Request;
import io.vivarium.model.Txn;
import io.vivarium.spi.metrics.MetricReading;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Which error a client sees when several things are wrong: each request here is wrong in two ways at least. */
class TxnPrepTest {
  private static final List<Acl> NOBODY = List.of(new Acl(0, "world", "anyone"));
  private static final List<Acl> INVALID = List.of(new Acl(31, "nowhere", "x"));
  private static final PrepSettings PLAIN =
      new PrepSettings(false, false, false, true, false, true, false, 0, PrepBench.LARGEST);

  private final PrepBench bench = new PrepBench();

  private static Request.Create creation(
      OpCode op, String path, List<Acl> acl, int flags, long ttl) {
    return new Request.Create(op, path, PrepBench.bytes("data"), acl, flags, ttl);
  }

  private static Txn.Create created(Txn txn) {
    return assertInstanceOf(Txn.Create.class, txn);
  }

  private void quota(String path, String limits) {
    bench.node("/zookeeper/quota" + path);
    bench.node("/zookeeper/quota" + path + "/zookeeper_limits", limits, Acl.OPEN);
    bench.node("/zookeeper/quota" + path + "/zookeeper_stats");
    bench.applyAll();
  }

  // ---- create

  @Test
  void createLooksAtTheFlagsFirst() {
    assertEquals(
        ErrorCode.BAD_ARGUMENTS, bench.error(creation(OpCode.CREATE, "/none/x", null, 7, 0)));
    assertEquals(
        ErrorCode.BAD_ARGUMENTS, bench.error(creation(OpCode.CREATE, "/none/x", null, -1, 0)));
  }

  @Test
  void createThenLooksWhetherTtlNodesExistAtAll() {
    PrepBench without = new PrepBench(PLAIN);
    assertEquals(
        ErrorCode.UNIMPLEMENTED, without.error(creation(OpCode.CREATE_TTL, "/x", null, 5, 0)));
    assertEquals(
        ErrorCode.UNIMPLEMENTED, without.error(creation(OpCode.CREATE_TTL, "/x", null, 0, 0)));
    assertEquals(ErrorCode.UNIMPLEMENTED, without.error(creation(OpCode.CREATE, "/x", null, 6, 0)));
  }

  @Test
  void createThenLooksAtTheTimeToLive() {
    for (long ttl : new long[] {0, -1, EphemeralOwner.MAX_TTL + 1}) {
      assertEquals(
          ErrorCode.BAD_ARGUMENTS, bench.error(creation(OpCode.CREATE_TTL, "/x", null, 5, ttl)));
    }
    assertEquals(
        ErrorCode.OK,
        bench.error(creation(OpCode.CREATE_TTL, "/x", Acl.OPEN, 5, EphemeralOwner.MAX_TTL)));
  }

  @Test
  void aTtlFlagAndTheTtlOpGoTogether() {
    assertEquals(ErrorCode.BAD_ARGUMENTS, bench.error(creation(OpCode.CREATE, "/x", null, 5, 9)));
    assertEquals(ErrorCode.BAD_ARGUMENTS, bench.error(creation(OpCode.CREATE2, "/x", null, 6, 9)));
    assertEquals(
        ErrorCode.BAD_ARGUMENTS, bench.error(creation(OpCode.CREATE_TTL, "/x", null, 0, 9)));
  }

  @Test
  void createThenLooksForASlashAndForNul() {
    assertEquals(ErrorCode.BAD_ARGUMENTS, bench.error(creation(OpCode.CREATE, "x", null, 0, 0)));
    assertEquals(ErrorCode.BAD_ARGUMENTS, bench.error(creation(OpCode.CREATE, "", null, 0, 0)));
    assertEquals(ErrorCode.BAD_ARGUMENTS, bench.error(creation(OpCode.CREATE, "/x\0", null, 0, 0)));
  }

  @Test
  void createThenLooksAtTheAcl() {
    assertEquals(
        ErrorCode.INVALID_ACL, bench.error(creation(OpCode.CREATE, "/none/x", INVALID, 0, 0)));
    assertEquals(
        ErrorCode.INVALID_ACL, bench.error(creation(OpCode.CREATE, "/none/x", null, 0, 0)));
  }

  @Test
  void createThenLooksForTheParent() {
    assertEquals(ErrorCode.NO_NODE, bench.error(PrepBench.create("/none/.", 0)));
    bench.node("/wire");
    assertEquals(ErrorCode.NO_NODE, bench.error(PrepBench.create("/wire//x", 0)));
    assertEquals(ErrorCode.NO_NODE, bench.error(PrepBench.create("/wire/x/", 0)));
  }

  @Test
  void createThenAsksForCreateOnTheParent() {
    bench.node("/shut", "", NOBODY);
    assertEquals(ErrorCode.NO_AUTH, bench.error(PrepBench.create("/shut/.", 0)));
    bench.node("/others", "", List.of(new Acl(Perms.ALL & ~Perms.CREATE, "world", "anyone")));
    assertEquals(ErrorCode.NO_AUTH, bench.error(PrepBench.create("/others/x", 0)));
  }

  @Test
  void createThenLooksAtTheWholeFinalPath() {
    for (String path : List.of("/.", "/..", "/a\u0001", "/\ud83d\ude00", "/x\ufff0")) {
      assertEquals(ErrorCode.BAD_ARGUMENTS, bench.error(PrepBench.create(path, 0)), path);
    }
    assertEquals(ErrorCode.OK, bench.error(PrepBench.create("/.", 2)), "/.0000000000 is legal");
  }

  @Test
  void createThenLooksWhetherTheNodeExists() {
    assertEquals(ErrorCode.NODE_EXISTS, bench.error(PrepBench.create("/", 0)));
    assertEquals(ErrorCode.NODE_EXISTS, bench.error(PrepBench.create("/zookeeper", 0)));
  }

  @Test
  void createThenRefusesChildrenOfEphemeralsAndThenLooksAtTheQuota() {
    bench.node("/q");
    bench.prepare(PrepBench.create("/q/e", 1));
    quota("/q", "count=-1,bytes=-1=;byteHardLimit=-1;countHardLimit=2");
    assertEquals(ErrorCode.NODE_EXISTS, bench.error(PrepBench.create("/q/e", 0)));
    assertEquals(ErrorCode.NO_CHILDREN_FOR_EPHEMERALS, bench.error(PrepBench.create("/q/e/x", 0)));
    assertEquals(ErrorCode.QUOTA_EXCEEDED, bench.error(PrepBench.create("/q/x", 0)));
  }

  @Test
  void whatAHardQuotaRefusesIsCountedByNamespace() {
    bench.node("/q").node("/q/in").node("/zookeeper/quota/q");
    quota("/q/in", "count=-1,bytes=-1=;byteHardLimit=5;countHardLimit=-1");
    assertEquals(
        ErrorCode.QUOTA_EXCEEDED,
        bench.error(new Request.SetData("/q/in", PrepBench.bytes("too large"), 0)));
    assertEquals(
        ErrorCode.OK, bench.error(new Request.SetData("/q/in", PrepBench.bytes("small"), 0)));
    assertEquals(1, refusals("q"));
    assertEquals(0, refusals("zookeeper"));
  }

  private long refusals(String namespace) {
    return bench.metrics.readings().stream()
        .filter(reading -> reading.name().equals("quota_exceeded_error_per_namespace"))
        .filter(reading -> namespace.equals(reading.key()))
        .mapToLong(reading -> ((MetricReading.Count) reading).value())
        .sum();
  }

  @Test
  void theOpNotTheFlagDecidesWhatAContainerIs() {
    bench.prepare(creation(OpCode.CREATE, "/plain", Acl.OPEN, 4, 0));
    bench.prepare(creation(OpCode.CREATE_CONTAINER, "/container", Acl.OPEN, 0, 0));
    Txn.Create odd =
        created(bench.prepare(creation(OpCode.CREATE_CONTAINER, "/o", Acl.OPEN, 1, 0)));
    assertEquals(0, bench.pending.find("/plain").owner());
    assertEquals(EphemeralOwner.CONTAINER, bench.pending.find("/container").owner());
    assertEquals(EphemeralOwner.CONTAINER, bench.pending.find("/o").owner());
    assertEquals(false, odd.ephemeral());
    assertEquals(ErrorCode.OK, bench.error(PrepBench.create("/container/child", 0)));
    bench.applyAll();
    assertEquals(EphemeralOwner.Kind.CONTAINER, bench.tree.find("/o").kind());
    assertEquals(EphemeralOwner.Kind.PERSISTENT, bench.tree.find("/plain").kind());
  }

  @Test
  void sequentialNamesCountEveryChildEverCreatedAlsoThoseInFlight() {
    bench.node("/s");
    bench.prepare(PrepBench.create("/s/a", 0));
    bench.prepare(new Request.Delete("/s/a", -1));
    assertEquals("/s/n-0000000001", created(bench.prepare(PrepBench.create("/s/n-", 2))).path());
    assertEquals("/s/n-0000000002", created(bench.prepare(PrepBench.create("/s/n-", 3))).path());
    assertEquals("/s/0000000003", created(bench.prepare(PrepBench.create("/s/", 2))).path());
    bench.applyAll();
    assertEquals("/s/n-0000000004", created(bench.prepare(PrepBench.create("/s/n-", 2))).path());
    bench.applyAll();
    assertNotNull(bench.tree.find("/s/n-0000000004"));
  }

  // ---- the other writes

  @Test
  void deleteLooksAtPathParentPermissionNodeVersionAndChildrenInThisOrder() {
    for (String path : List.of("x", "", "/x\0", "/", "/zookeeper", "/zookeeper/config")) {
      assertEquals(ErrorCode.BAD_ARGUMENTS, bench.error(new Request.Delete(path, 7)), path);
    }
    assertEquals(ErrorCode.NO_NODE, bench.error(new Request.Delete("/none/x", 7)));
    bench.node("/open").node("/open/a").node("/open/a/b");
    bench.node("/shut", "", List.of(new Acl(Perms.CREATE, "world", "anyone")));
    bench.node("/shut/a");
    assertEquals(ErrorCode.NO_AUTH, bench.error(new Request.Delete("/shut/none", 7)));
    assertEquals(ErrorCode.NO_AUTH, bench.error(new Request.Delete("/shut/a", 7)));
    assertEquals(ErrorCode.NO_NODE, bench.error(new Request.Delete("/open/none", 7)));
    assertEquals(ErrorCode.BAD_VERSION, bench.error(new Request.Delete("/open/a", 7)));
    assertEquals(ErrorCode.BAD_VERSION, bench.error(new Request.Delete("/open/a", -2)));
    assertEquals(ErrorCode.NOT_EMPTY, bench.error(new Request.Delete("/open/a", 0)));
    bench.node("/mine", "", NOBODY);
    assertEquals(
        ErrorCode.OK, bench.error(new Request.Delete("/mine", -1)), "its own ACL is irrelevant");
    bench.applyAll();
  }

  @Test
  void setDataLooksAtPathNodePermissionQuotaAndVersionInThisOrder() {
    assertEquals(
        ErrorCode.BAD_ARGUMENTS,
        bench.error(new Request.SetData("/none/", PrepBench.bytes("x"), 7)));
    assertEquals(
        ErrorCode.NO_NODE, bench.error(new Request.SetData("/none", PrepBench.bytes("x"), 7)));
    bench.node("/q").node("/q/a");
    bench.node("/q/shut", "", List.of(new Acl(Perms.ALL & ~Perms.WRITE, "world", "anyone")));
    quota("/q", "count=-1,bytes=-1=;byteHardLimit=5;countHardLimit=-1");
    byte[] large = PrepBench.bytes("too large");
    assertEquals(ErrorCode.NO_AUTH, bench.error(new Request.SetData("/q/shut", large, 7)));
    assertEquals(ErrorCode.QUOTA_EXCEEDED, bench.error(new Request.SetData("/q/a", large, 7)));
    assertEquals(
        ErrorCode.BAD_VERSION, bench.error(new Request.SetData("/q/a", PrepBench.bytes("x"), 7)));
    Txn.SetData set =
        assertInstanceOf(
            Txn.SetData.class,
            bench.prepare(new Request.SetData("/q/a", PrepBench.bytes("12345"), 0)));
    assertEquals(1, set.version());
  }

  @Test
  void setAclLooksAtPathAclNodePermissionAndVersionInThisOrder() {
    assertEquals(ErrorCode.BAD_ARGUMENTS, bench.error(new Request.SetAcl("/none/", INVALID, 7)));
    assertEquals(ErrorCode.INVALID_ACL, bench.error(new Request.SetAcl("/none", INVALID, 7)));
    assertEquals(ErrorCode.NO_NODE, bench.error(new Request.SetAcl("/none", Acl.OPEN, 7)));
    bench.node("/shut", "", List.of(new Acl(Perms.ALL & ~Perms.ADMIN, "world", "anyone")));
    assertEquals(ErrorCode.NO_AUTH, bench.error(new Request.SetAcl("/shut", Acl.OPEN, 7)));
    bench.node("/a");
    bench.prepare(new Request.SetData("/a", null, -1));
    assertEquals(ErrorCode.BAD_VERSION, bench.error(new Request.SetAcl("/a", Acl.OPEN, 1)));
    Txn.SetAcl set =
        assertInstanceOf(
            Txn.SetAcl.class, bench.prepare(new Request.SetAcl("/a", Acl.READ_ONLY, 0)));
    assertEquals(1, set.version());
    assertEquals(ErrorCode.NO_AUTH, bench.error(new Request.SetData("/a", null, -1)));
  }

  @Test
  void checkLooksAtPathNodePermissionAndVersionInThisOrder() {
    assertEquals(ErrorCode.BAD_ARGUMENTS, bench.error(new Request.Check("/none/", 7)));
    assertEquals(ErrorCode.NO_NODE, bench.error(new Request.Check("/none", 7)));
    bench.node("/shut", "", List.of(new Acl(Perms.ALL & ~Perms.READ, "world", "anyone")));
    assertEquals(ErrorCode.NO_AUTH, bench.error(new Request.Check("/shut", 7)));
    bench.node("/a");
    assertEquals(ErrorCode.BAD_VERSION, bench.error(new Request.Check("/a", 7)));
    assertEquals(ErrorCode.OK, bench.error(new Request.Check("/a", 0)));
  }

  @Test
  void theServersOwnDeletionAsksForNoPermissionAndSparesEphemerals() {
    bench.node("/shut", "", List.of(new Acl(Perms.CREATE, "world", "anyone")));
    bench.node("/full").node("/full/b");
    usedContainer("/shut/a");
    bench.prepare(PrepBench.create("/e", 1));
    assertEquals(ErrorCode.BAD_ARGUMENTS, bench.error(new Request.DeleteContainer("x")));
    assertEquals(ErrorCode.BAD_ARGUMENTS, bench.error(new Request.DeleteContainer("/zookeeper")));
    assertEquals(ErrorCode.NO_NODE, bench.error(new Request.DeleteContainer("/none/x")));
    assertEquals(ErrorCode.NOT_EMPTY, bench.error(new Request.DeleteContainer("/full")));
    assertEquals(ErrorCode.BAD_VERSION, bench.error(new Request.DeleteContainer("/e")));
    assertEquals(ErrorCode.OK, bench.error(new Request.DeleteContainer("/shut/a")));
  }

  private void usedContainer(String path) {
    bench.prepare(creation(OpCode.CREATE_CONTAINER, path, Acl.OPEN, 4, 0));
    bench.node(path + "/child");
    bench.prepare(new Request.Delete(path + "/child", -1));
  }

  /** Between the look at it and this there may be a minute, in which its client has come back. */
  @Test
  void theServersOwnDeletionSparesWhatIsAnotherNodeNow() {
    usedContainer("/again");
    bench.prepare(new Request.Delete("/again", -1));
    bench.prepare(creation(OpCode.CREATE_CONTAINER, "/again", Acl.OPEN, 4, 0));
    assertEquals(ErrorCode.BAD_VERSION, bench.error(new Request.DeleteContainer("/again")));
    bench.node("/plain").node("/plain/child");
    bench.prepare(new Request.Delete("/plain/child", -1));
    assertEquals(ErrorCode.BAD_VERSION, bench.error(new Request.DeleteContainer("/plain")));
  }

  @Test
  void theServersOwnDeletionSparesTtlNodesThatWereWrittenMeanwhile() {
    // Each request comes a millisecond after the one before.
    bench.prepare(creation(OpCode.CREATE_TTL, "/t", Acl.OPEN, 5, 2));
    bench.node("/a");
    bench.prepare(new Request.SetData("/t", null, -1));
    bench.node("/b");
    assertEquals(ErrorCode.BAD_VERSION, bench.error(new Request.DeleteContainer("/t")));
    assertEquals(ErrorCode.OK, bench.error(new Request.DeleteContainer("/t")));
  }

  @Test
  void theServersOwnDeletionTakesContainersThatWereNeverUsedWhenTheyAreOldEnough() {
    PrepBench patient =
        new PrepBench(
            new PrepSettings(true, false, true, true, true, true, true, 2, PrepBench.LARGEST));
    patient.prepare(creation(OpCode.CREATE_CONTAINER, "/c", Acl.OPEN, 4, 0));
    patient.node("/a");
    assertEquals(ErrorCode.BAD_VERSION, patient.error(new Request.DeleteContainer("/c")));
    assertEquals(ErrorCode.OK, patient.error(new Request.DeleteContainer("/c")));
  }

  @Test
  void reconfigIsDisabledUnlessItIsEnabledAndThenNotForOneServer() {
    Request reconfig = new Request.Reconfig("server.2=a:1:2", null, null, -1);
    assertEquals(ErrorCode.RECONFIG_DISABLED, new PrepBench(PLAIN).error(reconfig));
    assertEquals(ErrorCode.UNIMPLEMENTED, bench.error(reconfig));
  }

  @Test
  void whatCouldNotBeReadIsRefusedAndReadsAreNoWrites() {
    assertEquals(
        ErrorCode.MARSHALLING_ERROR,
        bench.error(new Request.Malformed(OpCode.CREATE, "cut short")));
    assertThrows(
        IllegalArgumentException.class, () -> bench.prepare(new Request.GetData("/", false)));
  }

  // ---- identities

  /** A txn that the log cannot take would be the end of the leader, and of the next. */
  @Test
  void theShorthandAuthDoesNotMakeATxnOfAnySize() {
    String[] many = new String[60];
    for (int i = 0; i < many.length; i++) {
      many[i] = "user" + i + ":" + "x".repeat(60);
    }
    bench.as(PrepBench.SESSION, many);
    List<Acl> mine = List.of(new Acl(Perms.ALL, "auth", ""));
    List<Request> parts = new ArrayList<>();
    for (int i = 0; i < 20_000; i++) {
      parts.add(creation(OpCode.CREATE, "/n" + i, mine, 0, 0));
    }

    Txn.Multi some = assertInstanceOf(Txn.Multi.class, multi(parts.subList(0, 300)));
    Txn.Multi all = assertInstanceOf(Txn.Multi.class, multi(parts.subList(300, 20_000)));

    assertFalse(some.failed());
    assertTrue(all.failed());
    assertTrue(all.parts().contains(new Txn.Failed(ErrorCode.MARSHALLING_ERROR.code())));
    assertNull(bench.pending.find("/n300"));
    assertEquals(ErrorCode.OK, bench.error(creation(OpCode.CREATE, "/n300", mine, 0, 0)));
    bench.applyAll();
  }

  private Txn multi(List<Request> parts) {
    return bench.prepare(new Request.Multi(List.copyOf(parts)));
  }

  /** Less than the longest list, and more than those take who apply it. */
  @Test
  void norDoesItInAMultiOfOne() {
    bench.as(PrepBench.SESSION, "x".repeat(4000) + ":y");
    List<Acl> mine = new ArrayList<>();
    for (int perms = 0; perms < 1_000; perms++) {
      mine.add(new Acl(perms, "auth", ""));
    }

    Txn.Multi refused =
        assertInstanceOf(
            Txn.Multi.class,
            multi(
                List.of(
                    creation(OpCode.CREATE, "/first", Acl.OPEN, 0, 0),
                    creation(OpCode.CREATE, "/b", mine, 0, 0))));

    assertEquals(
        List.of(new Txn.Failed(0), new Txn.Failed(ErrorCode.MARSHALLING_ERROR.code())),
        refused.parts());
    assertNull(bench.pending.find("/first"));
    assertNull(bench.pending.find("/b"));
    bench.applyAll();
  }

  /** Each such byte is three when it is written again. */
  @Test
  void norDoIdsOfBytesThatAreNoText() {
    bench.node("/a");
    List<Acl> strange = List.of(new Acl(Perms.ALL, "digest", "a:" + "\uFFFD".repeat(900_000)));
    assertEquals(
        ErrorCode.MARSHALLING_ERROR, bench.error(creation(OpCode.CREATE, "/b", strange, 0, 0)));
    assertEquals(ErrorCode.MARSHALLING_ERROR, bench.error(new Request.SetAcl("/a", strange, -1)));
    assertNull(bench.pending.find("/b"));
    bench.applyAll();
  }

  /** As long as a frame may be: what is a letter in Athens takes two bytes in both. */
  @Test
  void anIdOfAnyLengthThatAFrameHasIsStored() {
    List<Acl> latin = List.of(new Acl(Perms.ALL, "digest", "a:" + "x".repeat(1_000_000)));
    List<Acl> greek = List.of(new Acl(Perms.ALL, "digest", "a:" + "\u03b1".repeat(500_000)));
    List<Acl> strange = List.of(new Acl(Perms.ALL, "digest", "a:" + "\uFFFD".repeat(600_000)));
    assertEquals(ErrorCode.OK, bench.error(creation(OpCode.CREATE, "/latin", latin, 0, 0)));
    assertEquals(ErrorCode.OK, bench.error(creation(OpCode.CREATE, "/greek", greek, 0, 0)));
    assertEquals(ErrorCode.OK, bench.error(creation(OpCode.CREATE, "/strange", strange, 0, 0)));
    bench.applyAll();
    assertEquals(strange, bench.tree.find("/strange").acl());
  }

  @Test
  void norDoesItInOneAcl() {
    bench.as(PrepBench.SESSION, "x".repeat(4000) + ":y").node("/a");
    List<Acl> mine = new ArrayList<>();
    for (int perms = 0; perms < 16_000; perms++) {
      mine.add(new Acl(perms, "auth", ""));
    }

    assertEquals(
        ErrorCode.MARSHALLING_ERROR, bench.error(creation(OpCode.CREATE, "/b", mine, 0, 0)));
    assertNull(bench.pending.find("/b"));
    assertEquals(ErrorCode.MARSHALLING_ERROR, bench.error(new Request.SetAcl("/a", mine, -1)));
    bench.applyAll();
    assertEquals(Acl.OPEN, bench.tree.find("/a").acl());
  }

  @Test
  void theShorthandAuthIsStoredAsTheOneWhoAsks() {
    bench.as(PrepBench.SESSION, "anne:x");
    bench.node("/annes", "", List.of(new Acl(Perms.ALL, "auth", "")));
    assertEquals(ErrorCode.OK, bench.error(new Request.SetData("/annes", null, -1)));
    bench.as(PrepBench.SESSION, "bob:x");
    assertEquals(ErrorCode.NO_AUTH, bench.error(new Request.SetData("/annes", null, -1)));
    bench.applyAll();
    assertEquals(List.of(new Acl(Perms.ALL, "digest", "anne:x")), bench.tree.find("/annes").acl());
  }

  // ---- multi

  @Test
  void theSubOpsOfAMultiSeeEachOther() {
    Txn.Multi multi =
        assertInstanceOf(
            Txn.Multi.class,
            bench.prepare(
                new Request.Multi(
                    List.of(
                        PrepBench.create("/m", 0),
                        new Request.SetData("/m", PrepBench.bytes("x"), 0),
                        new Request.Check("/m", 1),
                        PrepBench.create("/m/s-", 2),
                        PrepBench.create("/m/s-", 2),
                        new Request.Delete("/m/s-0000000000", 0)))));
    assertTrue(!multi.failed());
    assertEquals("/m/s-0000000001", created(multi.parts().get(4)).path());
    bench.applyAll();
    assertEquals(1, bench.tree.find("/m").numChildren());
  }

  @Test
  void aFailedMultiLeavesNothingPendingAndConsumesNoNumber() {
    bench.node("/m").node("/m/kept");
    long digest = bench.pending.digest();
    Txn.Multi multi =
        assertInstanceOf(
            Txn.Multi.class,
            bench.prepare(
                new Request.Multi(
                    List.of(
                        PrepBench.create("/m/s-", 2),
                        new Request.Delete("/m/kept", -1),
                        new Request.SetData("/none", null, -1),
                        PrepBench.create("/late", 0)))));
    assertEquals(
        List.of(
            new Txn.Failed(ErrorCode.OK.code()),
            new Txn.Failed(ErrorCode.OK.code()),
            new Txn.Failed(ErrorCode.NO_NODE.code()),
            new Txn.Failed(ErrorCode.RUNTIME_INCONSISTENCY.code())),
        multi.parts());
    assertEquals(digest, bench.pending.digest());
    assertNull(bench.pending.find("/m/s-0000000001"));
    assertNotNull(bench.pending.find("/m/kept"));
    assertEquals("/m/s-0000000001", created(bench.prepare(PrepBench.create("/m/s-", 2))).path());
    bench.applyAll();
  }

  @Test
  void anEmptyMultiIsFine() {
    assertEquals(new Txn.Multi(List.of()), bench.prepare(new Request.Multi(List.of())));
    bench.applyAll();
  }

  // ---- sessions

  @Test
  void closingListsEphemeralsInFlightAndLeavesOutThoseThatAreGone() {
    bench.node("/d");
    bench.prepare(PrepBench.create("/d/committed", 1));
    bench.prepare(PrepBench.create("/d/deleted", 1));
    bench.applyAll();
    bench.prepare(new Request.Delete("/d/deleted", -1));
    bench.prepare(PrepBench.create("/d/pending", 1));
    bench.as(99).prepare(PrepBench.create("/d/others", 1));
    bench.as(PrepBench.SESSION);
    Txn.CloseSession close =
        assertInstanceOf(Txn.CloseSession.class, bench.prepare(new Request.CloseSession()));
    assertEquals(Set.of("/d/committed", "/d/pending"), new TreeSet<>(close.ephemerals()));
    assertNull(bench.pending.find("/d/pending"));
    assertEquals(1, bench.pending.find("/d").numChildren());
    bench.applyAll();
    assertNull(bench.tree.find("/d/committed"));
    assertNotNull(bench.tree.find("/d/others"));
  }

  @Test
  void closingListsNothingWhenLogsAreToStayReadableForOldServers() {
    PrepBench old = new PrepBench(PLAIN);
    old.prepare(PrepBench.create("/e", 1));
    assertEquals(new Txn.CloseSession(null), old.prepare(new Request.CloseSession()));
    old.applyAll();
    assertNull(old.tree.find("/e"));
  }

  @Test
  void openingASessionCarriesItsTimeout() {
    assertEquals(new Txn.CreateSession(5000), bench.prepare(new Request.CreateSession(5000)));
  }
}
