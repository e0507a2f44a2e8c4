package io.vivarium.zab;

import io.vivarium.model.OpCode;
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
  private final TxnStream stream;
  private final boolean observing;
  private final Deque<Long> syncs = new ArrayDeque<>();

  /** Zxids that are logged and not acknowledged. */
  private final Deque<Long> unacked = new ArrayDeque<>();

  Following(Self self, long link, TxnStream stream, boolean observing) {
    this.self = self;
    this.link = link;
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
      case Revalidated(long sessionId, boolean valid) ->
          self.host().sessions().revalidated(sessionId, valid);
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
    Long ticket = syncs.pollFirst();
    if (ticket == null) {
      self.leave("the leader answered a sync that nobody asked for");
      return;
    }
    self.host().delivery().synced(ticket);
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
    syncs.addLast(ticket);
    // The answer is paired by order, so it does not matter whose session asks.
    self.links().send(link, new Request(0, 0, OpCode.SYNC.code(), java.util.List.of(), ROOT_PATH));
  }

  void revalidate(long sessionId, int timeout) {
    self.links().send(link, new Revalidate(sessionId, timeout));
  }

  // ---- observers

  boolean accept(long accepted, long now) {
    return false;
  }

  void receivedFromObserver(long from, QuorumMessage message, long now) {}

  void linkClosed(long closed, String reason) {}

  long poll(long now) {
    return Long.MAX_VALUE;
  }

  void end(String reason) {}
}
