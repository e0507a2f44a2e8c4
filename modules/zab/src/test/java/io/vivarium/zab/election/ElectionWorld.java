package io.vivarium.zab.election;

import io.vivarium.model.ensemble.Membership;
import io.vivarium.zab.message.Notification;
import io.vivarium.zab.message.ServerState;
import io.vivarium.zab.message.Vote;
import io.vivarium.zab.port.ElectionNetwork;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Servers that hold elections, and as much of a role as makes an election matter: a follower needs a leader that leads and can be
 * reached, a leader needs a quorum that follows. Virtual time in ms.
 */
final class ElectionWorld {
  private static final long MS = 1_000_000;

  private record Event(long at, long order, Runnable action) {}

  private final Map<Long, Server> servers = new TreeMap<>();
  private final PriorityQueue<Event> events =
      new PriorityQueue<>(Comparator.comparingLong(Event::at).thenComparingLong(Event::order));
  private final Set<List<Long>> cut = new HashSet<>();
  private final Map<List<Long>, Long> lastArrival = new HashMap<>();
  private final StringBuilder trace = new StringBuilder();
  private final Membership membership;
  private final Random random;
  private final long patience;
  private long order;
  private long now;
  private int lossPercent;
  private int repeatPercent;
  private int delay = 1;
  private boolean inOrder;
  private int elections;

  ElectionWorld(int count, long seed, long patience) {
    this.random = new Random(seed);
    this.patience = patience;
    this.membership = Servers.voters(count);
    for (long id = 1; id <= count; id++) {
      servers.put(id, new Server(id, random.nextInt(3), random.nextInt(5)));
    }
  }

  // ---- what a test does

  void startAll() {
    servers.values().forEach(server -> at(random.nextInt(50), server::start));
  }

  /** Makes the network bad in a way that chance decides. */
  void disturb() {
    lossPercent = random.nextInt(60);
    repeatPercent = random.nextInt(30);
    delay = 1 + random.nextInt(300);
    inOrder = false;
    cut.clear();
    List<Long> ids = List.copyOf(servers.keySet());
    boolean oneWay = random.nextBoolean();
    for (long from : ids) {
      for (long to : ids) {
        if (from < to && random.nextInt(3) == 0) {
          cut.add(List.of(from, to));
          if (!oneWay) {
            cut.add(List.of(to, from));
          }
        }
      }
    }
  }

  void heal() {
    lossPercent = 0;
    repeatPercent = 0;
    delay = 5;
    inOrder = true;
    cut.clear();
  }

  void kill(long id) {
    servers.get(id).alive = false;
    servers.get(id).life++;
  }

  void restart(long id) {
    kill(id);
    at(now + 100, servers.get(id)::start);
    run(110);
  }

  void run(long ms) {
    long end = now + ms;
    while (!events.isEmpty() && events.peek().at() <= end) {
      step();
    }
    now = end;
  }

  void runUntilSettled(long deadline) {
    while (!settled()) {
      if (events.isEmpty() || events.peek().at() > deadline) {
        throw new AssertionError(
            "not settled at " + deadline + " ms: " + servers.values() + "\n" + trace);
      }
      step();
    }
  }

  long chance(int bound) {
    return random.nextInt(bound);
  }

  long now() {
    return now;
  }

  int elections() {
    return elections;
  }

  String trace() {
    return trace.toString();
  }

  long leader() {
    return living().stream().filter(Server::leads).findFirst().orElseThrow().id;
  }

  boolean historyOfAQuorumEndsNoLaterThanThatOf(long leader) {
    Server its = servers.get(leader);
    return membership
        .quorums()
        .isQuorum(
            id -> {
              Server other = servers.get(id);
              return other.epoch < its.epoch
                  || (other.epoch == its.epoch && other.zxid <= its.zxid);
            });
  }

  // ---- how it goes

  private List<Server> living() {
    return servers.values().stream().filter(server -> server.alive).toList();
  }

  private boolean settled() {
    List<Server> living = living();
    return living.stream().filter(Server::leads).count() == 1
        && living.stream().allMatch(server -> server.leads() || server.followsOneThatLeads());
  }

  private void at(long time, Runnable action) {
    events.add(new Event(time, order++, action));
  }

  private void step() {
    Event event = events.remove();
    now = Math.max(now, event.at());
    event.action().run();
  }

  private boolean reaches(long from, long to) {
    return !cut.contains(List.of(from, to)) && servers.get(from).alive && servers.get(to).alive;
  }

  private void carry(long from, long to, Notification notification) {
    int copies = random.nextInt(100) < repeatPercent ? 2 : 1;
    for (int i = 0; i < copies; i++) {
      if (reaches(from, to) && random.nextInt(100) >= lossPercent) {
        Server target = servers.get(to);
        int life = target.life;
        long arrival = now + 1 + random.nextInt(delay);
        if (inOrder) {
          arrival = Math.max(arrival, lastArrival.getOrDefault(List.of(from, to), 0L));
          lastArrival.put(List.of(from, to), arrival);
        }
        at(
            arrival,
            () ->
                target.ifAlive(life, () -> target.election.received(from, notification, now * MS)));
      }
    }
  }

  /** A process with an election, and a role afterwards. */
  private final class Server implements ElectionNetwork, ElectionOutcome {
    private final long id;
    private final int epoch;
    private final int zxid;
    private final Map<Long, Notification> last = new HashMap<>();
    private Election election;
    private boolean alive;
    private int life;
    private ServerState state = ServerState.LOOKING;
    private @Nullable Vote vote;
    private int role;

    Server(long id, int epoch, int zxid) {
      this.id = id;
      this.epoch = epoch;
      this.zxid = zxid;
      this.election = fresh();
    }

    private Election fresh() {
      Election created = new Election(ElectionSettings.usual(id, true), this, this);
      created.members(membership, null);
      return created;
    }

    void start() {
      alive = true;
      life++;
      election = fresh();
      look();
    }

    void ifAlive(int inLife, Runnable action) {
      if (alive && life == inLife) {
        action.run();
        schedule(election.poll(now * MS));
      }
    }

    private void schedule(long deadline) {
      if (deadline != Long.MAX_VALUE) {
        int inLife = life;
        at(Math.max(now, (deadline + MS - 1) / MS), () -> ifAlive(inLife, () -> {}));
      }
    }

    private void look() {
      elections++;
      role++;
      state = ServerState.LOOKING;
      election.begin(zxid, epoch, false, now * MS);
      schedule(election.poll(now * MS));
    }

    boolean leads() {
      return state == ServerState.LEADING;
    }

    boolean followsOneThatLeads() {
      return state == ServerState.FOLLOWING
          && reaches(id, vote.leader())
          && reaches(vote.leader(), id)
          && servers.get(vote.leader()).leads();
    }

    private boolean followed() {
      return membership
          .quorums()
          .isQuorum(
              other ->
                  other == id
                      || (servers.get(other).followsOneThatLeads()
                          && servers.get(other).vote.leader() == id));
    }

    @Override
    public void elected(ServerState elected, Vote outcome) {
      trace
          .append(now)
          .append(' ')
          .append(id)
          .append(' ')
          .append(elected)
          .append(' ')
          .append(outcome)
          .append('\n');
      role++;
      state = elected;
      vote = outcome;
      watch(role, life, now);
    }

    /** The role ends when it has led nowhere for a while; a follower sees at once that its leader's process is gone. */
    private void watch(int watched, int inLife, long lastWell) {
      at(
          now + 20,
          () ->
              ifAlive(
                  inLife,
                  () -> {
                    if (role != watched) {
                      return;
                    }
                    boolean well = leads() ? followed() : followsOneThatLeads();
                    boolean gone = !leads() && !servers.get(vote.leader()).alive;
                    if (gone || (!well && now - lastWell > patience)) {
                      election.roleEnded();
                      look();
                    } else {
                      watch(watched, inLife, well ? now : lastWell);
                    }
                  }));
    }

    @Override
    public void notify(long serverId, Notification notification) {
      last.put(serverId, notification);
      carry(id, serverId, notification);
    }

    @Override
    public boolean someoneWasTold() {
      return random.nextInt(10) > 0;
    }

    @Override
    public Reach reach(long serverId) {
      if (reaches(id, serverId) && reaches(serverId, id)) {
        return Reach.LINKED;
      }
      Server other = servers.get(serverId);
      return other.alive || other.life == 0 ? Reach.APART : Reach.GONE;
    }

    @Override
    public void connectAll() {
      new ArrayList<>(last.entrySet()).forEach(word -> carry(id, word.getKey(), word.getValue()));
    }

    @Override
    public void members(Membership committed, @Nullable Membership proposed) {
      throw new AssertionError("the membership does not change here");
    }

    @Override
    public void restart() {
      throw new AssertionError("the membership does not change here");
    }

    @Override
    public void newerMembership(Membership newer) {
      throw new AssertionError("the membership does not change here");
    }

    @Override
    public void looksAgain(long serverId) {}

    @Override
    public String toString() {
      return id + " " + (alive ? state + " " + vote : "dead");
    }
  }
}
