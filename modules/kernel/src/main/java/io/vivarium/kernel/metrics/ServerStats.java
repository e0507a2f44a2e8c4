package io.vivarium.kernel.metrics;

import java.util.ArrayList;
import java.util.List;

/**
 * What a server counts about its clients: packets, latencies, response sizes, connections, requests under way. The hot side is
 * {@link #recorder()}, one per thread; the reading side is {@link #traffic()}. Any thread.
 */
public final class ServerStats {
  private final ThreadLocal<TrafficRecorder> recorders = ThreadLocal.withInitial(this::register);
  private final StripedCounter fsyncThresholdExceeded = new StripedCounter();
  private final StripedCounter authFailed = new StripedCounter();
  private final StripedCounter rejected = new StripedCounter();
  private final StripedCounter sessionRequests = new StripedCounter();
  private final StripedCounter sessionlessExpired = new StripedCounter();
  private final StripedCounter remoteWithoutCertificate = new StripedCounter();
  private final StripedCounter localWithoutCertificate = new StripedCounter();

  /** Recorders of threads that live, or lived until lately. Guarded by this. */
  private List<TrafficRecorder> live = new ArrayList<>();

  /** What the recorders of dead threads left. Guarded by this. */
  private Traffic.Sum retired = new Traffic.Sum();

  /** Counts resets. Written under the lock only; every recorder looks at it with each call. */
  private volatile long period;

  /** The recorder of the calling thread; the same one each time. Keep it rather than ask again. */
  public TrafficRecorder recorder() {
    return recorders.get();
  }

  /** Reads all threads' figures. They are not stopped meanwhile, so the figures may be a few requests apart. */
  public synchronized Traffic traffic() {
    Traffic.Sum sum = new Traffic.Sum();
    sum.add(retired);
    for (TrafficRecorder recorder : live) {
      recorder.addTo(sum, period);
    }
    return sum.done();
  }

  /** Starts all figures afresh except levels: open connections and requests under way stay. */
  public synchronized void reset() {
    period++;
    retired = retired.levelsOnly();
    fsyncThresholdExceeded.reset();
    authFailed.reset();
    rejected.reset();
    sessionRequests.reset();
    sessionlessExpired.reset();
    remoteWithoutCertificate.reset();
    localWithoutCertificate.reset();
  }

  /** A forced write to the log took longer than {@code fsync.warningthresholdms}. */
  public void fsyncThresholdExceeded() {
    fsyncThresholdExceeded.increment();
  }

  /** How often a forced write took too long. */
  public long fsyncThresholdExceedCount() {
    return fsyncThresholdExceeded.value();
  }

  /** A client failed to prove who it is. */
  public void authFailed() {
    authFailed.increment();
  }

  /** A connection was refused for there being too many. */
  public void connectionRejected() {
    rejected.increment();
  }

  /** A connection was closed that had opened no session in time. */
  public void sessionlessExpired() {
    sessionlessExpired.increment();
  }

  /** A client asked for a session, or to go on with one. */
  public void sessionRequested() {
    sessionRequests.increment();
  }

  /** How often clients failed to prove who they are. */
  public long authFailedCount() {
    return authFailed.value();
  }

  /** A client connected without a certificate, from this host or from another. */
  public void connectedWithoutCertificate(boolean sameHost) {
    (sameHost ? localWithoutCertificate : remoteWithoutCertificate).increment();
  }

  /** How many connections came without a certificate, from this host or from another. */
  public long withoutCertificate(boolean sameHost) {
    return (sameHost ? localWithoutCertificate : remoteWithoutCertificate).value();
  }

  /**
   * Registers these figures under ZooKeeper's names, so that exporters find them beside all others. Call once for a registry,
   * before plugins start.
   */
  public void publishTo(KernelMetrics metrics) {
    metrics.gauge("packets_received", () -> traffic().packetsReceived());
    metrics.gauge("packets_sent", () -> traffic().packetsSent());
    metrics.gauge("num_alive_connections", () -> traffic().connections());
    metrics.gauge("outstanding_requests", () -> traffic().outstanding());
    metrics.gauge("min_latency", () -> traffic().latency().min());
    metrics.ratio("avg_latency", () -> traffic().latency().average());
    metrics.gauge("max_latency", () -> traffic().latency().max());
    metrics.gauge("last_client_response_size", () -> traffic().lastResponseSize());
    metrics.gauge("min_client_response_size", () -> traffic().minResponseSize());
    metrics.gauge("max_client_response_size", () -> traffic().maxResponseSize());
    metrics.gauge("auth_failed_count", this::authFailedCount);
    metrics.gauge("non_mtls_remote_conn_count", remoteWithoutCertificate::value);
    metrics.gauge("non_mtls_local_conn_count", localWithoutCertificate::value);
    metrics.countElsewhere("connection_rejected", rejected::value);
    metrics.countElsewhere("connection_request_count", sessionRequests::value);
    metrics.countElsewhere("bytes_received_count", () -> traffic().bytesReceived());
    metrics.countElsewhere("response_bytes", () -> traffic().responseBytes());
    metrics.countElsewhere("watch_bytes", () -> traffic().watchBytes());
    metrics.countElsewhere("sessionless_connections_expired", sessionlessExpired::value);
    // Stages that ZooKeeper has threads for are one here: what a request takes in all is what it
    // takes in them.
    for (String reads :
        List.of("readlatency", "read_commitproc_time_ms", "read_final_proc_time_ms")) {
      metrics.summariseElsewhere(reads, () -> traffic().readLatency());
    }
    for (String updates :
        List.of("updatelatency", "write_commitproc_time_ms", "local_write_committed_time_ms")) {
      metrics.summariseElsewhere(updates, () -> traffic().updateLatency());
    }
  }

  long period() {
    return period;
  }

  private synchronized TrafficRecorder register() {
    List<TrafficRecorder> alive = new ArrayList<>();
    for (TrafficRecorder recorder : live) {
      if (recorder.isAbandoned()) {
        recorder.addTo(retired, period);
      } else {
        alive.add(recorder);
      }
    }
    TrafficRecorder fresh = new TrafficRecorder(this, Thread.currentThread());
    alive.add(fresh);
    live = alive;
    return fresh;
  }
}
