package io.vivarium.kernel;

import io.vivarium.codec.ClientFrames;
import io.vivarium.config.Access;
import io.vivarium.config.Ensemble;
import io.vivarium.config.MembershipFiles;
import io.vivarium.config.ServerConfig;
import io.vivarium.config.TreeSettings;
import io.vivarium.kernel.connection.ConnectionRules;
import io.vivarium.kernel.pipeline.PipelineParts;
import io.vivarium.kernel.pipeline.PrepSettings;
import io.vivarium.kernel.pipeline.SessionRules;
import io.vivarium.spi.TimeSource;
import io.vivarium.spi.auth.FailedAttempts;
import io.vivarium.spi.consensus.EnsembleSettings;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** What the parts of the kernel need of the configuration, each in its own terms. */
final class Settings {
  private static final int LEAST_RING = 64;
  private static final int LARGEST_RING = 1 << 16;
  private static final int LEAST_HISTORY = 500;

  /** Watches may take this share of the heap unless something is configured: all of them, and those of one connection. */
  private static final int WATCHES_OF_ALL = 4;

  private static final int WATCHES_OF_ONE = 16;

  /** So much may wait for clients on the smallest heap, unless something is configured. */
  private static final long LEAST_UNSENT = 16L << 20;

  /** An address that goes on failing to authenticate waits for 51 seconds in the end. */
  private static final int WAIT_DOUBLINGS = 8;

  private final ServerConfig config;

  Settings(ServerConfig config) {
    this.config = config;
  }

  /**
   * What the server knows of its ensemble.
   *
   * @param files where a proposed membership may be kept; null when there are none
   * @throws IOException when what is kept there cannot be read
   */
  EnsembleSettings ensemble(@Nullable MembershipFiles files) throws IOException {
    Ensemble ensemble = config.ensemble();
    Long id = ensemble.myid();
    if (!ensemble.distributed() || id == null) {
      return EnsembleSettings.STANDALONE;
    }
    Ensemble.Options options = ensemble.options();
    return new EnsembleSettings(
        id,
        ensemble.membership(),
        files == null ? null : files.proposed(),
        new EnsembleSettings.Timing(
            config.sessions().tickTimeMs(),
            ensemble.timing().initLimit(),
            ensemble.timing().syncLimit(),
            ensemble.timing().connectLimit()),
        new EnsembleSettings.Options(
            options.reconfig(),
            options.multiAddress(),
            options.listenOnAllIps(),
            options.observerMasterPort(),
            options.observersSync(),
            config.encryption().peers(),
            config.access().readOnlyMode(),
            Math.max(LEAST_HISTORY, config.log().commitLogCount()),
            config.log().snapshotSizeFactor()));
  }

  /** Largest string or buffer inside a frame or a record of the log, bytes. */
  int fieldLimit() {
    int largest = config.requests().juteMaxBuffer();
    return ClientFrames.fieldLimit(largest, largest);
  }

  /** Places for requests on their way: what {@code globalOutstandingLimit} allows, as a power of two. */
  int requestRing() {
    int wanted = Math.clamp(config.requests().mostInProgress(), LEAST_RING, LARGEST_RING);
    return Integer.highestOneBit(wanted - 1) << 1;
  }

  /** How long a request may wait before it is turned away; 0 for any time. */
  long overdueNanos() {
    return TimeUnit.MILLISECONDS.toNanos(config.requests().throttledOpWaitTimeMs());
  }

  PipelineParts.Forcing forcing() {
    ServerConfig.LogSettings log = config.log();
    return new PipelineParts.Forcing(
        TimeUnit.MILLISECONDS.toNanos(log.flushDelayMs()),
        TimeUnit.MILLISECONDS.toNanos(log.maxWriteQueuePollTimeMs()),
        log.maxBatchSize());
  }

  PrepSettings prep() {
    TreeSettings tree = config.tree();
    return new PrepSettings(
        tree.extendedTypes(),
        tree.emulate353(),
        tree.enforceQuota(),
        tree.digest(),
        tree.closeSessionTxn(),
        !config.ensemble().distributed(),
        config.ensemble().options().reconfig(),
        tree.containers().maxNeverUsedMs(),
        fieldLimit());
  }

  SessionRules sessions() {
    boolean distributed = config.ensemble().distributed();
    return new SessionRules(
        distributed && config.sessions().localSessions(),
        distributed && config.sessions().localSessionsUpgrading(),
        !distributed || config.ensemble().options().leaderServes());
  }

  PipelineParts.Containers containers() {
    TreeSettings.Containers containers = config.tree().containers();
    return new PipelineParts.Containers(
        containers.checkIntervalMs(), containers.maxPerMinute(), containers.maxNeverUsedMs());
  }

  /** What client connections may do; {@code leastOutbound} bytes may always wait for a slow one. */
  ConnectionRules connections(long leastOutbound) {
    Access access = config.access();
    return new ConnectionRules(
        new ConnectionRules.Limits(
            config.requests().juteMaxBuffer(),
            fieldLimit(),
            Math.max(1, config.requests().mostInProgress()),
            Math.max(leastOutbound, 4L * config.requests().replyMaxBuffer()),
            config.sessions().maxConnectionsPerAddress(),
            config.sessions().maxConnections(),
            config.requests().watches().perConnection(),
            watchBytes(config.requests().watches().bytesPerConnection(), WATCHES_OF_ONE),
            config.sessions().maxSessions()),
        largeRequests(),
        new ConnectionRules.Timeouts(
            config.sessions().sessionlessTimeoutMs(),
            config.sessions().minSessionTimeoutMs(),
            config.sessions().maxSessionTimeoutMs()),
        new ConnectionRules.Proof(access.enforcedSchemes(), access.allowSaslFailedClients()),
        new ConnectionRules.Words(
            String.join(",", access.fourLetterWords().allowed()), access.readOnlyMode()));
  }

  /** Bytes that all watches may take; 0 for any. */
  long watchBytes() {
    return watchBytes(config.requests().watches().bytes(), WATCHES_OF_ALL);
  }

  /** Bytes that may wait for all clients together, at least a few of the largest replies; 0 for any. */
  long unsentBytes() {
    long configured = config.requests().maxUnsentBytes();
    if (configured >= 0) {
      return configured;
    }
    long least = Math.max(LEAST_UNSENT, 8L * config.requests().replyMaxBuffer());
    return Math.max(least, Runtime.getRuntime().maxMemory() / 8);
  }

  private static long watchBytes(long configured, int shareOfHeap) {
    return configured < 0 ? Runtime.getRuntime().maxMemory() / shareOfHeap : configured;
  }

  /** Who has failed to authenticate, other than by SASL, too often and has to wait; null when nobody ever has to. */
  @Nullable FailedAttempts attempts(TimeSource time) {
    int free = config.access().freeAttempts();
    return free == 0 ? null : new FailedAttempts(time, free, WAIT_DOUBLINGS);
  }

  /**
   * Large requests on their way: what is configured, and never more than an eighth of the heap. For ZooKeeper a request of the
   * configured size itself is not large yet.
   */
  private ConnectionRules.Large largeRequests() {
    long heapShare = Runtime.getRuntime().maxMemory() / 8;
    long limit = Math.min(config.requests().largeRequestMaxBytes(), heapShare);
    int threshold = config.requests().largeRequestThreshold();
    int large =
        threshold <= 0
            ? ConnectionRules.Large.UNLESS_CONFIGURED
            : (int) Math.min(threshold + 1L, Integer.MAX_VALUE);
    return new ConnectionRules.Large(large, limit, 4L * config.requests().juteMaxBuffer());
  }
}
