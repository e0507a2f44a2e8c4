package io.vivarium.spi.tck.consensus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vivarium.model.ErrorCode;
import io.vivarium.model.Request;
import io.vivarium.spi.PluginException;
import io.vivarium.spi.consensus.Consensus;
import io.vivarium.spi.consensus.ConsensusProvider;
import io.vivarium.spi.consensus.ConsensusStatus;
import io.vivarium.spi.consensus.EnsembleSettings;
import io.vivarium.spi.consensus.MembershipChange;
import io.vivarium.spi.consensus.RecoveredHistory;
import io.vivarium.spi.tck.TckContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What every consensus engine must do where it is the only voter. Extend it in a test of the plugin and name the provider; an
 * engine that can have peers is configured to have none. The kernel's part is played by the test's own thread, so that every order
 * of calls is chosen and none is left to chance.
 */
public abstract class ConsensusTck {
  private @Nullable TckContext context;
  private @Nullable Consensus engine;
  private @Nullable FakeHost host;

  /** The engine under test. */
  protected abstract ConsensusProvider provider();

  /** Configuration for it, as the only voter. */
  protected Map<String, String> config() {
    return Map.of();
  }

  /** What it is told of its ensemble: itself as the only voter, or, as by default, that there is none. */
  protected EnsembleSettings ensemble() {
    return EnsembleSettings.STANDALONE;
  }

  @BeforeEach
  final void startEngine() throws PluginException {
    context = new TckContext(config());
    engine = provider().create(context);
    engine.start();
    host = new FakeHost(engine, ensemble(), new NoState(), context);
  }

  @AfterEach
  final void closeEngineAndCheckTheRules() throws InterruptedException {
    known(engine).close();
    known(engine).close();
    host().awaitTasks();
    assertEquals(List.of(), host().violations(), "rules of the thread and order contract broken");
    assertEquals(List.of(), known(context).liveThreads(), "threads left behind");
    assertEquals(List.of(), known(context).fatalErrorsReported());
  }

  @Test
  void nothingHappensBeforeTheFirstPoll() {
    host().attach(new RecoveredHistory(0, 0, true));
    assertEquals(List.of(), host().events());
  }

  @Test
  void theOnlyVoterLeadsAfterWhatRecoveryFound() {
    host().attach(new RecoveredHistory(0x17, 0x10, true));
    host().pollUntil("lead", host()::leading);
    assertEquals(List.of("lead after 17"), host().events());
  }

  @Test
  void theEpochOfARoleIsNotBelowTheOneRecovered() {
    host().attach(new RecoveredHistory(0x5_0000_0003L, 0x5_0000_0001L, true));
    host().pollUntil("lead", host()::leading);
    assertTrue(host().epoch() >= 5, "leads epoch " + host().epoch());
  }

  @Test
  void theRoleIsToldOnce() {
    lead();
    for (int i = 0; i < 10; i++) {
      host().poll();
    }
    assertEquals(List.of(), host().takeEvents());
  }

  @Test
  void aProposalIsPersistedThenDelivered() {
    lead();
    long zxid = host().propose("a");
    host().pollUntil("persist", () -> host().persistedTxns().contains("a"));
    assertEquals(List.of("persist a"), host().takeEvents());
    host().force(zxid);
    host().pollUntil("deliver", () -> host().events().contains("deliver a"));
    assertEquals(List.of("deliver a"), host().takeEvents());
  }

  @Test
  void nothingIsDeliveredThatTheLogDoesNotHave() {
    lead();
    host().propose("a");
    for (int i = 0; i < 10; i++) {
      host().poll();
    }
    assertEquals(List.of("persist a"), host().takeEvents());
  }

  @Test
  void oneForceDeliversEverythingItCoversInOrder() {
    lead();
    host().propose("a");
    host().propose("b");
    long covered = host().propose("c");
    host().propose("d");
    host().force(covered);
    host().pollUntil("deliver", () -> host().events().contains("deliver c"));
    assertEquals(
        List.of(
            "persist a",
            "persist b",
            "persist c",
            "persist d",
            "deliver a",
            "deliver b",
            "deliver c"),
        host().takeEvents());
  }

  @Test
  void aForceThatCoversNothingNewDeliversNothing() {
    lead();
    long zxid = host().propose("a");
    host().force(zxid);
    host().pollUntil("deliver", () -> host().events().contains("deliver a"));
    host().takeEvents();
    host().force(zxid);
    host().poll();
    assertEquals(List.of(), host().takeEvents());
  }

  @Test
  void aLongStreamIsDeliveredExactlyOnceInOrder() {
    lead();
    List<String> expected = new ArrayList<>();
    long[] zxids = new long[1_000];
    for (int i = 0; i < zxids.length; i++) {
      zxids[i] = host().propose("txn " + i);
      expected.add("deliver txn " + i);
      if (i % 7 == 6) {
        host().force(zxids[i - 3]); // the log lags behind by a few
      }
      if (i % 5 == 0) {
        host().poll();
      }
    }
    host().force(zxids[zxids.length - 1]);
    host().pollUntil("the last", () -> host().events().contains("deliver txn 999"));
    assertEquals(
        expected, host().events().stream().filter(event -> event.startsWith("deliver")).toList());
  }

  @Test
  void aSyncWithNothingInFlightIsAnswered() {
    lead();
    host().sync(1);
    host().pollUntil("synced", () -> host().events().contains("synced 1"));
    assertEquals(List.of("synced 1"), host().takeEvents());
  }

  @Test
  void aSyncIsAnsweredAfterWhatWasProposedBeforeIt() {
    lead();
    long first = host().propose("a");
    host().sync(1);
    long second = host().propose("b");
    host().sync(2);
    host().poll();
    assertFalse(host().events().contains("synced 1"));
    host().force(first);
    host().pollUntil("synced", () -> host().events().contains("synced 1"));
    host().force(second);
    host().pollUntil("synced", () -> host().events().contains("synced 2"));
    assertEquals(
        List.of("deliver a", "synced 1", "deliver b", "synced 2"),
        host().events().stream().filter(event -> !event.startsWith("persist")).toList());
  }

  @Test
  void aSyncIsAnsweredBeforeWhatWasProposedAfterItAlsoWhenBothAreForcedAtOnce() {
    lead();
    host().propose("a");
    host().sync(1);
    long last = host().propose("b");
    host().sync(2);
    host().force(last);
    host().pollUntil("synced", () -> host().events().contains("synced 2"));
    assertEquals(
        List.of("deliver a", "synced 1", "deliver b", "synced 2"),
        host().events().stream().filter(event -> !event.startsWith("persist")).toList());
  }

  @Test
  void everySyncIsAnsweredInOrder() {
    lead();
    List<String> expected = new ArrayList<>();
    long last = 0;
    for (int i = 0; i < 100; i++) {
      if (i % 3 == 0) {
        last = host().propose("txn " + i);
      }
      host().sync(i);
      expected.add("synced " + i);
    }
    host().force(last);
    host().pollUntil("the last", () -> host().events().contains("synced 99"));
    assertEquals(
        expected, host().events().stream().filter(event -> event.startsWith("synced")).toList());
  }

  @Test
  void theBytesProposedAreTheBytesPersisted() {
    lead();
    String large = "0123456789".repeat(20_000);
    long zxid = host().propose(large);
    host().force(zxid);
    host().pollUntil("deliver", () -> host().events().contains("deliver " + large));
    assertEquals(List.of(large), host().persistedTxns());
  }

  @Test
  void aChangeOfTheMembershipIsJudgedAndNothingElse() {
    lead();
    MembershipChange change =
        host().reconfigure(new Request.Reconfig("server.9=127.0.0.1:1:2;3", null, null, -1));
    switch (change) {
      case MembershipChange.Accepted accepted ->
          assertEquals(
              host().nextZxid(), accepted.next().version(), "the zxid that the change will have");
      case MembershipChange.Refused refused -> assertNotEquals(ErrorCode.OK, refused.code());
    }
    assertEquals(
        List.of(),
        host().takeEvents().stream().filter(event -> !event.startsWith("membership")).toList());
  }

  @Test
  void statusTellsWhoServes() {
    lead();
    ConsensusStatus status = known(engine).status();
    assertTrue(
        status.mode() == ConsensusStatus.Mode.STANDALONE
            || status.mode() == ConsensusStatus.Mode.LEADER,
        () -> "the only voter says that it is " + status.mode().text());
    assertEquals(0, status.peers());
    assertEquals(0, status.syncedFollowers() + status.syncedObservers());
  }

  @Test
  void statusMayBeAskedBeforeTheEngineIsAttached() {
    assertEquals(0, known(engine).status().peers());
  }

  @Test
  void nothingIsCalledAfterClose() {
    lead();
    host().propose("a");
    host().sync(1);
    host().takeEvents();
    known(engine).close();
    assertEquals(List.of(), host().events());
  }

  @Test
  void anEngineThatWasNeverStartedClosesToo() throws PluginException {
    provider().create(known(context)).close();
  }

  private void lead() {
    host().attach(new RecoveredHistory(0, 0, true));
    host().pollUntil("lead", host()::leading);
    host().takeEvents();
  }

  private FakeHost host() {
    return known(host);
  }

  private static <T> T known(@Nullable T value) {
    if (value == null) {
      throw new IllegalStateException("not there yet");
    }
    return value;
  }
}
