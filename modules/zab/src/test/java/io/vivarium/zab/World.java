package io.vivarium.zab;

import io.vivarium.model.Zxid;
import io.vivarium.model.ensemble.Membership;
import io.vivarium.spi.consensus.Proposal;
import io.vivarium.zab.message.Notification;
import io.vivarium.zab.message.QuorumMessage;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Several servers against each other, on one thread, in virtual time, everything decided by a seed: messages are delayed, links cut, servers
 * crash and keep only what was forced. What must never happen fails at once, with the seed.
 */
final class World {
  static final long MS = Ensembles.MS;

  final Random random;
  final Map<Long, Node> nodes = new HashMap<>();
  final List<String> trace = new ArrayList<>();
  long now = 1_000_000_000L;

  private final PriorityQueue<Event> events = new PriorityQueue<>();
  private final Map<Long, Link> links = new HashMap<>();
  private final Set<Long> cut = new HashSet<>();
  private final Map<List<Long>, Notification> votes = new HashMap<>();
  private final Map<Long, Long> leaders = new HashMap<>();
  private final Map<Long, Proposal> proposed = new HashMap<>();
  private final List<Proposal> committed = new ArrayList<>();
  private long sequence;
  private long nextLink;
  private int atOnce;

  private record Event(long at, long order, Runnable action) implements Comparable<Event> {
    @Override
    public int compareTo(Event other) {
      return at == other.at ? Long.compare(order, other.order) : Long.compare(at, other.at);
    }
  }

  /** A connection; each end has a queue of what is on its way to it. */
  private static final class Link {
    final long id;
    final Node from;
    final Node to;
    boolean open = true;
    final Deque<Runnable> toward = new ArrayDeque<>();
    final Deque<Runnable> back = new ArrayDeque<>();

    Link(long id, Node from, Node to) {
      this.id = id;
      this.from = from;
      this.to = to;
    }

    Node peer(Node end) {
      return end == from ? to : from;
    }

    Deque<Runnable> queueTo(Node end) {
      return end == to ? toward : back;
    }
  }

  World(long seed) {
    random = new Random(seed);
  }

  // ---- time

  void after(long nanos, Runnable action) {
    events.add(new Event(now + nanos, sequence++, action));
  }

  /** A delay like a network's or a disk's: short mostly, sometimes long. */
  long delay() {
    return random.nextInt(20) == 0 ? random.nextInt(30) * MS : random.nextInt(2000) * 1000L;
  }

  void runFor(long millis) {
    long end = now + millis * MS;
    while (!events.isEmpty() && events.peek().at() <= end) {
      step(events.poll());
    }
    now = end;
  }

  /** Runs until something holds; false when it did not within the time. */
  boolean runUntil(java.util.function.BooleanSupplier holds, long millis) {
    long end = now + millis * MS;
    while (!holds.getAsBoolean()) {
      if (events.isEmpty() || events.peek().at() > end) {
        return false;
      }
      step(events.poll());
    }
    return true;
  }

  private void step(Event event) {
    atOnce = event.at() == now ? atOnce + 1 : 0;
    check(atOnce < 10_000, "the servers are busy and time stands still");
    now = event.at();
    event.action().run();
  }

  void note(String what) {
    if (trace.size() > 5000) {
      trace.subList(0, 1000).clear();
    }
    trace.add((now / MS) + " " + what);
  }

  // ---- servers

  Node add(
      long id, Membership membership, boolean reconfig, int historyCount, Set<Defect> defects) {
    Node node =
        new Node(
            this,
            Ensembles.settings(id, membership, Ensembles.options(reconfig, historyCount), defects));
    nodes.put(id, node);
    return node;
  }

  @Nullable Node leader() {
    return nodes.values().stream().filter(Node::leads).findFirst().orElse(null);
  }

  /** Whether one leads, all others that are up follow it, and all have the same. */
  boolean settled() {
    Node leader = leader();
    return leader != null
        && nodes.values().stream()
            .filter(Node::up)
            .allMatch(node -> node == leader || (node.follows() && node.epoch == leader.epoch))
        && nodes.values().stream()
            .filter(Node::up)
            .allMatch(node -> node.memory.keySet().equals(leader.memory.keySet()));
  }

  // ---- partitions

  void cut(long one, long other) {
    cut.add(pair(one, other));
    for (Link link : new ArrayList<>(links.values())) {
      if (pair(link.from.id(), link.to.id()) == pair(one, other)) {
        breakLink(link, "cut");
      }
    }
  }

  /** Breaks what connects two servers; they may connect anew at once. */
  void flap(long one, long other) {
    cut(one, other);
    cut.remove(pair(one, other));
  }

  void heal() {
    cut.clear();
  }

  boolean connected(long one, long other) {
    return !cut.contains(pair(one, other));
  }

  private static long pair(long one, long other) {
    return Math.min(one, other) * 1000 + Math.max(one, other);
  }

  void crashed(Node node) {
    for (Link link : new ArrayList<>(links.values())) {
      if (link.from == node || link.to == node) {
        breakLink(link, "server " + node.id() + " crashed");
      }
    }
  }

  // ---- election connections

  void vote(Node from, long to, Notification notification) {
    Node target = nodes.get(to);
    if (target == null) {
      return;
    }
    List<Long> key = List.of(from.id(), to);
    boolean waiting = votes.put(key, notification) != null;
    if (!waiting) {
      after(delay(), () -> deliverVote(from, target, key));
    }
  }

  private void deliverVote(Node from, Node target, List<Long> key) {
    Notification latest = votes.remove(key);
    if (latest != null && target.up() && from.up() && connected(from.id(), target.id())) {
      target.input(server -> server.notified(from.id(), latest, now));
    }
  }

  // ---- quorum links

  long connect(Node from, long to) {
    long id = ++nextLink;
    attempt(from, to, id, 5);
    return id;
  }

  private void attempt(Node from, long to, long id, int tries) {
    from.later(
        delay(),
        () -> {
          Node target = nodes.get(to);
          if (from.gaveUp(id)) {
            return;
          }
          if (target != null && target.up() && target.accepting && connected(from.id(), to)) {
            links.put(id, new Link(id, from, target));
            from.input(server -> server.linkOpened(id, now));
            target.input(server -> server.linkAccepted(id, now));
          } else if (tries > 1) {
            from.later(100 * MS, () -> attempt(from, to, id, tries - 1));
          } else {
            from.input(server -> server.linkClosed(id, "refused", now));
          }
        });
  }

  void send(Node from, long id, QuorumMessage message) {
    Link link = links.get(id);
    if (link != null && link.open) {
      Node to = link.peer(from);
      enqueue(link, to, () -> to.input(server -> server.received(id, message, now)));
    }
  }

  /** The state as it is when it leaves. */
  void sendState(Node from, long id, java.util.function.Supplier<Disk.Tree> state, long zxid) {
    Link link = links.get(id);
    if (link != null && link.open) {
      Node to = link.peer(from);
      enqueue(
          link,
          to,
          () -> {
            Disk.Tree tree = new Disk.Tree(zxid, state.get().txns());
            to.input(server -> server.stateArrived(id, tree, now));
          });
    }
  }

  private void enqueue(Link link, Node to, Runnable arrival) {
    Deque<Runnable> queue = link.queueTo(to);
    queue.add(arrival);
    if (queue.size() == 1) {
      after(delay(), () -> arrive(link, to));
    }
  }

  private void arrive(Link link, Node to) {
    Deque<Runnable> queue = link.queueTo(to);
    if (links.get(link.id) != link || queue.isEmpty()) {
      return;
    }
    queue.remove().run();
    // What follows closely on the link mostly arrives together.
    while (!queue.isEmpty() && links.get(link.id) == link && random.nextInt(4) != 0) {
      queue.remove().run();
    }
    if (!queue.isEmpty()) {
      after(delay(), () -> arrive(link, to));
    }
  }

  /** One end closes: what it sent still arrives, then the other end is told. */
  void close(Node from, long id) {
    Link link = links.get(id);
    if (link == null) {
      from.giveUp(id);
      return;
    }
    if (!link.open) {
      links.remove(id);
      return;
    }
    link.open = false;
    Node to = link.peer(from);
    enqueue(
        link,
        to,
        () -> {
          links.remove(id);
          to.input(server -> server.linkClosed(id, "the other end closed", now));
        });
  }

  private void breakLink(Link link, String reason) {
    links.remove(link.id);
    for (Node end : List.of(link.from, link.to)) {
      if (end.up()) {
        after(delay(), () -> end.input(server -> server.linkClosed(link.id, reason, now)));
      }
    }
  }

  // ---- what must never happen

  /** I1, and: what a new leader has is committed from now on; nothing that was before is missing. */
  void leads(Node node, long epoch) {
    Long other = leaders.put(epoch, node.id());
    check(other == null, "epoch %d has two leaders, %s and %d", epoch, other, node.id());
    List<Proposal> memory = new ArrayList<>(node.memory.values());
    checkPrefix(committed, memory, "the leader of epoch " + epoch + " lacks what was committed");
    committed.addAll(memory.subList(committed.size(), memory.size()));
  }

  void serves(Node node) {
    checkPrefix(
        new ArrayList<>(node.memory.values()),
        committed,
        "server " + node.id() + " begins to follow with what is not committed");
  }

  void proposes(Proposal proposal) {
    Proposal before = proposed.put(proposal.zxid(), proposal);
    check(before == null, "%s was proposed twice", Zxid.text(proposal.zxid()));
  }

  void delivers(Node node, Proposal proposal, int position) {
    if (node.leads()) {
      check(
          position == committed.size(),
          "leader %d commits %s at %d of %d",
          node.id(),
          Zxid.text(proposal.zxid()),
          position,
          committed.size());
      committed.add(proposal);
    }
    check(
        position < committed.size() && same(committed.get(position), proposal),
        "server %d delivers %s at %d out of order",
        node.id(),
        Zxid.text(proposal.zxid()),
        position);
    check(
        same(proposed.getOrDefault(proposal.zxid(), proposal), proposal),
        "%s was proposed otherwise",
        Zxid.text(proposal.zxid()));
  }

  private void checkPrefix(List<Proposal> shorter, List<Proposal> longer, String what) {
    check(shorter.size() <= longer.size(), "%s: %d of %d", what, longer.size(), shorter.size());
    for (int i = 0; i < shorter.size(); i++) {
      check(
          same(shorter.get(i), longer.get(i)),
          "%s: %s and %s at %d",
          what,
          Zxid.text(shorter.get(i).zxid()),
          Zxid.text(longer.get(i).zxid()),
          i);
    }
  }

  private static boolean same(Proposal one, Proposal other) {
    return one.zxid() == other.zxid() && one.txn().equals(other.txn());
  }

  int commits() {
    return committed.size();
  }

  @SuppressWarnings("AnnotateFormatMethod") // its annotation is no dependency of ours
  void check(boolean holds, String what, Object... arguments) {
    if (!holds) {
      throw new Violation(what.formatted(arguments) + "\n" + tail());
    }
  }

  /** The last of what happened. */
  String tail() {
    return String.join("\n", trace.subList(Math.max(0, trace.size() - 300), trace.size()));
  }

  /** Something happened that must never happen. */
  static final class Violation extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Violation(String message) {
      super(message);
    }
  }
}
