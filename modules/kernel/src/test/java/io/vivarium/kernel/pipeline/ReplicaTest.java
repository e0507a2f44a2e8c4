package io.vivarium.kernel.pipeline;

import static io.vivarium.kernel.pipeline.PipelineRig.persistent;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vivarium.kernel.session.Session;
import io.vivarium.model.Acl;
import io.vivarium.model.ErrorCode;
import io.vivarium.model.OpCode;
import io.vivarium.model.Request;
import io.vivarium.model.Txn;
import io.vivarium.spi.consensus.ForwardedRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** A server that sends writes to a primary elsewhere, and knows their outcome again. */
class ReplicaTest {
  private static final Txn CREATED =
      new Txn.Create(OpCode.CREATE, "/a", new byte[0], Acl.OPEN, false, 1, 0);

  private final PipelineRig rig = new PipelineRig().follow(4);

  private FakeClient connected() {
    FakeClient client = rig.opening();
    rig.answerForwarded(new Txn.CreateSession(10_000));
    return client;
  }

  private static long id(FakeClient client) {
    return Objects.requireNonNull(client.session()).id();
  }

  @Test
  void aNewSessionIsAskedOfThePrimaryUnderAnIdOfThisServer() {
    FakeClient client = rig.opening();
    ForwardedRequest asked = rig.engine.forwarded.getFirst();
    assertEquals(OpCode.CREATE_SESSION.code(), asked.opCode());
    assertEquals(0, asked.cxid());
    assertEquals(3, asked.sessionId() >>> 56);
    assertEquals(10_000, asked.body().duplicate().getInt());
    rig.answerForwarded(new Txn.CreateSession(10_000));
    assertEquals(List.of("welcome"), client.story());
    assertEquals(asked.sessionId(), id(client));
  }

  /** Before it nothing may be written: what the log holds may have to be forgotten. */
  @Test
  void whatALongReplayCallsForIsWrittenWithTheFirstRole() {
    PipelineRig restarted = new PipelineRig();
    restarted.snapshots.replayed(1_000_000);
    assertEquals(0, restarted.snapshotsWritten);
    restarted.follow(4);
    assertEquals(1, restarted.snapshotsWritten);
    restarted.look().follow(5);
    assertEquals(1, restarted.snapshotsWritten);
  }

  @Test
  void aWriteIsAnsweredByTheTxnOfItsSessionAndNumber() {
    FakeClient client = connected();
    rig.ask(client, 5, persistent("/a"));
    rig.committed(id(client) + 1, 5, CREATED);
    assertEquals(List.of("welcome"), client.story());
    rig.committed(id(client), 5, new Txn.Failed(ErrorCode.NODE_EXISTS.code()));
    assertEquals(List.of("welcome", "5 NODE_EXISTS"), client.story());
  }

  @Test
  void aReadWaitsForTheWriteBeforeIt() {
    FakeClient client = connected();
    rig.ask(client, 5, persistent("/a"));
    rig.ask(client, 6, new Request.Exists("/a", false));
    rig.answerForwarded(CREATED);
    assertEquals(List.of("welcome", "5 OK", "6 OK"), client.story());
  }

  @Test
  void whatCannotBeReadIsNotSentOn() {
    FakeClient client = connected();
    rig.ask(client, 5, new Request.Malformed(OpCode.CREATE, "no path"));
    assertEquals(List.of(), rig.engine.forwarded);
    assertEquals(List.of("welcome", "5 MARSHALLING_ERROR"), client.story());
  }

  @Test
  void aClientWhoseSessionMovedLosesItsConnectionWithoutAnAnswer() {
    FakeClient client = connected();
    rig.ask(client, 5, persistent("/a"));
    rig.answerForwarded(new Txn.Failed(ErrorCode.SESSION_MOVED.code()));
    assertEquals(List.of("welcome"), client.story());
    assertNotNull(client.dropped);
  }

  @Test
  void soDoesOneWhoseMultiFoundIt() {
    FakeClient client = connected();
    rig.ask(client, 5, new Request.Multi(List.of(persistent("/a"), persistent("/b"))));
    rig.answerForwarded(
        new Txn.Multi(
            List.of(
                new Txn.Failed(ErrorCode.SESSION_MOVED.code()),
                new Txn.Failed(ErrorCode.RUNTIME_INCONSISTENCY.code()))));
    assertEquals(List.of("welcome"), client.story());
    assertNotNull(client.dropped);
  }

  @Test
  void aSessionThatEndsTakesItsConnectionAndWhatItWaitsFor() {
    FakeClient client = connected();
    long session = id(client);
    rig.ask(client, 5, persistent("/a"));
    rig.committed(session, 0, new Txn.CloseSession(List.of()));
    assertNotNull(client.dropped);
    rig.committed(session, 5, new Txn.Failed(ErrorCode.SESSION_EXPIRED.code()));
    assertEquals(List.of("welcome"), client.story());
    assertEquals(List.of(), rig.failures);
  }

  @Test
  void thePrimaryIsAskedWhetherASessionMayBeAttached() {
    long session = 0x0500_0000_0000_0001L;
    rig.committed(session, 0, new Txn.CreateSession(8000));
    FakeClient client = rig.resuming(session);
    assertEquals(List.of(session), rig.engine.asked);
    assertEquals(List.of(), client.story());
    rig.turn(host -> host.sessions().revalidated(session, true));
    assertEquals(List.of("welcome"), client.story());
    Session attached = Objects.requireNonNull(rig.sessions.find(session));
    assertEquals(10_000, attached.timeoutMs());
    assertTrue(attached.attachedTo(client));
  }

  @Test
  void whatThePrimaryDoesNotAllowIsRefused() {
    FakeClient client = rig.resuming(0x0500_0000_0000_0001L);
    rig.turn(host -> host.sessions().revalidated(0x0500_0000_0000_0001L, false));
    assertEquals(List.of("refused"), client.story());
  }

  @Test
  void aSessionThatThisServerIsStillToHearOfIsNotCalledOver() {
    FakeClient client = rig.resuming(0x0500_0000_0000_0001L);
    rig.turn(host -> host.sessions().revalidated(0x0500_0000_0000_0001L, true));
    assertEquals(List.of(), client.story());
    assertNotNull(client.dropped);
  }

  @Test
  void aWrongPasswordIsNoQuestionForThePrimary() {
    FakeClient client = rig.opening(0x0500_0000_0000_0001L, new byte[16]);
    assertEquals(List.of("refused"), client.story());
    assertEquals(List.of(), rig.engine.asked);
  }

  @Test
  void answersAboutASessionGoToThoseWhoAskedInTheirOrder() {
    long session = 0x0500_0000_0000_0001L;
    rig.committed(session, 0, new Txn.CreateSession(8000));
    FakeClient first = rig.resuming(session);
    FakeClient second = rig.resuming(session);
    rig.turn(
        host -> {
          host.sessions().revalidated(session, true);
          host.sessions().revalidated(session, true);
        });
    assertNotNull(first.dropped, "the session has moved on to the second");
    assertEquals(List.of("welcome"), second.story());
    assertNull(second.dropped);
  }

  @Test
  void nobodyWaitsForAnAnswerOfARoleThatHasEnded() {
    FakeClient client = rig.resuming(0x0500_0000_0000_0001L);
    rig.look();
    assertNotNull(client.dropped);
    rig.follow(5);
    rig.engine.then(host -> host.sessions().revalidated(0x0500_0000_0000_0001L, true));
    assertThrows(AssertionError.class, rig::settle);
  }

  @Test
  void sessionsWithSignsOfLifeAreHandedOver() {
    FakeClient reading = connected();
    FakeClient silent = connected();
    drain();
    Objects.requireNonNull(reading.session()).touch(rig.time.monotonicNanos());
    assertEquals(List.of(id(reading)), drain());
    assertEquals(List.of(), drain(), "told once");
    Objects.requireNonNull(silent.session()).touch(rig.time.monotonicNanos());
    assertEquals(List.of(id(silent)), drain());
  }

  /** A connection notes the time at which its batch began, and does so when it has ended. */
  @Test
  void aSignOfLifeThatIsNotedLateIsNotLost() {
    FakeClient reading = connected();
    drain();
    long batchBegan = rig.time.monotonicNanos();
    rig.time.pass(1000);
    assertEquals(List.of(), drain());
    Objects.requireNonNull(reading.session()).touch(batchBegan);
    assertEquals(List.of(id(reading)), drain());
  }

  @Test
  void aNewRoleIsToldOfAllSessionsOfItsClientsAtFirst() {
    connected();
    drain();
    rig.look();
    rig.follow(5);
    FakeClient client = connected();
    assertEquals(List.of(id(client)), drain());
    assertEquals(List.of(), drain());
  }

  private List<Long> drain() {
    List<Long> touched = new ArrayList<>();
    rig.turn(host -> host.sessions().drainTouched((session, timeout) -> touched.add(session)));
    return touched;
  }

  @Test
  void aSessionOfAnotherServerIsNotThisServersToReport() {
    rig.committed(0x0500_0000_0000_0001L, 0, new Txn.CreateSession(8000));
    assertEquals(List.of(), drain());
  }
}
