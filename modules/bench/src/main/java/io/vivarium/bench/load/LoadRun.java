package io.vivarium.bench.load;

import io.netty.channel.EventLoop;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongConsumer;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * One workload against one server or ensemble: makes the znodes, opens the sessions, warms up, measures, and goes. Used by one
 * thread, which blocks while the event loops work.
 */
public final class LoadRun {
  private static final int SESSION_TIMEOUT_MS = 30_000;
  private static final long OPEN_SECONDS = 120;
  private static final long TICK_MICROS = 500;

  private final Plan plan;
  private final Workload workload;
  private final Network network;
  private final List<Long> pids;
  private final CountDownLatch opened;
  private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
  private final List<SessionLoad> loads = new ArrayList<>();
  private final List<LoopFigures> figures = new ArrayList<>();
  private volatile boolean measuring;
  private volatile boolean ended;

  /**
   * A run.
   *
   * @param pids server processes on this machine whose CPU time and memory are measured
   */
  public LoadRun(Plan plan, Workload workload, Network network, List<Long> pids) {
    this.plan = plan;
    this.workload = workload;
    this.network = network;
    this.pids = List.copyOf(pids);
    this.opened = new CountDownLatch(plan.sessions());
  }

  /**
   * Does it.
   *
   * @param progress told about once a second how many operations have been completed so far
   * @throws IOException when the server cannot be reached, or a session is lost on the way
   */
  public LoadResult run(LongConsumer progress) throws IOException, InterruptedException {
    String root = "/bench-" + Long.toHexString(System.nanoTime());
    List<Znodes> znodes = new ArrayList<>();
    for (int i = 0; i < plan.sessions(); i++) {
      znodes.add(Znodes.of(root, i, plan.znodes(), plan.dataBytes()));
    }
    Preparation.make(network, plan.servers().get(0), root, znodes);
    try {
      open(znodes);
      begin();
      pass(plan.warmUpSeconds(), progress);
      ProcessUse before = ProcessUse.of(pids);
      long start = System.nanoTime();
      measuring = true;
      pass(plan.seconds(), progress);
      measuring = false;
      double seconds = (System.nanoTime() - start) / 1e9;
      return result(seconds, ProcessUse.of(pids).since(before));
    } finally {
      stop();
    }
  }

  private void open(List<Znodes> znodes) throws IOException, InterruptedException {
    List<EventLoop> loops = network.loops();
    for (int i = 0; i < loops.size(); i++) {
      figures.add(new LoopFigures(() -> measuring));
    }
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < plan.sessions(); i++) {
      int loop = i % loops.size();
      Operation operation = workload.operation(znodes.get(i), random.split());
      SessionLoad load = new SessionLoad(operation, figures.get(loop), this);
      loads.add(load);
      InetSocketAddress server = plan.servers().get(i % plan.servers().size());
      network.connect(
          loops.get(loop), server, new BenchSession(load, SESSION_TIMEOUT_MS), this::sessionLost);
    }
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(OPEN_SECONDS);
    while (!opened.await(100, TimeUnit.MILLISECONDS)) {
      check();
      if (System.nanoTime() > deadline) {
        throw new IOException(
            opened.getCount() + " sessions did not open within " + OPEN_SECONDS + " s");
      }
    }
  }

  private void begin() {
    for (int loop = 0; loop < network.loops().size(); loop++) {
      List<SessionLoad> own = onLoop(loop);
      EventLoop eventLoop = network.loops().get(loop);
      if (closedLoop()) {
        eventLoop.execute(() -> own.forEach(load -> load.begin(plan.inFlight())));
      } else {
        double share = (double) plan.perSecond() * own.size() / plan.sessions();
        Pace pace = new Pace(own, share, System.nanoTime());
        var _ =
            eventLoop.scheduleAtFixedRate(
                () -> pace.tick(System.nanoTime(), ended),
                TICK_MICROS,
                TICK_MICROS,
                TimeUnit.MICROSECONDS);
      }
    }
  }

  private List<SessionLoad> onLoop(int loop) {
    List<SessionLoad> own = new ArrayList<>();
    for (int i = loop; i < loads.size(); i += network.loops().size()) {
      own.add(loads.get(i));
    }
    return own;
  }

  private void pass(int seconds, LongConsumer progress) throws IOException, InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
    for (long left; (left = end - System.nanoTime()) > 0; ) {
      TimeUnit.NANOSECONDS.sleep(Math.min(left, TimeUnit.SECONDS.toNanos(1)));
      check();
      progress.accept(figures.stream().mapToLong(LoopFigures::completed).sum());
    }
  }

  private LoadResult result(double seconds, ProcessUse use)
      throws IOException, InterruptedException {
    stop();
    Histogram all = new Histogram(LoopFigures.LONGEST_NANOS, 3);
    SortedMap<Integer, Long> errors = new TreeMap<>();
    for (LoopFigures loop : figures) {
      all.add(loop.latencies());
      loop.errors().forEach((error, count) -> errors.merge(error, count, Long::sum));
    }
    check();
    if (all.getTotalCount() == 0) {
      throw new IOException("no operation was completed in the time measured; errors: " + errors);
    }
    return new LoadResult(seconds, all, errors, use);
  }

  /** Ends every session and waits until the loops have done so: afterwards their figures belong to this thread. */
  private void stop() throws InterruptedException {
    ended = true;
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
    failure.compareAndSet(null, cause);
  }

  private void check() throws IOException {
    Throwable cause = failure.get();
    if (cause != null) {
      throw new IOException("a session was lost: " + cause.getMessage(), cause);
    }
  }
}
