package io.vivarium.zab;

import io.vivarium.model.Zxid;
import io.vivarium.spi.consensus.ConsensusHost;
import io.vivarium.spi.consensus.Proposal;
import io.vivarium.spi.consensus.RecoveredHistory;
import io.vivarium.spi.consensus.StagedState;
import io.vivarium.zab.port.StateWork;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * The txns of this server: {@code delivered <= logged}, those between are the tail; {@code persisted <= logged}. Between two roles all
 * three are equal, so that what is in memory is what a restart would find. It is the only place that logs, delivers and replaces.
 */
final class History {
  private enum Work {
    NONE,
    REWIND,
    SECURE
  }

  private final ConsensusHost host;
  private final StateWork work;
  private final CommittedLog recent;
  private final Deque<Proposal> tail = new ArrayDeque<>();
  private long logged;
  private long delivered;
  private long persisted;

  /** Below this zxid the log may hold txns that were never committed: a state was installed over them. */
  private long floor;

  private boolean trusted;

  /** The epoch whose leader has to send its state; −1 for none. */
  private long stateNeededIn = -1;

  /** Whether there are txns that were never logged. */
  private boolean memoryOnly;

  private Work underWay = Work.NONE;

  History(ConsensusHost host, StateWork work, int count) {
    this.host = host;
    this.work = work;
    this.recent = new CommittedLog(count);
  }

  /** Begins with what recovery found. */
  void recover(RecoveredHistory history) {
    at(history.lastZxid());
    floor = history.lastSnapshotZxid();
    trusted = history.trusted();
  }

  private void at(long zxid) {
    logged = zxid;
    delivered = zxid;
    persisted = zxid;
    tail.clear();
    recent.reset(zxid);
    memoryOnly = false;
  }

  // ---- where it is

  /** Zxid of the last txn given to the log. */
  long logged() {
    return logged;
  }

  /** Zxid of the last txn delivered. */
  long delivered() {
    return delivered;
  }

  /** Everything up to this zxid is on disk. */
  long persisted() {
    return persisted;
  }

  /** What this server says of where its history ends; −1 when its data was lost and it must not say anything. */
  long claim() {
    return trusted ? logged : -1;
  }

  /** As {@link #claim}, towards the leader of an epoch; −1 also when it is to send its state. */
  long claimIn(long epoch) {
    return needsStateIn(epoch) ? -1 : claim();
  }

  /** The leader of an epoch wants this server to go back to where it cannot: it is to send its state. */
  void needStateIn(long epoch) {
    stateNeededIn = epoch;
  }

  /** Whether only a state of its leader brings this server into an epoch. */
  boolean needsStateIn(long epoch) {
    return stateNeededIn == epoch;
  }

  /** The history was learned from a leader: it counts again. */
  void trust() {
    trusted = true;
    stateNeededIn = -1;
  }

  /** Zxid from which on the log on disk holds committed txns only. */
  long floor() {
    return floor;
  }

  /** The last delivered txns. */
  CommittedLog recent() {
    return recent;
  }

  /** The txns that were logged and not delivered, in order; not to be changed. */
  Iterable<Proposal> tail() {
    return tail;
  }

  /** The next txn to be delivered; null when all are. */
  @Nullable Proposal next() {
    return tail.peekFirst();
  }

  /** Whether disk and log agree and nothing is being done to either. */
  boolean quiet() {
    return underWay == Work.NONE && persisted >= logged;
  }

  // ---- going on

  /** Gives the next txn to the log. */
  void log(Proposal txn) {
    append(txn);
    host.delivery().persist(txn);
  }

  /** The same on a server that keeps no log. */
  void keep(Proposal txn) {
    keepForgotten(txn);
    memoryOnly = true;
  }

  /** As {@link #keep}, and it is forgotten that the disk does not have it; for defects. */
  void keepForgotten(Proposal txn) {
    append(txn);
    persisted = txn.zxid();
  }

  /** Whether a restart would find less than what is in memory. */
  boolean memoryOnly() {
    return memoryOnly;
  }

  private void append(Proposal txn) {
    if (!CommittedLog.follows(txn.zxid(), logged) || underWay != Work.NONE) {
      throw new IllegalStateException(
          Zxid.text(txn.zxid()) + " after " + Zxid.text(logged) + ", log at work: " + underWay);
    }
    logged = txn.zxid();
    tail.addLast(txn);
  }

  /** The log is durable up to here. */
  void persisted(long zxid) {
    persisted = Math.max(persisted, Math.min(zxid, logged));
  }

  /** Delivers the next txn. */
  Proposal deliver() {
    Proposal txn = take();
    recent.add(txn);
    host.delivery().deliver(txn);
    return txn;
  }

  /** Delivers the next txn without keeping it for learners; for a defect. */
  void deliverForgotten() {
    host.delivery().deliver(take());
  }

  private Proposal take() {
    Proposal txn = tail.removeFirst();
    delivered = txn.zxid();
    return txn;
  }

  /** Delivers what was logged, committed or not: the end of a role. What a later leader does not know it will have truncated. */
  void deliverAll() {
    if (!quiet()) {
      throw new IllegalStateException("the tail is not on disk yet");
    }
    while (!tail.isEmpty()) {
      deliver();
    }
  }

  /** Forgets the tail; for defects. */
  void forgetTail() {
    tail.clear();
    delivered = logged;
    recent.reset(logged);
  }

  // ---- replacing

  /** Truncates log and memory after a txn; {@link #rewound} follows. */
  void rewind(long zxid) {
    begin(Work.REWIND);
    work.rewind(zxid);
  }

  /** What remains after {@link #rewind}. */
  void rewound(StagedState state) {
    end(Work.REWIND);
    replace(state);
  }

  /** {@link #rewind} was refused and has changed nothing. */
  void notRewound() {
    end(Work.REWIND);
  }

  /** As {@link #rewound}, with memory left as it is; for a defect. */
  void rewoundOnDiskOnly(StagedState state) {
    end(Work.REWIND);
    at(state.zxid());
  }

  /** Puts a state of another server into memory; {@link #secure} is to follow. */
  void replace(StagedState state) {
    if (!quiet()) {
      throw new IllegalStateException("a state to install while the log is at work");
    }
    host.state().install(state);
    at(state.zxid());
    floor = Math.max(floor, state.zxid());
  }

  /** Has disk follow memory; {@link #secured} follows. */
  void secure() {
    begin(Work.SECURE);
    work.secure();
  }

  /** Disk has followed. */
  void secured() {
    end(Work.SECURE);
    memoryOnly = false;
    // What is below the new snapshot in the log may never have been committed.
    floor = logged;
  }

  /** Whether disk is being changed by {@link #rewind} or {@link #secure}. */
  boolean underWay() {
    return underWay != Work.NONE;
  }

  private void begin(Work next) {
    if (!quiet()) {
      throw new IllegalStateException(next + " while the log is at work: " + underWay);
    }
    underWay = next;
  }

  private void end(Work expected) {
    if (underWay != expected) {
      throw new IllegalStateException(expected + " has ended while " + underWay + " was under way");
    }
    underWay = Work.NONE;
  }
}
