package io.vivarium.kernel.pipeline;

import static io.vivarium.kernel.pipeline.StageBench.creation;
import static io.vivarium.kernel.pipeline.StageBench.opening;
import static io.vivarium.kernel.pipeline.StageBench.proposal;
import static io.vivarium.kernel.pipeline.StageBench.resuming;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vivarium.kernel.session.Session;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Sessions that exist come back through new connections. */
class AttachmentsTest {
  private static final long ID = 0x0300_0000_0000_0001L;

  private final StageBench bench = new StageBench();
  private final Attachments attachments = bench.attachments;
  private final FakeClient before = new FakeClient();
  private final FakeClient client = new FakeClient();

  @Test
  void thePrimaryAttachesAtOnceWithTheNewTimeoutAndAFreshStart() {
    Session session = bench.session(ID, before);
    session.timeoutMs(4_000);
    bench.time.pass(3_000);
    attachments.attach(resuming(client, ID), Role.PRIMARY);
    assertEquals(List.of("welcome"), client.story());
    assertTrue(session.attachedTo(client));
    assertNotNull(before.dropped);
    assertEquals(StageBench.TIMEOUT, session.timeoutMs());
    assertEquals(bench.time.monotonicNanos(), session.lastHeardNanos());
  }

  @Test
  void thePrimaryKnowsWhatIsOver() {
    attachments.attach(resuming(client, ID), Role.PRIMARY);
    bench.session(ID, before).markClosing();
    FakeClient second = new FakeClient();
    attachments.attach(resuming(second, ID), Role.PRIMARY);
    assertEquals(List.of("refused"), client.story());
    assertEquals(List.of("refused"), second.story());
  }

  @Test
  void aStrangerIsRefusedAndTheOwnerLosesItsConnectionAllTheSame() {
    Session session = bench.session(ID, before);
    attachments.attach(opening(client, ID, new byte[16]), Role.PRIMARY);
    assertEquals(List.of("refused"), client.story());
    assertNotNull(before.dropped, "as in ZooKeeper");
    assertTrue(session.attachedTo(before));
  }

  @Test
  void aReplicaAsksAndTheAnswersGoToWhoAskedFirst() {
    bench.session(ID, before);
    FakeClient second = new FakeClient();
    attachments.attach(resuming(client, ID), Role.REPLICA);
    attachments.attach(resuming(second, ID), Role.REPLICA);
    assertEquals(List.of(ID, ID), bench.engine.asked);
    assertEquals(2, attachments.waiting());
    assertEquals(List.of(), client.story());
    attachments.answered(ID, false);
    assertEquals(1, attachments.waiting());
    assertEquals(List.of("refused"), client.story());
    assertEquals(List.of(), second.story());
    attachments.answered(ID, true);
    assertEquals(List.of("welcome"), second.story());
  }

  @Test
  void whatThePrimaryAllowsAndThisServerIsToHearOfDropsTheClientOnly() {
    attachments.attach(resuming(client, ID), Role.REPLICA);
    attachments.answered(ID, true);
    assertEquals(List.of(), client.story());
    assertNotNull(client.dropped);
  }

  @Test
  void anAnswerThatNobodyAskedForIsAFaultOfTheEngine() {
    assertThrows(IllegalStateException.class, () -> attachments.answered(ID, true));
    attachments.attach(resuming(client, ID), Role.REPLICA);
    attachments.answered(ID, false);
    assertThrows(IllegalStateException.class, () -> attachments.answered(ID, false));
  }

  @Test
  void withTheRoleGoesWhoWaitsForAnAnswer() {
    attachments.attach(resuming(client, ID), Role.REPLICA);
    assertEquals(1, attachments.waiting());
    attachments.forget();
    assertEquals(0, attachments.waiting());
    assertNotNull(client.dropped);
    assertThrows(IllegalStateException.class, () -> attachments.answered(ID, true));
  }

  @ParameterizedTest
  @EnumSource(
      value = Role.class,
      names = {"READER", "NONE"})
  void withoutAPrimaryNobodySaysThatASessionIsOver(Role role) {
    bench.session(ID, before);
    attachments.attach(resuming(client, ID), role);
    assertEquals(List.of(), client.story());
    assertNotNull(client.dropped);
  }

  @ParameterizedTest
  @EnumSource(
      value = Role.class,
      names = {"PRIMARY", "REPLICA", "READER"})
  void aLocalSessionIsResumedHereInAnyRole(Role role) {
    bench.locals.open(opening(before), false);
    long id = Objects.requireNonNull(before.session()).id();
    attachments.attach(resuming(client, id), role);
    assertEquals(List.of(role == Role.READER ? "welcome to read" : "welcome"), client.story());
    assertEquals(List.of(), bench.engine.asked);
    assertNotNull(before.dropped);
  }

  /** Its first read must see what it wrote through the connection before. */
  @Test
  void aSessionIsWelcomedBehindWhatItHasInFlight() {
    Session session = bench.session(ID, before);
    bench.commits.await(new InFlight.Forwarded(bench.request(before, session, 7, creation("/a"))));
    attachments.attach(resuming(client, ID), Role.PRIMARY);
    assertEquals(List.of(), client.story());
    bench.commits.deliver(proposal(ID, 7, 5, StageBench.created("/a", 1)));
    assertEquals(List.of("welcome"), client.story());
    assertEquals(5, client.lastZxid(), "what it is shown is no older");
  }

  @Test
  void whoComesBackThroughTheSameConnectionIsNotDropped() {
    bench.session(ID, client);
    attachments.attach(resuming(client, ID), Role.PRIMARY);
    assertNull(client.dropped);
    assertEquals(List.of("welcome"), client.story());
  }
}
