package io.vivarium.zab.election;

import io.vivarium.model.ensemble.Membership;
import io.vivarium.zab.message.Notification;
import io.vivarium.zab.message.ServerState;
import io.vivarium.zab.message.Vote;
import io.vivarium.zab.port.ElectionNetwork;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** One election with everything around it recorded: what it says, as lines of text, and what it concludes. Time in ms. */
final class Bench implements ElectionNetwork, ElectionOutcome {
  static final long MS = 1_000_000;

  final List<String> said = new ArrayList<>();
  final List<Notification> sent = new ArrayList<>();
  final List<String> concluded = new ArrayList<>();
  final Map<Long, Reach> reach = new TreeMap<>();
  final Election election;
  boolean someoneWasTold = true;
  @Nullable Runnable onNewerMembership;
  private final Membership membership;

  Bench(long serverId, Membership membership) {
    this(ElectionSettings.usual(serverId, true), membership, null);
  }

  Bench(ElectionSettings settings, Membership membership, @Nullable Membership proposed) {
    this.membership = membership;
    election = new Election(settings, this, this);
    election.members(membership, proposed);
  }

  /** Begins at time 0 with the epoch and zxid, and forgets what was said by that. */
  Bench looking(long epoch, long zxid) {
    election.begin(zxid, epoch, false, 0);
    said.clear();
    return this;
  }

  /** A vote {@code leader, zxid, round, epoch} arrives. */
  void hears(long from, ServerState state, Vote vote, long atMs) {
    election.received(from, new Notification(state, vote, membership), atMs * MS);
  }

  void hearsProposal(long from, Vote vote, long atMs) {
    hears(from, ServerState.LOOKING, vote, atMs);
  }

  /** The next deadline in ms; −1 for none. */
  long poll(long atMs) {
    long next = election.poll(atMs * MS);
    return next == Long.MAX_VALUE ? -1 : next / MS;
  }

  List<String> heardOfIt() {
    List<String> lines = List.copyOf(said);
    said.clear();
    return lines;
  }

  static String line(long to, ServerState state, Vote vote) {
    return to + ": " + text(state, vote);
  }

  static String text(ServerState state, Vote vote) {
    return state
        + " "
        + vote.leader()
        + " zxid "
        + vote.zxid()
        + " round "
        + vote.round()
        + " epoch "
        + vote.epoch();
  }

  @Override
  public void notify(long serverId, Notification notification) {
    sent.add(notification);
    said.add(line(serverId, notification.state(), notification.vote()));
  }

  @Override
  public boolean someoneWasTold() {
    return someoneWasTold;
  }

  @Override
  public Reach reach(long serverId) {
    return reach.getOrDefault(serverId, Reach.LINKED);
  }

  @Override
  public void connectAll() {
    said.add("connect");
  }

  @Override
  public void members(Membership committed, @Nullable Membership proposed) {
    throw new AssertionError("the server tells the network, not the election");
  }

  @Override
  public void restart() {
    throw new AssertionError("the server restarts the network, not the election");
  }

  @Override
  public void elected(ServerState state, Vote vote) {
    concluded.add(text(state, vote));
  }

  @Override
  public void newerMembership(Membership newer) {
    concluded.add("membership " + Long.toHexString(newer.version()));
    if (onNewerMembership != null) {
      onNewerMembership.run();
    }
  }

  @Override
  public void looksAgain(long serverId) {
    concluded.add(serverId + " looks again");
  }
}
