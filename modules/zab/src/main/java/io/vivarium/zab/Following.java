package io.vivarium.zab;

import io.vivarium.model.OpCode;
import io.vivarium.model.ensemble.Membership.Member;
import io.vivarium.spi.consensus.ForwardedRequest;
import io.vivarium.spi.consensus.Proposal;
import io.vivarium.zab.message.QuorumMessage;
import io.vivarium.zab.message.QuorumMessage.Ack;
import io.vivarium.zab.message.QuorumMessage.Commit;
import io.vivarium.zab.message.QuorumMessage.CommitAndActivate;
import io.vivarium.zab.message.QuorumMessage.Inform;
import io.vivarium.zab.message.QuorumMessage.InformAndActivate;
import io.vivarium.zab.message.QuorumMessage.Ping;
import io.vivarium.zab.message.QuorumMessage.Pong;
import io.vivarium.zab.message.QuorumMessage.Propose;
import io.vivarium.zab.message.QuorumMessage.Request;
import io.vivarium.zab.message.QuorumMessage.Revalidate;
import io.vivarium.zab.message.QuorumMessage.Revalidated;
import io.vivarium.zab.message.QuorumMessage.Sync;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A learner that is in sync and serves clients. A follower logs what is proposed and acknowledges what is on disk, in order; an observer
 * is told of what is committed. Invariants: an ack is sent for what is durable only; syncs are answered in the order asked.
 */
final class Following {
  /** What SYNC is asked with: a path, which nobody looks at. */
  private static final ByteBuffer ROOT_PATH =
      ByteBuffer.allocate(5).putInt(1).put((byte) '/').flip().asReadOnlyBuffer();

  private final Self self;
  private final long link;
  private final long epoch;
  private final TxnStream stream;
  private final boolean observing;
  private final Deque<Asked> syncs = new ArrayDeque<>();

  /** Observers that asked for a session, in the order asked; 0 for this server. */
  private final Map<Long, Deque<Long>> revalidations = new HashMap<>();

  private @Nullable ObserverMaster master;

  /** Zxids that are logged and not acknowledged. */
  private final Deque<Long> unacked = new ArrayDeque<>();

  /**
   * Who waits for a sync.
   *
   * @param observer link of an observer; 0 for this server
   * @param ticket this server's ticket
   */
  private record Asked(long observer, long ticket) {}

  Following(Self self, long link, long epoch, TxnStream stream, boolean observing) {
    this.self = self;
    this.link = link;
    this.epoch = epoch;
    this.stream = stream;
    this.observing = observing;
  }

  /** Begins: what was proposed during synchronisation and is not committed is acknowledged now. */
  void begin(long now) {
    if (observing) {
      return;
    }
    for (Proposal proposal : self.history().tail()) {
      unacked.addLast(proposal.zxid());
    }
    persisted();
    serveObservers(now);
  }

  private void serveObservers(long now) {
    Member me = self.memberships().me();
    if (self.settings().ensemble().options().observerMasterPort() == 0 || me == null) {
      return;
    }
    ObserverMaster begun = new ObserverMaster(self, epoch, new ToLeader());
    master = begun;
    stream.tell(begun::committed);
    begun.begin(me, now);
  }

  /** The log got further. */
  void persisted() {
    long durable = self.history().persisted();
    for (Long next = unacked.peekFirst();
        next != null && next <= durable;
        next = unacked.peekFirst()) {
      self.links().send(link, new Ack(unacked.removeFirst()));
    }
  }

  void received(QuorumMessage message, long now) {
    switch (message) {
      case Propose(long zxid, ByteBuffer txn) -> proposed(zxid, txn);
      case Commit(long zxid) -> {
        if (!observing) {
          stream.commit(zxid);
        }
      }
      case CommitAndActivate(long zxid, long designated) -> {
        if (!observing) {
          stream.activate(zxid, designated);
        }
      }
      case Inform(long zxid, ByteBuffer txn) -> stream.inform(zxid, txn);
      case InformAndActivate(long zxid, long designated, ByteBuffer txn) -> {
        if (stream.propose(zxid, txn)) {
          stream.activate(zxid, designated);
        }
      }
      case Ping(long zxid) -> pong(zxid);
      case Sync _ -> synced();
      case Revalidated(long sessionId, boolean valid) -> revalidated(sessionId, valid);
      case QuorumMessage.LearnerInfo _,
          QuorumMessage.LeaderInfo _,
          QuorumMessage.AckEpoch _,
          QuorumMessage.Diff _,
          QuorumMessage.Trunc _,
          QuorumMessage.Snap _,
          QuorumMessage.NewLeader _,
          QuorumMessage.UpToDate _,
          Ack _,
          Request _,
          Revalidate _,
          Pong _ ->
          self.leave("the leader sent " + message.getClass().getSimpleName() + " in mid-broadcast");
    }
  }

  private void proposed(long zxid, ByteBuffer txn) {
    // What an observer is not told as committed is none of its business.
    if (!observing && stream.propose(zxid, txn)) {
      unacked.addLast(zxid);
    }
  }

  private void pong(long zxid) {
    Touched touched = new Touched();
    self.host().sessions().drainTouched(touched::add);
    if (master != null) {
      master.drainTouched(touched::add);
    }
    self.links().send(link, touched.pong(zxid));
  }

  /** The sessions heard of since the last ping. */
  private static final class Touched {
    private long[] ids = new long[16];
    private int[] timeouts = new int[16];
    private int count;

    void add(long sessionId, int timeout) {
      if (count == ids.length) {
        ids = Arrays.copyOf(ids, 2 * count);
        timeouts = Arrays.copyOf(timeouts, 2 * count);
      }
      ids[count] = sessionId;
      timeouts[count++] = timeout;
    }

    Pong pong(long zxid) {
      return new Pong(zxid, Arrays.copyOf(ids, count), Arrays.copyOf(timeouts, count));
    }
  }

  private void synced() {
    Asked oldest = syncs.pollFirst();
    if (oldest == null) {
      self.leave("the leader answered a sync that nobody asked for");
    } else if (oldest.observer() == 0) {
      self.host().delivery().synced(oldest.ticket());
    } else if (master != null) {
      master.answer(oldest.observer(), new Sync());
    }
  }

  private void revalidated(long sessionId, boolean valid) {
    Deque<Long> asked = revalidations.get(sessionId);
    Long observer = asked == null ? null : asked.pollFirst();
    if (asked == null || observer == null) {
      self.leave("the leader answered for session " + sessionId + ", which nobody asked for");
      return;
    }
    if (asked.isEmpty()) {
      revalidations.remove(sessionId);
    }
    if (observer == 0) {
      self.host().sessions().revalidated(sessionId, valid);
    } else if (master != null) {
      master.answer(observer, new Revalidated(sessionId, valid));
    }
  }

  // ---- what clients want of the leader

  void forward(ForwardedRequest request) {
    self.links()
        .send(
            link,
            new Request(
                request.sessionId(),
                request.cxid(),
                request.opCode(),
                request.authIds(),
                request.body()));
  }

  void sync(long ticket) {
    sync(new Asked(0, ticket));
  }

  private void sync(Asked asked) {
    syncs.addLast(asked);
    // The answer is paired by order, so it does not matter whose session asks.
    self.links().send(link, new Request(0, 0, OpCode.SYNC.code(), List.of(), ROOT_PATH));
  }

  void revalidate(long sessionId, int timeout) {
    revalidate(new Revalidate(sessionId, timeout), 0);
  }

  private void revalidate(Revalidate asked, long observer) {
    revalidations.computeIfAbsent(asked.sessionId(), id -> new ArrayDeque<>()).addLast(observer);
    self.links().send(link, asked);
  }

  /** What observers ask goes the same way as what this server's clients ask. */
  private final class ToLeader implements ObserverMaster.Upstream {
    @Override
    public void forward(Request request) {
      self.links().send(link, request);
    }

    @Override
    public void sync(long observerLink) {
      Following.this.sync(new Asked(observerLink, 0));
    }

    @Override
    public void revalidate(Revalidate asked, long observerLink) {
      Following.this.revalidate(asked, observerLink);
    }
  }

  // ---- observers

  /** An observer connected; false when none are served. */
  boolean accept(long accepted, long now) {
    if (master == null) {
      return false;
    }
    master.accepted(accepted, now);
    return true;
  }

  void receivedFromObserver(long from, QuorumMessage message, long now) {
    if (master != null) {
      master.received(from, message, now);
    }
  }

  void linkClosed(long closed, String reason) {
    if (master != null) {
      master.closed(closed, reason);
    }
  }

  long poll(long now) {
    return master == null ? Long.MAX_VALUE : master.poll(now);
  }

  int observers() {
    return master == null ? 0 : master.peers();
  }

  void end(String reason) {
    if (master != null) {
      master.end(reason);
    }
  }
}
