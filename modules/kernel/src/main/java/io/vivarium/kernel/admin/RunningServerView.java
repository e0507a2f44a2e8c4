package io.vivarium.kernel.admin;

import io.vivarium.config.ServerConfig;
import io.vivarium.kernel.metrics.KernelMetrics;
import io.vivarium.kernel.metrics.LeaderFigures;
import io.vivarium.kernel.metrics.ServerStats;
import io.vivarium.kernel.session.SessionTracker;
import io.vivarium.model.ensemble.Membership;
import io.vivarium.spi.TimeSource;
import io.vivarium.spi.consensus.Consensus;
import io.vivarium.spi.consensus.ConsensusStatus;
import io.vivarium.tree.DataTree;
import io.vivarium.tree.watch.WatchTable;
import java.util.List;
import java.util.SequencedMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A server of the kernel as operators see it. Any thread. */
public final class RunningServerView implements ServerView {
  private final ServerVersion version;
  private final ProcessEnvironment environment;
  private final ServerStats stats;
  private final KernelMetrics metrics;
  private final Sources sources;
  private final TreeView tree;
  private final WatchesView watches;
  private final SessionsView sessions;
  private final ConfigurationView configuration;
  private final long startedNanos;
  private volatile long traceMask = DEFAULT_TRACE_MASK;

  /**
   * Where the figures come from.
   *
   * @param sessions those that everybody knows
   * @param locals those that only this server knows; null when it is to have none
   * @param clientPort the port that is bound; −1 while there is none
   * @param secureClientPort the one for TLS only, likewise
   * @param membership the servers of the ensemble as they are now
   * @param lastZxid the last txn applied, or the beginning of the epoch if that is later
   * @param serving whether clients are served
   * @param allowed what clients are allowed now
   */
  public record Sources(
      DataTree tree,
      WatchTable watches,
      SessionTracker sessions,
      @Nullable SessionTracker locals,
      DigestHistory digests,
      Consensus consensus,
      IntSupplier clientPort,
      IntSupplier secureClientPort,
      Supplier<Membership> membership,
      LongSupplier lastZxid,
      BooleanSupplier serving,
      Supplier<ClientControl.Limits> allowed,
      TimeSource time) {}

  /** A view of one server, whose gauges go into {@code metrics}. Made once, before plugins put theirs in. */
  public RunningServerView(
      ServerVersion version,
      ServerConfig config,
      ServerStats stats,
      KernelMetrics metrics,
      Sources sources) {
    this.version = version;
    this.environment = new ProcessEnvironment(version);
    this.configuration =
        new ServerFacts(
            config,
            sources.clientPort(),
            sources.secureClientPort(),
            sources.membership(),
            sources.allowed());
    this.stats = stats;
    this.metrics = metrics;
    this.sources = sources;
    this.tree = new TreeView(sources.tree(), sources.digests());
    this.watches = new WatchesView(sources.watches());
    this.sessions =
        new SessionsView(sources.sessions(), sources.locals(), this::decides, sources.time());
    this.startedNanos = sources.time().monotonicNanos();
    ServerGauges.publish(this);
    EnsembleGauges.publish(this, sources.time());
  }

  private boolean decides() {
    return switch (sources.consensus().status().mode()) {
      case STANDALONE, LEADER -> true;
      case FOLLOWER, OBSERVER, LOOKING, READ_ONLY -> false;
    };
  }

  @Override
  public ServerVersion version() {
    return version;
  }

  @Override
  public Standing standing() {
    return new Standing() {
      @Override
      public boolean serving() {
        return sources.serving().getAsBoolean();
      }

      @Override
      public ConsensusStatus.Mode mode() {
        return sources.consensus().status().mode();
      }

      @Override
      public long lastZxid() {
        return sources.lastZxid().getAsLong();
      }

      @Override
      public long uptimeMs() {
        return TimeUnit.NANOSECONDS.toMillis(sources.time().monotonicNanos() - startedNanos);
      }

      @Override
      public @Nullable ProposalSizes proposalSizes() {
        LeaderFigures leader = metrics.leader();
        return mode() == ConsensusStatus.Mode.LEADER
            ? new ProposalSizes(leader.last(), leader.smallest(), leader.largest())
            : null;
      }

      @Override
      public ConsensusStatus status() {
        return sources.consensus().status();
      }

      @Override
      public Membership membership() {
        return sources.membership().get();
      }

      @Override
      public SequencedMap<String, String> monitorLines() {
        return EnsembleLines.of(sources.consensus().status());
      }
    };
  }

  @Override
  public ConfigurationView configuration() {
    return configuration;
  }

  @Override
  public Tree tree() {
    return tree;
  }

  @Override
  public Watches watches() {
    return watches;
  }

  @Override
  public Sessions sessions() {
    return sessions;
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
    return environment.lines();
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
    stats.reset();
    metrics.reset();
  }

  /** The digests recorded lately. */
  public interface DigestHistory {
    /** Oldest first; a bounded number. */
    List<RecordedDigest> recorded();
  }
}
