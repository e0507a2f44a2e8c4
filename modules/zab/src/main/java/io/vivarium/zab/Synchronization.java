package io.vivarium.zab;

import io.vivarium.model.MalformedFrameException;
import io.vivarium.model.Zxid;
import io.vivarium.model.ensemble.Membership;
import io.vivarium.model.ensemble.Membership.Member;
import io.vivarium.spi.consensus.StagedState;
import io.vivarium.zab.message.QuorumMessage;
import io.vivarium.zab.message.QuorumMessage.Ack;
import io.vivarium.zab.message.QuorumMessage.Commit;
import io.vivarium.zab.message.QuorumMessage.CommitAndActivate;
import io.vivarium.zab.message.QuorumMessage.Diff;
import io.vivarium.zab.message.QuorumMessage.Inform;
import io.vivarium.zab.message.QuorumMessage.InformAndActivate;
import io.vivarium.zab.message.QuorumMessage.NewLeader;
import io.vivarium.zab.message.QuorumMessage.Propose;
import io.vivarium.zab.message.QuorumMessage.Snap;
import io.vivarium.zab.message.QuorumMessage.Trunc;
import io.vivarium.zab.message.QuorumMessage.UpToDate;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A learner takes over its leader's history, from the first word about it to UPTODATE. Invariants: nothing is sent before NEWLEADER is
 * acknowledged; that is done when everything that was told before it is on disk, and then the epoch is; a state that was received is
 * on disk before anything is built on it.
 */
final class Synchronization {
  private static final Logger log = LoggerFactory.getLogger(Synchronization.class);

  /** What a message costs beyond its txn, in bytes. */
  private static final int OVERHEAD = 64;

  private enum Stage {
    /** How the history is told is to be said first. */
    METHOD,
    /** Log and memory are being truncated. */
    REWINDING,
    /** A state is on its way. */
    RECEIVING,
    /** The state that came is being written. */
    SECURING,
    /** Txns come. */
    TXNS,
    /** The history was told and is on its way to the disk. */
    PERSISTING,
    /** The history is on disk, which the leader knows. */
    ACKNOWLEDGED,
    /** The leader says that this server may serve. */
    DONE
  }

  private final Self self;
  private final long link;
  private final long epoch;
  private final TxnStream stream;
  private final Deque<QuorumMessage> held = new ArrayDeque<>();
  private final @Nullable Member leader;
  private long heldBytes;
  private Stage stage = Stage.METHOD;

  /** What the disk must have before NEWLEADER is acknowledged. */
  private long toPersist;

  private @Nullable Membership membership;

  /** What a defect keeps from the log. */
  private final Deque<Runnable> late = new ArrayDeque<>();

  private boolean secureAtEnd;

  Synchronization(Self self, long link, long epoch, TxnStream stream, @Nullable Member leader) {
    this.self = self;
    this.link = link;
    this.epoch = epoch;
    this.stream = stream;
    this.leader = leader;
    stream.forgetful(self.has(Defect.ZOOKEEPER_4925));
  }

  /** Whether this server may serve. */
  boolean done() {
    return stage == Stage.DONE;
  }

  /** Whether NEWLEADER was acknowledged. */
  boolean acknowledged() {
    return stage.compareTo(Stage.ACKNOWLEDGED) >= 0;
  }

  /** A message came. */
  void received(QuorumMessage message) {
    if (self.history().underWay() && stage != Stage.METHOD) {
      hold(message);
      return;
    }
    switch (stage) {
      case METHOD -> method(message);
      case REWINDING, RECEIVING, SECURING -> hold(message);
      case TXNS, PERSISTING, ACKNOWLEDGED -> told(message);
      case DONE -> throw new IllegalStateException("synchronised, and " + message + " came");
    }
  }

  // ---- how

  private void method(QuorumMessage message) {
    log.info("Leader of epoch {} tells its history: {}", epoch, message);
    if (self.history().needsStateIn(epoch)
        && (message instanceof Diff || message instanceof Trunc)) {
      self.leave("the leader was to send its state");
      return;
    }
    switch (message) {
      case Diff _ -> {
        stream.follows(self.history().logged());
        stage = Stage.TXNS;
      }
      case Trunc(long zxid) -> rewind(zxid);
      case Snap _ -> stage = Stage.RECEIVING;
      case QuorumMessage.Ping _ -> {
        // Not to be answered yet.
      }
      case QuorumMessage.LearnerInfo _,
          QuorumMessage.LeaderInfo _,
          QuorumMessage.AckEpoch _,
          NewLeader _,
          UpToDate _,
          Propose _,
          Ack _,
          Commit _,
          Inform _,
          CommitAndActivate _,
          InformAndActivate _,
          QuorumMessage.Request _,
          QuorumMessage.Sync _,
          QuorumMessage.Revalidate _,
          QuorumMessage.Revalidated _,
          QuorumMessage.Pong _ ->
          self.leave(message.getClass().getSimpleName() + " came before the history");
    }
  }

  private void rewind(long zxid) {
    if (zxid > self.history().logged()) {
      self.leave("to be truncated after " + Zxid.text(zxid) + ", which this server never had");
      return;
    }
    stage = Stage.REWINDING;
    self.history().rewind(zxid);
  }

  /** The stream of the state is complete. */
  void arrived(StagedState state) {
    if (stage != Stage.RECEIVING) {
      throw new IllegalStateException(
          "a state of " + Zxid.text(state.zxid()) + " in stage " + stage);
    }
    self.history().replace(state);
    if (self.has(Defect.ZOOKEEPER_3642)) {
      beginInMemory();
      return;
    }
    stage = Stage.SECURING;
    self.history().secure();
  }

  /** Disk has followed memory, or the other way round. */
  void settled() {
    if (stage == Stage.PERSISTING) {
      acknowledgeIfPersisted();
      release();
      return;
    }
    if (stage == Stage.REWINDING && self.has(Defect.ZOOKEEPER_5094)) {
      beginInMemory();
      return;
    }
    begin();
  }

  private void beginInMemory() {
    secureAtEnd = true;
    stream.memoryOnly(true);
    begin();
  }

  /** Memory and disk are what the txns that come follow. */
  private void begin() {
    stage = Stage.TXNS;
    stream.follows(self.history().logged());
    release();
  }

  private void release() {
    while (!held.isEmpty() && !self.ending().isOver()) {
      received(held.removeFirst());
    }
    heldBytes = 0;
  }

  private void hold(QuorumMessage message) {
    if (message instanceof QuorumMessage.Ping) {
      return;
    }
    held.addLast(message);
    heldBytes += size(message);
    if (heldBytes > self.settings().backlogBytes()) {
      self.leave(
          "the leader sent "
              + heldBytes
              + " bytes while this server was busy with its disk, at most "
              + self.settings().backlogBytes()
              + " are kept");
    }
  }

  private static long size(QuorumMessage message) {
    int txn =
        switch (message) {
          case Propose(_, var bytes) -> bytes.remaining();
          case Inform(_, var bytes) -> bytes.remaining();
          case InformAndActivate(_, _, var bytes) -> bytes.remaining();
          case QuorumMessage.LearnerInfo _,
              QuorumMessage.LeaderInfo _,
              QuorumMessage.AckEpoch _,
              Diff _,
              Trunc _,
              Snap _,
              NewLeader _,
              UpToDate _,
              Ack _,
              Commit _,
              CommitAndActivate _,
              QuorumMessage.Request _,
              QuorumMessage.Sync _,
              QuorumMessage.Revalidate _,
              QuorumMessage.Revalidated _,
              QuorumMessage.Ping _,
              QuorumMessage.Pong _ ->
              0;
        };
    return (long) OVERHEAD + txn;
  }

  // ---- what

  private void told(QuorumMessage message) {
    switch (message) {
      case Propose(long zxid, var txn) -> {
        if (self.has(Defect.ZOOKEEPER_3911)) {
          late.add(() -> stream.propose(zxid, txn));
        } else {
          stream.propose(zxid, txn);
        }
      }
      case Commit(long zxid) -> {
        if (self.has(Defect.ZOOKEEPER_3911)) {
          late.add(() -> stream.commit(zxid));
        } else {
          stream.commit(zxid);
        }
      }
      case CommitAndActivate(long zxid, long designated) -> stream.activate(zxid, designated);
      case Inform(long zxid, var txn) -> stream.inform(zxid, txn);
      case InformAndActivate(long zxid, long designated, var txn) -> {
        if (stream.propose(zxid, txn)) {
          stream.activate(zxid, designated);
        }
      }
      case NewLeader newLeader -> newLeader(newLeader);
      case UpToDate _ -> upToDate();
      case QuorumMessage.Ping _, QuorumMessage.Sync _, QuorumMessage.Revalidated _ -> {
        // Nothing is answered before UPTODATE, and nothing was asked.
      }
      case QuorumMessage.LearnerInfo _,
          QuorumMessage.LeaderInfo _,
          QuorumMessage.AckEpoch _,
          Diff _,
          Trunc _,
          Snap _,
          Ack _,
          QuorumMessage.Request _,
          QuorumMessage.Revalidate _,
          QuorumMessage.Pong _ ->
          self.leave(message.getClass().getSimpleName() + " came in the middle of the history");
    }
  }

  private void newLeader(NewLeader message) {
    if (stage != Stage.TXNS || message.zxid() != Zxid.of(epoch, 0)) {
      self.leave(
          "NEWLEADER "
              + Zxid.text(message.zxid())
              + " came in stage "
              + stage
              + " of epoch "
              + epoch);
      return;
    }
    String text = message.membership();
    try {
      membership =
          self.reconfig() && text != null && text.length() > 1 ? Membership.parse(text) : null;
    } catch (MalformedFrameException e) {
      self.leave("NEWLEADER names a membership that cannot be read: " + e.getMessage());
      return;
    }
    if (membership != null) {
      self.memberships().named(membership, epoch);
    }
    if (self.has(Defect.ZOOKEEPER_4643)) {
      self.epochs().enter(epoch);
    }
    stage = Stage.PERSISTING;
    toPersist = self.history().logged();
    if (secureAtEnd) {
      stream.memoryOnly(false);
      self.history().secure();
    }
    if (self.has(Defect.ZOOKEEPER_4394)) {
      self.history().forgetTail();
    }
    acknowledgeIfPersisted();
  }

  /** The log got further. */
  void persisted() {
    if (self.has(Defect.ZOOKEEPER_4685) && stage == Stage.PERSISTING) {
      self.links().send(link, new Ack(self.history().persisted()));
    }
    acknowledgeIfPersisted();
  }

  /**
   * Everything that NEWLEADER stands for is on disk: first the epoch follows, then the leader is told. In any other order a crash in
   * between leaves a server that outvotes those that have more.
   */
  private void acknowledgeIfPersisted() {
    boolean early = self.has(Defect.ZOOKEEPER_4785) || self.has(Defect.ZOOKEEPER_3911);
    boolean safe = !self.history().underWay() && self.history().persisted() >= toPersist;
    if (stage != Stage.PERSISTING || !(safe || early)) {
      return;
    }
    self.epochs().enter(epoch);
    self.history().trust();
    stage = Stage.ACKNOWLEDGED;
    self.links().send(link, new Ack(Zxid.of(epoch, 0)));
  }

  private void upToDate() {
    if (stage != Stage.ACKNOWLEDGED) {
      self.leave("UPTODATE came in stage " + stage);
      return;
    }
    stream.forgetful(false);
    late.forEach(Runnable::run);
    late.clear();
    Membership next = inForce();
    if (next != null) {
      stream.adopt(next, leader);
    }
    stage = Stage.DONE;
  }

  /**
   * A membership of an earlier epoch comes into force with this one, when NEWLEADER names it. One of this epoch does with its txn: this
   * server may not have been told to commit it, as a leader of ZooKeeper's names it as soon as it is proposed; or it came with the txn
   * already, and then nobody tells it of the commit.
   */
  private @Nullable Membership inForce() {
    Membership seen = self.memberships().lastSeen();
    if (ofThisEpoch(seen) && seen.version() <= self.history().delivered()) {
      return seen;
    }
    boolean uncertain =
        membership != null
            && ofThisEpoch(membership)
            && membership.version() > self.history().delivered();
    return uncertain ? null : membership;
  }

  private boolean ofThisEpoch(Membership any) {
    return Zxid.epoch(any.version()) == epoch && Zxid.counter(any.version()) > 0;
  }
}
