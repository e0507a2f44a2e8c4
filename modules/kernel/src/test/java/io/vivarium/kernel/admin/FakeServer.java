package io.vivarium.kernel.admin;

import io.vivarium.kernel.metrics.KernelMetrics;
import io.vivarium.kernel.metrics.ServerStats;
import io.vivarium.kernel.metrics.TrafficRecorder;
import io.vivarium.model.ensemble.Membership;
import io.vivarium.spi.consensus.ConsensusStatus;
import io.vivarium.spi.consensus.ConsensusStatus.Mode;
import io.vivarium.tree.Quota;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/** A server of which a test chooses every detail. */
public final class FakeServer implements ServerView, ServerView.Listener {
  private static final long MS = 1_000_000;

  final ServerStats stats = new ServerStats();
  final KernelMetrics metrics = new KernelMetrics();
  final List<ConnectionView> connections = new ArrayList<>();
  final List<Pair> ephemerals = new ArrayList<>();
  final List<Pair> watches = new ArrayList<>();
  final List<Quota> quotas = new ArrayList<>();
  final List<RecordedDigest> digests = new ArrayList<>();
  final SequencedMap<String, String> environment = new LinkedHashMap<>();
  final SequencedMap<String, String> monitorLines = new LinkedHashMap<>();
  final Map<Long, Integer> globalSessions = new LinkedHashMap<>();
  @Nullable Map<Long, Integer> localSessions;
  @Nullable List<ExpiryBucket> expiry = new ArrayList<>();
  @Nullable ProposalSizes proposalSizes;
  ConfigurationView configuration = new FakeConfiguration(2181, "/data/version-2", 0, null);
  Mode mode = Mode.STANDALONE;
  @Nullable ConsensusStatus status;
  Membership membership = Membership.NONE;
  boolean serving = true;
  long lastZxid;
  long uptimeMs;
  long nodeCount;
  long ephemeralCount;
  long watchCount;
  long approximateSize;
  long traceMask = DEFAULT_TRACE_MASK;
  Runnable beforeVisit = () -> {};
  int visited;
  int statsResets;
  int connectionResets;

  /** A session and a path it has to do with. */
  record Pair(long sessionId, String path) {}

  /** A server without anything in it. */
  public FakeServer() {
    ServerGauges.publish(this);
  }

  /** Makes the statistics show what a captured answer shows. */
  void traffic(long received, long sent, int open, Replies replies) {
    TrafficRecorder recorder = stats.recorder();
    long sum = replies.sumMs();
    for (int i = 0; i < replies.count(); i++) {
      long latency = Math.min(sum, replies.maxMs());
      sum -= latency;
      recorder.took(i % 3 == 0, MS * latency, 1);
      recorder.answered(16, i);
    }
    recorder.sent(sent - replies.count());
    recorder.received(received, 20 * received);
    for (int i = 0; i < open; i++) {
      recorder.connectionOpened();
    }
  }

  /** So many replies that took so long in all, and none longer than the greatest. */
  record Replies(int count, long sumMs, long maxMs) {}

  @Override
  public ServerVersion version() {
    return new ServerVersion(
        "3.9.5",
        "293c895a8d966a3ecb92872be4a1daf87d725da2",
        Instant.parse("2026-02-11T20:18:31Z"),
        "0.1.0");
  }

  @Override
  public Standing standing() {
    return new Standing() {
      @Override
      public boolean serving() {
        return serving;
      }

      @Override
      public Mode mode() {
        return mode;
      }

      @Override
      public ConsensusStatus status() {
        ConsensusStatus chosen = status;
        return chosen == null ? new ConsensusStatus(mode, 0, -1, 0) : chosen;
      }

      @Override
      public Membership membership() {
        return membership;
      }

      @Override
      public long lastZxid() {
        return lastZxid;
      }

      @Override
      public long uptimeMs() {
        return uptimeMs;
      }

      @Override
      public SequencedMap<String, String> monitorLines() {
        return monitorLines;
      }

      @Override
      public @Nullable ProposalSizes proposalSizes() {
        return proposalSizes;
      }
    };
  }

  @Override
  public ConfigurationView configuration() {
    return configuration;
  }

  @Override
  public Tree tree() {
    return new Tree() {
      @Override
      public long nodeCount() {
        return nodeCount;
      }

      @Override
      public long ephemeralCount() {
        return ephemeralCount;
      }

      @Override
      public long approximateSize() {
        return approximateSize;
      }

      @Override
      public List<RecordedDigest> digests() {
        return digests;
      }

      @Override
      public List<Quota> quotas() {
        return quotas;
      }

      @Override
      public int sessionsWithEphemerals() {
        return (int) ephemerals.stream().mapToLong(Pair::sessionId).distinct().count();
      }

      @Override
      public List<String> ephemerals(long sessionId) {
        return ephemerals.stream()
            .filter(pair -> pair.sessionId() == sessionId)
            .map(Pair::path)
            .toList();
      }

      @Override
      public void visitEphemerals(PathVisitor visitor) {
        visit(ephemerals, visitor);
      }
    };
  }

  @Override
  public Watches watches() {
    return new Watches() {
      @Override
      public long count() {
        return watchCount;
      }

      @Override
      public WatchSummary summary() {
        return new WatchSummary(
            watches.stream().mapToLong(Pair::sessionId).distinct().count(),
            watches.stream().map(Pair::path).distinct().count(),
            watches.size());
      }

      @Override
      public void visitBySession(int most, PathVisitor visitor) {
        visit(watches.stream().limit(most).toList(), visitor);
      }

      @Override
      public void visitByPath(int most, PathVisitor visitor) {
        visit(watches.stream().limit(most).toList(), visitor);
      }
    };
  }

  @Override
  public Sessions sessions() {
    return new Sessions() {
      @Override
      public int globalCount() {
        return globalSessions.size();
      }

      @Override
      public @Nullable List<ExpiryBucket> expiry() {
        return expiry;
      }

      @Override
      public Map<Long, Integer> global() {
        return globalSessions;
      }

      @Override
      public @Nullable Map<Long, Integer> local() {
        return localSessions;
      }
    };
  }

  @Override
  public ServerStats stats() {
    return stats;
  }

  @Override
  public KernelMetrics metrics() {
    return metrics;
  }

  @Override
  public SequencedMap<String, String> environment() {
    return environment;
  }

  @Override
  public long traceMask() {
    return traceMask;
  }

  @Override
  public void traceMask(long mask) {
    traceMask = mask;
  }

  @Override
  public void resetStats() {
    statsResets++;
    ServerView.super.resetStats();
  }

  @Override
  public Iterable<ConnectionView> connections() {
    return connections;
  }

  @Override
  public void resetConnectionStats() {
    connectionResets++;
  }

  static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** Walks pairs in the order in which the test put them. */
  private void visit(List<Pair> pairs, PathVisitor visitor) {
    beforeVisit.run();
    for (Pair pair : pairs) {
      visited++;
      if (!visitor.visit(pair.sessionId(), pair.path())) {
        return;
      }
    }
  }
}
