package io.vivarium.kernel.pipeline;

import static io.vivarium.kernel.pipeline.PipelineRig.ephemeral;
import static io.vivarium.kernel.pipeline.PipelineRig.persistent;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.vivarium.model.Acl;
import io.vivarium.model.AuthId;
import io.vivarium.model.OpCode;
import io.vivarium.model.Perms;
import io.vivarium.model.Request;
import io.vivarium.model.Txn;
import io.vivarium.spi.audit.AuditEvent;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which audit events a write makes, and what is in them. */
class WriteAuditTest {
  private static final long ELSEWHERE = 0x0500_0000_0000_0001L;

  private final PipelineRig rig = new PipelineRig().lead(4);
  private final FakeClient client = rig.connected();
  private int xid;

  private void ask(Request request, AuthId... as) {
    rig.ask(client, ++xid, request, as);
    rig.commit();
  }

  private List<String> story() {
    return rig.audit.story();
  }

  @Test
  void everyWriteIsToldWithItsOutcome() {
    ask(persistent("/a"));
    ask(persistent("/a"));
    ask(new Request.SetData("/a", new byte[0], -1));
    ask(new Request.SetData("/a", new byte[0], 17));
    ask(new Request.Delete("/a", -1));
    ask(new Request.Delete("/a", -1));
    assertEquals(
        List.of(
            "create /a PERSISTENT SUCCESS",
            "create /a PERSISTENT FAILURE",
            "setData /a SUCCESS",
            "setData /a FAILURE",
            "delete /a SUCCESS",
            "delete /a FAILURE"),
        story());
  }

  @Test
  void aSequentialNodeIsToldByTheNameItGot() {
    ask(new Request.Create(OpCode.CREATE, "/s-", new byte[0], Acl.OPEN, 2, 0));
    assertEquals(List.of("create /s-0000000000 PERSISTENT_SEQUENTIAL SUCCESS"), story());
  }

  @Test
  void readsAndSessionsAreNotTold() {
    ask(new Request.Exists("/a", false));
    ask(new Request.CloseSession());
    assertEquals(List.of(), story());
  }

  @Test
  void aMultiThatSucceedsIsToldPartByPartAndOneThatFailsAsAWhole() {
    ask(new Request.Multi(List.of(persistent("/a"), new Request.Check("/a", 0), ephemeral("/b"))));
    ask(new Request.Multi(List.of(persistent("/c"), persistent("/a"))));
    assertEquals(
        List.of(
            "create /a PERSISTENT SUCCESS",
            "create /b EPHEMERAL SUCCESS",
            "multiOperation FAILURE"),
        story());
  }

  @Test
  void theHashOfAPasswordInAnAclIsMasked() {
    ask(persistent("/a"));
    rig.audit.events.clear();
    List<Acl> acl =
        List.of(
            new Acl(Perms.READ | Perms.ADMIN, "digest", "ann:hash="),
            new Acl(Perms.ALL, "auth", ""));
    ask(new Request.SetAcl("/a", acl, -1));
    assertEquals(List.of("setAcl /a digest:ann:x:ra,auth::cdrwa FAILURE"), story());
  }

  @Test
  void ephemeralsGoInTheNameOfTheServer() {
    ask(ephemeral("/e"));
    rig.audit.events.clear();
    ask(new Request.CloseSession());
    assertEquals(List.of("ephemeralZNodeDeletionOnSessionCloseOrExpire /e SUCCESS"), story());
    AuditEvent event = rig.audit.events.getFirst();
    assertEquals(List.of("server"), event.actor().users());
    assertNull(event.actor().address());
    assertEquals(client.session().id(), event.actor().sessionId());
  }

  @Test
  void ephemeralsGoOneByOneAlsoWhenTheTxnDoesNotListThem() {
    ask(ephemeral("/e"));
    rig.audit.events.clear();
    long session = client.session().id();
    rig.follow(5);
    rig.committed(session, 0, new Txn.CloseSession(null));
    assertEquals(List.of("ephemeralZNodeDeletionOnSessionCloseOrExpire /e SUCCESS"), story());
  }

  @Test
  void anEventHasTheSessionTheAddressAndTheZxid() {
    ask(persistent("/a"), new AuthId("super", ""));
    AuditEvent event = rig.audit.events.getFirst();
    assertEquals(client.session().id(), event.actor().sessionId());
    assertEquals(client.address(), event.actor().address());
    assertEquals(List.of(), event.actor().users()); // a super user has a name by what it proved
    assertEquals(rig.tree.lastZxid(), event.zxid());
    assertEquals(rig.time.wallMillis(), event.timeMs());
  }

  @Test
  void aWriteIsToldWhereItsClientIsAndNowhereElse() {
    rig.forwarded(ELSEWHERE, 0, new Request.CreateSession(8000), 7L << 32);
    rig.commit();
    rig.forwarded(ELSEWHERE, 1, persistent("/theirs"), 7L << 32);
    rig.commit();
    assertEquals(List.of(), story());
  }

  @Test
  void aFollowerTellsWhatItsClientHadThePrimaryDo() {
    PipelineRig follower = new PipelineRig().follow(4);
    FakeClient theirs = follower.opening();
    follower.answerForwarded(new Txn.CreateSession(10_000));
    follower.ask(theirs, 1, persistent("/ours"));
    byte[] data = "/ours".getBytes(StandardCharsets.UTF_8);
    follower.answerForwarded(new Txn.Create(OpCode.CREATE, "/ours", data, Acl.OPEN, false, 1, 0));
    assertEquals(List.of("create /ours PERSISTENT SUCCESS"), follower.audit.story());
  }
}
