package io.vivarium.consensus.zab.link;

import io.vivarium.consensus.zab.MemoryNetwork;
import io.vivarium.consensus.zab.auth.PeerAuthentication;
import io.vivarium.model.ensemble.Membership;
import io.vivarium.spi.TimeSource;
import io.vivarium.spi.consensus.StagedState;
import io.vivarium.spi.consensus.StateTransfer;
import io.vivarium.zab.message.QuorumMessage;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.TimeUnit;

/** The links of one server without a core: writes down what it would be told. Its threads are queues that the test empties. */
final class LinkServer implements LinkEvents {
  private static final LinkSettings SETTINGS =
      new LinkSettings(false, false, 100, 1 << 20, 1 << 20, PeerAuthentication.NONE, 1000);

  private final MemoryNetwork network;
  private final Queue<Runnable> engine = new ArrayDeque<>();
  private final Queue<Runnable> blocking = new ArrayDeque<>();
  private final List<String> told = new ArrayList<>();
  private final QuorumConnections links;
  private long now;
  private long due;
  private boolean blockingRuns = true;

  LinkServer(MemoryNetwork network, StateTransfer state) {
    this(network, state, SETTINGS);
  }

  LinkServer(MemoryNetwork network, StateTransfer state, LinkSettings settings) {
    this.network = network;
    TimeSource time =
        new TimeSource() {
          @Override
          public long monotonicNanos() {
            return now;
          }

          @Override
          public long wallMillis() {
            return 0;
          }
        };
    links =
        new QuorumConnections(
            settings,
            new QuorumConnections.Surroundings(network, state, engine::add, blocking::add, time),
            this);
  }

  /** A server at these places, each {@code host:port}. */
  static Membership.Member at(String... places) {
    return new Membership.Member(
        1,
        Arrays.stream(places)
            .map(place -> place.split(":", -1))
            .map(parts -> new Membership.Address(parts[0], Integer.parseInt(parts[1]), 1))
            .toList(),
        Membership.Role.PARTICIPANT,
        null);
  }

  QuorumConnections links() {
    return links;
  }

  /** Tasks that may block wait until this is switched on again. */
  void blockingRuns(boolean on) {
    blockingRuns = on;
  }

  /** Runs the tasks that may block, and nothing else. */
  void runBlocking() {
    for (Runnable task; (task = blocking.poll()) != null; ) {
      task.run();
    }
  }

  void pass(long ms) {
    now += TimeUnit.MILLISECONDS.toNanos(ms);
  }

  /** When the links want to be polled again, in ms from now; −1 for never. */
  long dueMs() {
    return due == Long.MAX_VALUE ? -1 : TimeUnit.NANOSECONDS.toMillis(due - now);
  }

  /** One turn of the engine; true when there was something to do. */
  boolean turn() {
    if (blockingRuns) {
      runBlocking();
    }
    boolean something = !engine.isEmpty();
    for (Runnable task; (task = engine.poll()) != null; ) {
      task.run();
    }
    due = links.poll(now);
    links.flush();
    return something || !engine.isEmpty();
  }

  /** Turns of these servers until nothing happens any more. */
  static void settle(LinkServer... servers) {
    boolean more = true;
    while (more) {
      more = false;
      for (LinkServer server : servers) {
        more |= server.turn();
        more |= server.network.run();
      }
    }
  }

  /** What the core was told since this was last asked. */
  List<String> told() {
    List<String> taken = List.copyOf(told);
    told.clear();
    return taken;
  }

  @Override
  public void linkAccepted(long link) {
    told.add("accepted " + link);
  }

  @Override
  public void linkOpened(long link) {
    told.add("opened " + link);
  }

  @Override
  public void received(long link, QuorumMessage message) {
    told.add(link + " " + message);
  }

  @Override
  public void stateArriving(long link) {
    if (!told.contains(link + " state arriving")) {
      told.add(link + " state arriving"); // how often depends on how it is cut
    }
  }

  @Override
  public void stateArrived(long link, StagedState state) {
    told.add(link + " " + state);
  }

  @Override
  public void linkClosed(long link, String reason) {
    told.add("closed " + link + ": " + reason);
  }

  @Override
  public void acceptFailed(String reason) {
    told.add("accept failed: " + reason);
  }
}
