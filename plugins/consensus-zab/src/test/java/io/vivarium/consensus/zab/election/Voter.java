package io.vivarium.consensus.zab.election;

import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vivarium.consensus.zab.auth.PeerAuthentication;
import io.vivarium.model.ensemble.Membership;
import io.vivarium.spi.TimeSource;
import io.vivarium.spi.transport.Transport;
import io.vivarium.zab.election.Election;
import io.vivarium.zab.election.ElectionOutcome;
import io.vivarium.zab.election.ElectionSettings;
import io.vivarium.zab.message.ServerState;
import io.vivarium.zab.message.Vote;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** A server that votes and does nothing else, with an engine's thread of its own and the time of the machine. */
final class Voter implements ElectionOutcome {
  private static final long PATIENCE_SECONDS = 60;
  private static final long POLL_MS = 5;

  private final BlockingQueue<String> outcomes = new LinkedBlockingQueue<>();
  private final ScheduledThreadPoolExecutor engine = new ScheduledThreadPoolExecutor(1);
  private final ElectionConnections connections;
  private final Election election;
  private final long lastZxid;
  private final Future<?> polling;

  Voter(long id, long lastZxid, Membership membership, Transport network) {
    this.lastZxid = lastZxid;
    connections =
        new ElectionConnections(
            new ElectionLinkSettings(
                id, false, false, false, 5000, 5000, 60, PeerAuthentication.NONE),
            new ElectionConnections.Surroundings(
                network,
                this::inTurn,
                this::inTurn,
                TimeSource.system(),
                (reason, message, cause) -> outcomes.add(reason + " " + message)),
            (from, notification) -> election().received(from, notification, now()));
    election = new Election(ElectionSettings.usual(id, false), connections, this);
    inTurn(
        () -> {
          election.members(membership, null);
          connections.members(membership, null);
        });
    polling = engine.scheduleAtFixedRate(this::poll, POLL_MS, POLL_MS, TimeUnit.MILLISECONDS);
  }

  private Election election() {
    return election;
  }

  void begin() {
    inTurn(
        () -> {
          election.roleEnded();
          election.begin(lastZxid, 0, false, now());
        });
  }

  /** What it is now, as soon as that is decided. */
  String outcome() throws InterruptedException {
    String outcome = outcomes.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
    assertNotNull(outcome, "no outcome within a minute");
    return outcome;
  }

  private void poll() {
    election.poll(now());
    connections.poll(now());
  }

  private void inTurn(Runnable task) {
    try {
      engine.execute(task);
    } catch (RejectedExecutionException e) {
      // The server is gone; its connections report their end to nobody.
    }
  }

  private static long now() {
    return TimeSource.system().monotonicNanos();
  }

  @Override
  public void elected(ServerState state, Vote vote) {
    outcomes.add(state + " " + vote.leader());
  }

  @Override
  public void newerMembership(Membership membership) {
    throw new AssertionError("nobody knows another membership");
  }

  @Override
  public void looksAgain(long serverId) {}

  void close() throws InterruptedException {
    polling.cancel(false);
    inTurn(connections::close);
    engine.shutdown();
    assertTrue(engine.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS));
  }
}
