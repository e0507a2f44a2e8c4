package io.vivarium.consensus.zab.election;

import io.vivarium.consensus.zab.auth.PeerAuthentication;
import io.vivarium.model.ensemble.Membership;
import io.vivarium.spi.FatalReason;
import io.vivarium.spi.TimeSource;
import io.vivarium.spi.transport.Endpoint;
import io.vivarium.spi.transport.HandlerFactory;
import io.vivarium.spi.transport.Listener;
import io.vivarium.spi.transport.Transport;
import io.vivarium.zab.message.Notification;
import io.vivarium.zab.message.ServerState;
import io.vivarium.zab.message.Vote;
import io.vivarium.zab.port.ElectionNetwork.Reach;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/** A server's election connections with an engine that runs when the test says so; what it hears and wants is written down. */
final class ElectionServer {
  static final long MS = 1_000_000;
  static final long CONNECT_MS = 5000;
  static final long GREETING_MS = 1000;
  static final int BIND_TRIES = 3;

  final List<String> heard = new ArrayList<>();
  final List<Endpoint> dialled = new ArrayList<>();
  final List<Endpoint> listenedAt = new ArrayList<>();
  final List<String> fatal = new ArrayList<>();
  final ElectionConnections connections;
  private final long id;
  private final Queue<Runnable> tasks = new ArrayDeque<>();
  private long nowMs;
  private Membership membership = Membership.NONE;

  ElectionServer(long id, Transport network) {
    this(settings(id, BIND_TRIES), network);
  }

  ElectionServer(ElectionLinkSettings settings, Transport network) {
    this.id = settings.serverId();
    connections =
        new ElectionConnections(
            settings,
            new ElectionConnections.Surroundings(
                new Noted(network),
                tasks::add,
                tasks::add,
                new ManualTime(),
                (reason, message, _) -> fatal.add(stop(reason, message))),
            (from, notification) -> heard.add(from + ": " + text(notification)));
  }

  static ElectionLinkSettings settings(long id, int bindTries) {
    return new ElectionLinkSettings(
        id, false, false, false, CONNECT_MS, GREETING_MS, bindTries, PeerAuthentication.NONE);
  }

  /** Knows these servers from now on. */
  ElectionServer members(Membership committed, @Nullable Membership proposed) {
    membership = committed;
    connections.members(committed, proposed);
    run();
    return this;
  }

  boolean linked(long serverId) {
    return connections.reach(serverId) == Reach.LINKED;
  }

  /** Says that it votes for itself with this zxid. */
  void say(long to, long zxid) {
    connections.notify(to, word(id, zxid, membership));
  }

  static Notification word(long leader, long zxid, Membership membership) {
    return new Notification(ServerState.LOOKING, new Vote(leader, zxid, 1, 0), membership);
  }

  /** Does what waits for the engine; true when there was something. */
  boolean run() {
    boolean something = !tasks.isEmpty();
    for (Runnable task; (task = tasks.poll()) != null; ) {
      task.run();
    }
    connections.poll(nowMs * MS);
    return something;
  }

  /** Knows these servers; what has to be done for that waits. */
  void hears(Membership committed) {
    membership = committed;
    connections.members(committed, null);
  }

  /** Does the first thing that waits for the engine, or for a thread that may block. */
  void step() {
    tasks.remove().run();
  }

  /** Lets time go by; returns in how many ms it wants to be polled again, −1 for never. */
  long after(long ms) {
    nowMs += ms;
    long next = connections.poll(nowMs * MS);
    return next == Long.MAX_VALUE ? -1 : next / MS - nowMs;
  }

  private static String text(Notification notification) {
    return notification.state()
        + " "
        + notification.vote().leader()
        + " zxid "
        + notification.vote().zxid();
  }

  private static String stop(FatalReason reason, String message) {
    return reason + " " + message;
  }

  private final class ManualTime implements TimeSource {
    @Override
    public long monotonicNanos() {
      return nowMs * MS;
    }

    @Override
    public long wallMillis() {
      throw new AssertionError("nothing here depends on the time of day");
    }
  }

  /** Writes down the places that the server listens at or connects to. */
  private final class Noted implements Transport {
    private final Transport network;

    Noted(Transport network) {
      this.network = network;
    }

    @Override
    public void start() {}

    @Override
    public Listener listen(Endpoint endpoint, HandlerFactory handlers) throws IOException {
      listenedAt.add(endpoint);
      return network.listen(endpoint, handlers);
    }

    @Override
    public void connect(Endpoint endpoint, HandlerFactory handlers, ConnectFailed failed) {
      dialled.add(endpoint);
      network.connect(endpoint, handlers, failed);
    }

    @Override
    public void close() {}
  }
}
