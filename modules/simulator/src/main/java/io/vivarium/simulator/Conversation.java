package io.vivarium.simulator;

import io.vivarium.model.Zxid;

/**
 * What a leader and a learner say to each other on one connection, as it is sent. What the leader tells has no gap (I7, R8, R13); the
 * learner claims and acknowledges nothing that its disk would not give back after a crash, in the right order (I12, R4, R6, R10).
 */
final class Conversation {
  /** Told of what was said. */
  interface Listener {
    /** Something must not be. */
    void violated(String rule, String what);

    /** A follower says which epoch it has accepted. */
    void presents(long acceptedEpoch);

    /** The leader announces an epoch. */
    void announces(long epoch);

    /** The learner has acknowledged the history of an epoch. */
    void acknowledged(long epoch);

    /** The leader of an epoch says that its history counts as committed. */
    void established(long epoch);
  }

  private final String leader;
  private final String learner;

  /** The disk of the learner. */
  private final Disk disk;

  private final Listener listener;

  /** Where the learner's history ends, by what it said and was told; −1 before. */
  private long told = -1;

  private long committed = -1;
  private long epoch = -1;
  private boolean knowsAll;
  private boolean acknowledged;

  /** What the learner must have on disk when it acknowledges NEWLEADER. */
  private long toHave = -1;

  Conversation(String leader, String learner, Disk disk, Listener listener) {
    this.leader = leader;
    this.learner = learner;
    this.disk = disk;
    this.listener = listener;
  }

  /** The leader sends something. */
  void leaderSays(QuorumPacket packet) {
    switch (packet.type()) {
      case TRUNC, SNAP -> told = packet.zxid();
      case PROPOSAL, INFORM, INFORMANDACTIVATE -> tells(packet);
      case COMMIT, COMMITANDACTIVATE -> commits(packet);
      case NEWLEADER -> {
        knowsAll = true;
        epoch = Zxid.epoch(packet.zxid());
        toHave = told;
      }
      case LEADERINFO -> listener.announces(Zxid.epoch(packet.zxid()));
      case UPTODATE -> listener.established(epoch);
      case DIFF, REQUEST, ACK, PING, REVALIDATE, SYNC, FOLLOWERINFO, OBSERVERINFO, ACKEPOCH -> {
        // Nothing about the history.
      }
    }
  }

  private void tells(QuorumPacket packet) {
    if (!follows(packet.zxid(), told)) {
      listener.violated(
          "I7",
          leader
              + " tells "
              + learner
              + " "
              + packet
              + " after "
              + Zxid.text(told)
              + ": something is missing or comes twice");
    }
    told = packet.zxid();
  }

  private void commits(QuorumPacket packet) {
    if (packet.zxid() <= committed || packet.zxid() > told) {
      listener.violated(
          "R8",
          leader
              + " commits "
              + Zxid.text(packet.zxid())
              + " to "
              + learner
              + " after "
              + Zxid.text(committed)
              + " and has told "
              + Zxid.text(told));
    }
    committed = packet.zxid();
  }

  /** The learner sends something. */
  void learnerSays(QuorumPacket packet) {
    switch (packet.type()) {
      case FOLLOWERINFO -> listener.presents(Zxid.epoch(packet.zxid()));
      case ACKEPOCH -> claims(packet.zxid());
      case ACK -> {
        if (Zxid.counter(packet.zxid()) == 0) {
          acknowledgesHistory(packet.zxid());
        } else {
          acknowledges(packet.zxid());
        }
      }
      case REQUEST,
          PROPOSAL,
          COMMIT,
          PING,
          REVALIDATE,
          SYNC,
          INFORM,
          COMMITANDACTIVATE,
          NEWLEADER,
          UPTODATE,
          DIFF,
          TRUNC,
          SNAP,
          OBSERVERINFO,
          LEADERINFO,
          INFORMANDACTIVATE -> {
        // Nothing about its disk.
      }
    }
  }

  private void claims(long zxid) {
    told = zxid;
    if (zxid > disk.lastZxid()) {
      listener.violated(
          "R10",
          learner
              + " claims "
              + Zxid.text(zxid)
              + ", its disk ends with "
              + Zxid.text(disk.lastZxid()));
    }
  }

  private void acknowledgesHistory(long zxid) {
    acknowledged = true;
    listener.acknowledged(Zxid.epoch(zxid));
    boolean durable = toHave <= 0 || Zxid.counter(toHave) == 0 || disk.holds(toHave);
    boolean entered = disk.number("currentEpoch").orElse(-1) >= epoch;
    if (!knowsAll || Zxid.epoch(zxid) != epoch || !durable || !entered) {
      listener.violated(
          "I12",
          learner
              + " acknowledges the history of epoch "
              + Zxid.epoch(zxid)
              + (knowsAll ? "" : " before it was told all of it")
              + (durable ? "" : " without " + Zxid.text(toHave) + " on disk")
              + (entered ? "" : " before the epoch is on disk"));
    }
  }

  private void acknowledges(long zxid) {
    if (!acknowledged) {
      listener.violated(
          "I12", learner + " acknowledges " + Zxid.text(zxid) + " before the history it was told");
    } else if (!disk.holds(zxid)) {
      listener.violated(
          "I12", learner + " acknowledges " + Zxid.text(zxid) + ", which is not on its disk");
    }
  }

  private static boolean follows(long zxid, long previous) {
    return Zxid.epoch(zxid) == Zxid.epoch(previous)
        ? zxid == previous + 1
        : zxid > previous && Zxid.counter(zxid) == 1;
  }
}
