package io.vivarium.zab;

/** A learner, as the one it learns from sees it. */
final class LearnerLink {
  /** How far it has come. */
  enum Phase {
    /** It has not said who it is. */
    NAMELESS,
    /** It waits for the epoch. */
    WAITING,
    /** It was told the epoch and is to promise itself to it. */
    PROMISING,
    /** It has promised itself and waits for a quorum to do so. */
    PROMISED,
    /** The log is being read for it. */
    READING,
    /** It has been told all history and is in the live stream; it is to acknowledge that it has all. */
    SYNCING,
    /** It has acknowledged the history and may not serve yet. */
    SYNCED,
    /** It serves. */
    SERVING
  }

  private final long link;
  private Phase phase = Phase.NAMELESS;
  private long serverId = -1;
  private boolean observer;
  private long deadline;
  private long claim;

  /** Everything up to here is durable there. */
  private long acked = -1;

  /** It came with proposals of this very epoch up to here: it has applied them and needs no commits for them. */
  private long settledUpTo;

  /** Pings sent that will be answered, answers, and the ping whose answer the round {@code round} waits for. */
  private long pings;

  private long pongs;
  private long awaitedPing;
  private long round;

  /** The txn whose ack is timed, and the last one sent after it. */
  private long timed = -1;

  private long timedSince;
  private long nextTimed = -1;
  private long nextTimedSince;

  LearnerLink(long link, long deadline) {
    this.link = link;
    this.deadline = deadline;
  }

  long link() {
    return link;
  }

  Phase phase() {
    return phase;
  }

  /** Whether it has come at least as far. */
  boolean reached(Phase wanted) {
    return phase.compareTo(wanted) >= 0;
  }

  /** It has come further, and has until {@code newDeadline} to say something. */
  void proceed(Phase next, long newDeadline) {
    if (next.compareTo(phase) <= 0) {
      throw new IllegalStateException(this + " does not go on to " + next);
    }
    phase = next;
    deadline = newDeadline;
  }

  /** It said who it is. */
  void named(long id, boolean observes) {
    serverId = id;
    observer = observes;
  }

  long serverId() {
    return serverId;
  }

  boolean observer() {
    return observer;
  }

  /** Where its history ended when it came. */
  long claim() {
    return claim;
  }

  void claim(long zxid) {
    claim = zxid;
  }

  // ---- signs of life

  /** It said something: it has until then to say something again. */
  void heard(long newDeadline) {
    deadline = newDeadline;
  }

  boolean silent(long now) {
    return now - deadline >= 0;
  }

  /** A ping goes out that it will answer. */
  void pinged() {
    pings++;
  }

  /** An answer. */
  void ponged() {
    if (pongs < pings) {
      pongs++;
    }
  }

  /** The last ping sent is the one whose answer counts for the round; what was sent for that round before counts too. */
  void awaitFor(long newRound) {
    if (round != newRound) {
      round = newRound;
      awaitedPing = pings;
    }
  }

  boolean answered(long inRound) {
    return round == inRound && pongs >= awaitedPing;
  }

  // ---- proposals

  /** It came with what was proposed up to here. */
  void settledUpTo(long zxid) {
    settledUpTo = zxid;
  }

  long settledUpTo() {
    return settledUpTo;
  }

  boolean needsCommit(long zxid) {
    return zxid > settledUpTo;
  }

  /**
   * Acks are cumulative: its log is durable up to here.
   *
   * @return nanoseconds since the proposal that was timed was sent; −1 when it is none of those
   */
  long acked(long zxid, long now) {
    acked = Math.max(acked, zxid);
    if (timed < 0 || zxid < timed) {
      return -1;
    }
    long took = now - timedSince;
    timed = nextTimed > zxid ? nextTimed : -1;
    timedSince = nextTimedSince;
    return took;
  }

  boolean hasAcked(long zxid) {
    return acked >= zxid;
  }

  long acked() {
    return acked;
  }

  /** A proposal was sent to it; it is to be acked in time once it serves. */
  void sent(long zxid, long now) {
    if (phase != Phase.SERVING || observer) {
      return;
    }
    if (timed < 0) {
      timed = zxid;
      timedSince = now;
    }
    nextTimed = zxid;
    nextTimedSince = now;
  }

  /** What was sent need not be acknowledged any more. */
  void untimed() {
    timed = -1;
  }

  /** Whether the oldest proposal that is timed has waited for longer. */
  boolean lags(long now, long limitNanos) {
    return timed >= 0 && now - timedSince > limitNanos;
  }

  @Override
  public String toString() {
    return (observer ? "observer " : "server ")
        + serverId
        + " on link "
        + link
        + " ("
        + phase
        + ")";
  }
}
