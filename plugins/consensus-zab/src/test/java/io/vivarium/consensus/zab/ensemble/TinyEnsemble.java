package io.vivarium.consensus.zab.ensemble;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import io.vivarium.model.ensemble.Membership;
import io.vivarium.spi.consensus.EnsembleSettings;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Servers of one ensemble in one JVM, over TCP on the loopback interface, with storages that outlive them. */
final class TinyEnsemble implements AutoCloseable {
  private static final long PATIENCE_SECONDS = 30;
  private static final int TICK_MS = 200;
  private static final int LIMIT_TICKS = 50;

  private final String name;
  private final Membership membership;
  private final int history;
  private final Object changes = new Object();
  private final Map<Long, TinyServer> running = new TreeMap<>();

  /**
   * An ensemble of which nobody runs yet.
   *
   * @param name names the storages
   * @param voters its servers are numbered from 1
   * @param observers their numbers follow
   * @param history txns kept in memory for learners
   */
  TinyEnsemble(String name, int voters, int observers, int history) throws Exception {
    this.name = name;
    this.history = history;
    TreeMap<Long, Membership.Member> members = new TreeMap<>();
    List<ServerSocket> reserved = new ArrayList<>();
    for (long id = 1; id <= voters + observers; id++) {
      members.put(
          id,
          new Membership.Member(
              id,
              List.of(new Membership.Address("127.0.0.1", port(reserved), port(reserved))),
              id <= voters ? Membership.Role.PARTICIPANT : Membership.Role.OBSERVER,
              null));
    }
    for (ServerSocket socket : reserved) {
      socket.close();
    }
    membership = new Membership(members, new TreeMap<>(), new TreeMap<>(), 0);
  }

  private static int port(List<ServerSocket> reserved) throws Exception {
    ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    reserved.add(socket);
    return socket.getLocalPort();
  }

  TinyServer start(long id) throws Exception {
    EnsembleSettings settings =
        new EnsembleSettings(
            id,
            membership,
            null,
            new EnsembleSettings.Timing(TICK_MS, LIMIT_TICKS, LIMIT_TICKS, LIMIT_TICKS),
            new EnsembleSettings.Options(
                false, false, false, 0, true, false, false, history, 0.33));
    TinyServer server =
        new TinyServer(name, settings, Map.of("standaloneEnabled", "false"), this::changed);
    running.put(id, server);
    return server;
  }

  void start(long... ids) throws Exception {
    for (long id : ids) {
      start(id);
    }
  }

  TinyServer server(long id) {
    return running.get(id);
  }

  void stop(long id) throws InterruptedException {
    TinyServer server = running.remove(id);
    server.stop();
    assertEquals(List.of(), server.fatalErrors(), "server " + id);
    for (Thread ending : server.liveThreads()) {
      ending.join(TimeUnit.SECONDS.toMillis(PATIENCE_SECONDS));
    }
    assertEquals(List.of(), server.liveThreads(), "threads of server " + id);
  }

  /** The leader, once there is one. */
  TinyServer leader() {
    await("a leader", () -> running.values().stream().anyMatch(TinyServer::leading));
    return running.values().stream().filter(TinyServer::leading).findFirst().orElseThrow();
  }

  /** One that follows, once there is one. */
  TinyServer follower() {
    TinyServer leader = leader();
    await(
        "a follower",
        () -> running.values().stream().anyMatch(one -> !one.equals(leader) && one.serving()));
    return running.values().stream()
        .filter(one -> !one.equals(leader) && one.serving())
        .findFirst()
        .orElseThrow();
  }

  /** Waits until all that run serve. */
  void allServe() {
    await("all servers serve", () -> running.values().stream().allMatch(TinyServer::serving));
  }

  /** Waits until all that run have delivered exactly these texts. */
  void allHave(List<String> bodies) {
    await(
        "all have " + bodies.size() + " txns",
        () -> running.values().stream().allMatch(one -> one.bodies().equals(bodies)));
  }

  /** Waits for what is brought about by other threads, which tell when they have done something. */
  void await(String what, BooleanSupplier holds) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    try {
      synchronized (changes) {
        while (!holds.getAsBoolean()) {
          long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
          if (left <= 0
              || running.values().stream().anyMatch(one -> !one.fatalErrors().isEmpty())) {
            fail(what + " did not come about" + report());
          }
          changes.wait(left);
        }
      }
    } catch (InterruptedException e) {
      throw new AssertionError("interrupted while waiting for " + what, e);
    }
  }

  private void changed() {
    synchronized (changes) {
      changes.notifyAll();
    }
  }

  private String report() {
    StringBuilder text = new StringBuilder();
    running
        .values()
        .forEach(
            one ->
                text.append(
                    "%nserver %d: %s %s %d txns %s"
                        .formatted(
                            one.id(),
                            one.history(),
                            one.status(),
                            one.bodies().size(),
                            one.fatalErrors())));
    return text.toString();
  }

  @Override
  public void close() {
    try {
      for (long id : List.copyOf(running.keySet())) {
        stop(id);
      }
    } catch (InterruptedException e) {
      throw new AssertionError("interrupted while the ensemble ends", e);
    }
  }
}
