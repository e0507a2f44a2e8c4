package io.vivarium.bench.load;

import io.netty.channel.EventLoop;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.function.LongConsumer;

/**
 * One workload against one server or ensemble: makes the znodes, opens the sessions, warms up, measures, and goes. Used by one
 * thread, which blocks while the event loops work.
 */
final class LoadRun {
  private static final int SESSION_TIMEOUT_MS = 30_000;

  private final Plan plan;
  private final Workload workload;
  private final Network network;
  private final List<InetSocketAddress> servers;
  private final Measurement measurement;
  private final CountDownLatch opened;
  private final List<SessionLoad> loads = new ArrayList<>();
  private final Metronome metronome;
  private volatile boolean ended;

  /** A run; sessions are spread over the servers in turn. */
  LoadRun(
      Plan plan,
      Workload workload,
      Network network,
      List<InetSocketAddress> servers,
      Measurement measurement) {
    this.plan = plan;
    this.workload = workload;
    this.network = network;
    this.servers = List.copyOf(servers);
    this.measurement = measurement;
    this.opened = new CountDownLatch(plan.sessions());
    this.metronome = new Metronome(plan.perSecond());
  }

  /**
   * Does it.
   *
   * @param progress told about once a second how many operations have been completed so far
   * @throws IOException when the server cannot be reached, or a session is lost on the way
   */
  LoadResult run(LongConsumer progress) throws IOException, InterruptedException {
    begin();
    try {
      measurement.pass(plan, progress);
    } finally {
      stop();
    }
    return measurement.result();
  }

  /** Makes the znodes and puts the load on; it stays on until {@link #stop}. */
  void begin() throws IOException, InterruptedException {
    String root = "/bench-" + Long.toHexString(System.nanoTime());
    List<Znodes> znodes = new ArrayList<>();
    for (int i = 0; i < plan.sessions(); i++) {
      znodes.add(Znodes.of(root, i, plan.znodes(), plan.dataBytes()));
    }
    Preparation.make(network, servers.get(0), root, znodes);
    try {
      open(znodes);
    } catch (IOException | InterruptedException | RuntimeException e) {
      stop();
      throw e;
    }
    start();
  }

  private void open(List<Znodes> znodes) throws IOException, InterruptedException {
    List<EventLoop> loops = network.loops();
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < plan.sessions(); i++) {
      int loop = i % loops.size();
      Operation operation = workload.operation(znodes.get(i), random.split());
      SessionLoad load = new SessionLoad(operation, measurement.loop(loop), this);
      loads.add(load);
      network.connect(
          loops.get(loop),
          servers.get(i % servers.size()),
          new BenchSession(load, SESSION_TIMEOUT_MS),
          measurement::lost);
    }
    measurement.awaitOpen(opened);
  }

  private void start() {
    for (int loop = 0; loop < network.loops().size(); loop++) {
      List<SessionLoad> own = onLoop(loop);
      EventLoop eventLoop = network.loops().get(loop);
      if (closedLoop()) {
        eventLoop.execute(() -> own.forEach(load -> load.begin(plan.inFlight())));
      } else {
        double share = (double) plan.perSecond() * own.size() / plan.sessions();
        Pace pace = new Pace(own, share, System.nanoTime());
        metronome.add(eventLoop, now -> pace.tick(now, ended));
      }
    }
    if (!closedLoop()) {
      metronome.start();
    }
  }

  private List<SessionLoad> onLoop(int loop) {
    List<SessionLoad> own = new ArrayList<>();
    for (int i = loop; i < loads.size(); i += network.loops().size()) {
      own.add(loads.get(i));
    }
    return own;
  }

  /** Ends every session and waits until the loops have done so: afterwards their figures belong to this thread. */
  void stop() throws InterruptedException {
    ended = true;
    metronome.stop();
    for (int loop = 0; loop < network.loops().size(); loop++) {
      List<SessionLoad> own = onLoop(loop);
      network.loops().get(loop).submit(() -> own.forEach(SessionLoad::stop)).await();
    }
  }

  boolean closedLoop() {
    return plan.perSecond() == 0;
  }

  void sessionOpened() {
    opened.countDown();
  }

  void sessionLost(Throwable cause) {
    measurement.lost(cause);
  }
}
