package io.vivarium.zab;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.vivarium.model.Zxid;
import io.vivarium.model.ensemble.Membership;
import io.vivarium.model.ensemble.Membership.Member;
import io.vivarium.spi.consensus.EnsembleSettings.Options;
import io.vivarium.spi.consensus.ForwardedRequest;
import io.vivarium.spi.consensus.Proposal;
import io.vivarium.spi.consensus.RecoveredHistory;
import io.vivarium.spi.consensus.StagedState;
import io.vivarium.zab.message.Notification;
import io.vivarium.zab.message.QuorumMessage;
import io.vivarium.zab.message.QuorumMessage.Ack;
import io.vivarium.zab.message.QuorumMessage.AckEpoch;
import io.vivarium.zab.message.QuorumMessage.Diff;
import io.vivarium.zab.message.QuorumMessage.LeaderInfo;
import io.vivarium.zab.message.QuorumMessage.LearnerInfo;
import io.vivarium.zab.message.QuorumMessage.NewLeader;
import io.vivarium.zab.message.QuorumMessage.UpToDate;
import io.vivarium.zab.message.ServerState;
import io.vivarium.zab.message.Vote;
import io.vivarium.zab.port.ElectionNetwork;
import io.vivarium.zab.port.LearnerFigures;
import io.vivarium.zab.port.QuorumLinks;
import io.vivarium.zab.port.StateWork;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One server among scripted peers. What it does is written down, a line each, and taken by tests: {@link #does} says that it did just
 * this since the last look.
 */
final class Solo implements ElectionNetwork, QuorumLinks, StateWork {
  static final long TICK = Ensembles.TICK_MS * Ensembles.MS;

  final List<String> done = new ArrayList<>();
  final Map<String, Long> numbers = new TreeMap<>();
  final Map<Long, Long> pending = new TreeMap<>();
  final ZabServer server;
  long now = 1_000_000_000_000L;
  @Nullable String fatal;
  private String toldMembership = "";
  private final long id;
  private final SoloKernel kernel;
  private long links;
  private @Nullable Vote voted;

  /** A state that somebody sent. */
  record State(long zxid) implements StagedState {
    @Override
    public State as(long other) {
      return new State(other);
    }
  }

  Solo(long id, Membership membership, Options options, Set<Defect> defects) {
    this(Ensembles.settings(id, membership, options, defects));
  }

  Solo(ZabSettings settings) {
    this.id = settings.ensemble().serverId();
    this.kernel = new SoloKernel(this);
    this.server =
        new ZabServer(
            settings,
            new ZabParts(
                kernel,
                this,
                this,
                this,
                (reason, message, cause) -> fatal = reason + ": " + message,
                LearnerFigures.NONE));
  }

  /** Server {@code id} of three, with reconfiguration off. */
  static Solo ofThree(long id, Defect... defects) {
    return new Solo(id, Ensembles.of(3, 1), Ensembles.options(false, 500), Set.of(defects));
  }

  // ---- what it does

  void say(String what) {
    done.add(what);
  }

  /** It did this and nothing else since the last look. */
  void does(String... lines) {
    assertEquals(List.of(lines), done);
    done.clear();
  }

  Solo quietly() {
    done.clear();
    return this;
  }

  // ---- what happens

  Solo start(long lastZxid, long snapshotZxid) {
    server.start(new RecoveredHistory(lastZxid, snapshotZxid, true), now);
    return this;
  }

  Solo epochs(long accepted, long current) {
    numbers.put("acceptedEpoch", accepted);
    numbers.put("currentEpoch", current);
    return this;
  }

  /** Two others have settled on {@code leader}; this server joins. */
  Solo follows(long leader) {
    Vote vote = new Vote(leader, 0, 1, 0);
    for (long other = 1; other <= 3; other++) {
      if (other != id) {
        ServerState state = other == leader ? ServerState.LEADING : ServerState.FOLLOWING;
        server.notified(other, new Notification(state, vote, Membership.NONE), now);
      }
    }
    poll();
    return this;
  }

  /** Its history ends at epoch 1, zxid 5; server 3, on link 1, has told it that epoch 2 begins. */
  Solo discovered() {
    epochs(1, 1).start(Zxid.of(1, 5), 0).follows(3);
    server.linkOpened(1, now);
    gets(1, new LeaderInfo(2, LearnerInfo.PROTOCOL));
    return quietly();
  }

  /** As {@link #discovered}, and follows: nothing was missing. */
  Solo serving() {
    discovered().gets(1, new Diff(Zxid.of(1, 5)), newLeader(), new UpToDate());
    return quietly();
  }

  /** The leader of epoch 2 has told its history. */
  static NewLeader newLeader() {
    return new NewLeader(Zxid.of(2, 0), "version=0");
  }

  /** All others vote for this server, in its first election. */
  Solo wins(long zxid, long epoch) {
    return wins(zxid, epoch, 1);
  }

  /** All others vote for this server, in its election of this round. */
  Solo wins(long zxid, long epoch, long round) {
    for (long other = 1; other <= 3; other++) {
      if (other != id) {
        Vote vote = new Vote(id, zxid, round, epoch);
        server.notified(other, new Notification(ServerState.LOOKING, vote, Membership.NONE), now);
      }
    }
    poll();
    return this;
  }

  void poll() {
    server.poll(now);
  }

  /** Time goes on, as many polls as a working server makes. */
  void pass(int halfTicks) {
    for (int i = 0; i < halfTicks; i++) {
      now += TICK / 2;
      poll();
    }
  }

  void gets(long link, QuorumMessage... messages) {
    for (QuorumMessage message : messages) {
      server.received(link, message, now);
    }
    poll();
  }

  void persisted(long zxid) {
    server.persisted(zxid, now);
    poll();
  }

  void propose(long zxid) {
    server.propose(Ensembles.txn(zxid, "t"), now);
    poll();
  }

  // ---- a learner that is scripted

  /** A learner connects and presents itself. */
  void learner(long link, long serverId, long acceptedEpoch) {
    server.linkAccepted(link, now);
    gets(link, new LearnerInfo(false, acceptedEpoch, serverId, LearnerInfo.PROTOCOL, 0));
  }

  void observer(long link, long serverId, long acceptedEpoch) {
    server.linkAccepted(link, now);
    gets(link, new LearnerInfo(true, acceptedEpoch, serverId, LearnerInfo.PROTOCOL, 0));
  }

  /** Makes server 2, with the leader's own history, a follower on link 12, so that epoch 1 is established. */
  Solo established(long zxid) {
    learner(12, 2, 0);
    gets(12, new AckEpoch(zxid, 0));
    gets(12, new Ack(Zxid.of(1, 0)));
    done.clear();
    return this;
  }

  /** Another learner becomes part of the stream of epoch 1. */
  void joins(long link, long serverId, boolean observes, long zxid) {
    if (observes) {
      observer(link, serverId, 0);
    } else {
      learner(link, serverId, 0);
    }
    gets(link, new AckEpoch(zxid, 0), new Ack(Zxid.of(1, 0)));
    done.clear();
  }

  // ---- elections

  @Override
  public void notify(long serverId, Notification notification) {
    if (notification.state() == ServerState.LOOKING) {
      voted = notification.vote();
    }
  }

  /** What it last told others that it votes for while it looked for a leader. */
  Vote voted() {
    if (voted == null) {
      throw new AssertionError("it has not voted");
    }
    return voted;
  }

  @Override
  public boolean someoneWasTold() {
    return true;
  }

  @Override
  public Reach reach(long serverId) {
    return Reach.LINKED;
  }

  @Override
  public void connectAll() {}

  @Override
  public void members(Membership committed, @Nullable Membership proposed) {}

  @Override
  public void restart() {
    say("elections anew");
  }

  // ---- links

  @Override
  public long connect(Member member, int port, long patienceMs) {
    say("connect " + member.id() + (port == 0 ? "" : " at " + port));
    return ++links;
  }

  @Override
  public void accept(Member self, int port) {
    say("accept" + (port == 0 ? "" : " at " + port));
  }

  @Override
  public void acceptNoMore() {
    say("accept no more");
  }

  @Override
  public void send(long link, QuorumMessage message) {
    if (message instanceof NewLeader(_, String text)) {
      toldMembership = text;
    }
    say(link + " <- " + text(message));
  }

  /** The membership that the last NEWLEADER told. */
  Membership toldMembership() {
    return Membership.parse(toldMembership);
  }

  @Override
  public void sendState(long link) {
    say(link + " <- state");
  }

  @Override
  public long pendingBytes(long link) {
    return pending.getOrDefault(link, 0L);
  }

  @Override
  public void close(long link, String reason) {
    say("close " + link);
  }

  static String text(QuorumMessage message) {
    return switch (message) {
      case LearnerInfo info ->
          (info.observer() ? "OBSERVERINFO " : "FOLLOWERINFO ") + info.acceptedEpoch();
      case LeaderInfo(long epoch, int _) -> "LEADERINFO " + epoch;
      case AckEpoch(long zxid, int epoch) -> "ACKEPOCH " + hex(zxid) + " " + epoch;
      case Diff(long zxid) -> "DIFF " + hex(zxid);
      case QuorumMessage.Trunc(long zxid) -> "TRUNC " + hex(zxid);
      case QuorumMessage.Snap(long zxid) -> "SNAP " + hex(zxid);
      case NewLeader(long zxid, var _) -> "NEWLEADER " + hex(zxid);
      case UpToDate() -> "UPTODATE";
      case QuorumMessage.Propose(long zxid, var _) -> "PROPOSAL " + hex(zxid);
      case Ack(long zxid) -> "ACK " + hex(zxid);
      case QuorumMessage.Commit(long zxid) -> "COMMIT " + hex(zxid);
      case QuorumMessage.Inform(long zxid, var _) -> "INFORM " + hex(zxid);
      case QuorumMessage.CommitAndActivate(long zxid, long leader) ->
          "COMMITANDACTIVATE " + hex(zxid) + " " + leader;
      case QuorumMessage.InformAndActivate(long zxid, long leader, var _) ->
          "INFORMANDACTIVATE " + hex(zxid) + " " + leader;
      case QuorumMessage.Request request -> "REQUEST " + request.opCode();
      case QuorumMessage.Sync() -> "SYNC";
      case QuorumMessage.Revalidate(long session, int timeout) ->
          "REVALIDATE " + session + " " + timeout;
      case QuorumMessage.Revalidated(long session, boolean valid) ->
          "REVALIDATED " + session + " " + valid;
      case QuorumMessage.Ping(long zxid) -> "PING " + hex(zxid);
      case QuorumMessage.Pong pong -> "PONG " + hex(pong.zxid()) + " " + pong.sessionIds().length;
    };
  }

  static String hex(long zxid) {
    return Long.toHexString(zxid);
  }

  // ---- work

  @Override
  public void rewind(long zxid) {
    say("rewind " + hex(zxid));
  }

  @Override
  public void secure() {
    say("secure");
  }

  @Override
  public void readHistory(long link, long afterZxid, long upToZxid) {
    say("read for " + link + " after " + hex(afterZxid) + " to " + hex(upToZxid));
  }

  static ForwardedRequest request(int opCode) {
    return new ForwardedRequest(5, 6, opCode, List.of(), Ensembles.txn(1, "x").txn(), 0);
  }

  static QuorumMessage.Propose proposal(long zxid) {
    Proposal txn = Ensembles.txn(zxid, "t");
    return new QuorumMessage.Propose(zxid, txn.txn());
  }
}
