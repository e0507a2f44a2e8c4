package io.vivarium.kernel.pipeline;

import io.vivarium.kernel.pipeline.PipelineInput.Opening;
import io.vivarium.kernel.session.Session;
import io.vivarium.kernel.session.SessionTracker;
import io.vivarium.model.ConnectRequest;
import io.vivarium.model.SessionPassword;
import io.vivarium.spi.TimeSource;
import io.vivarium.spi.consensus.Consensus;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Attaches sessions that exist to new connections: at once on the primary, with the primary's leave elsewhere, as it alone knows
 * whether a session is about to end. Pipeline's thread.
 */
final class Attachments {
  private final SessionTracker tracker;
  private final LocalSessions locals;
  private final CommitStage commits;
  private final Consensus consensus;
  private final LongSupplier lastZxid;
  private final TimeSource time;

  /** Who waits for the primary's word, by session in the order asked. */
  private final Map<Long, ArrayDeque<Opening>> asked = new HashMap<>();

  /** How many those are; read by whoever asks. */
  private volatile int waiting;

  Attachments(
      SessionTracker tracker,
      LocalSessions locals,
      CommitStage commits,
      Consensus consensus,
      LongSupplier lastZxid,
      TimeSource time) {
    this.tracker = tracker;
    this.locals = locals;
    this.commits = commits;
    this.consensus = consensus;
    this.lastZxid = lastZxid;
    this.time = time;
  }

  /** Attaches a session, or begins to find out whether it may be attached. */
  void attach(Opening opening, Role role) {
    long id = opening.request().sessionId();
    Session local = locals.find(id);
    Session known = local == null ? tracker.find(id) : local;
    if (known != null
        && known.owner() instanceof Client before
        && !known.attachedTo(opening.client())) {
      // As in ZooKeeper also when the newcomer turns out to have no right to it.
      before.drop("its session has moved to another connection");
    }
    if (!knowsPassword(opening.request())) {
      refuse(opening);
    } else if (local != null) {
      welcome(opening, local, role == Role.READER);
    } else {
      switch (role) {
        case PRIMARY -> decide(opening);
        case REPLICA -> ask(opening);
        // It may be alive for the others: not for this server to say that it is over.
        case READER, NONE -> opening.client().drop("this server cannot tell about its session");
      }
    }
  }

  private void decide(Opening opening) {
    Session session = tracker.find(opening.request().sessionId());
    if (session != null && !session.closing()) {
      welcome(opening, session, false);
    } else {
      refuse(opening);
    }
  }

  /** Sessions that wait for the primary's word. Any thread. */
  int waiting() {
    return waiting;
  }

  /** The primary may know sessions that this server is still to hear of. */
  @SuppressWarnings("NonAtomicVolatileUpdate") // one writer
  private void ask(Opening opening) {
    long id = opening.request().sessionId();
    asked.computeIfAbsent(id, _ -> new ArrayDeque<>()).add(opening);
    waiting++;
    consensus.revalidate(id, opening.timeoutMs());
  }

  /** The primary's answer to the oldest question about a session. */
  @SuppressWarnings("NonAtomicVolatileUpdate") // one writer
  void answered(long sessionId, boolean valid) {
    ArrayDeque<Opening> openings = asked.get(sessionId);
    Opening opening = openings == null ? null : openings.poll();
    if (openings == null || opening == null) {
      throw new IllegalStateException(
          "the primary answered about session 0x%x, and nobody asked".formatted(sessionId));
    }
    waiting--;
    if (openings.isEmpty()) {
      asked.remove(sessionId);
    }
    Session session = tracker.find(sessionId);
    if (valid && session == null) {
      // Created and committed, but not delivered here yet: no reason to tell the client that it is
      // over.
      opening.client().drop("this server has not heard of its session yet");
    } else if (valid && session != null) {
      welcome(opening, session, false);
    } else {
      refuse(opening);
    }
  }

  /** The role ends: nobody will answer. */
  void forget() {
    asked
        .values()
        .forEach(
            openings ->
                openings.forEach(opening -> opening.client().drop("the server lost its role")));
    asked.clear();
    waiting = 0;
  }

  private static boolean knowsPassword(ConnectRequest request) {
    byte @Nullable [] password = request.password();
    return password != null && SessionPassword.matches(request.sessionId(), password);
  }

  private void welcome(Opening opening, Session session, boolean readOnly) {
    Client client = opening.client();
    if (session.owner() instanceof Client before && !session.attachedTo(client)) {
      before.drop(
          "its session has moved to another connection"); // attached while the primary was asked
    }
    session.owner(client);
    session.timeoutMs(opening.timeoutMs());
    session.touch(time.monotonicNanos());
    if (!session.local()) {
      tracker.retimed(session);
    }
    // Behind what the session still has in flight: its first read must see that.
    commits.afterWrites(
        session, () -> client.put(new Outgoing.Welcome(session, lastZxid.getAsLong(), readOnly)));
  }

  private void refuse(Opening opening) {
    opening.client().put(new Outgoing.Welcome(null, lastZxid.getAsLong()));
  }
}
