package io.vivarium.kernel.pipeline;

import io.vivarium.kernel.access.AccessCheck;
import io.vivarium.kernel.access.AclRules;
import io.vivarium.kernel.execution.Execution;
import io.vivarium.kernel.metrics.KernelMetrics;
import io.vivarium.kernel.session.SessionTracker;
import io.vivarium.kernel.snapshot.SnapshotScheduler;
import io.vivarium.model.TxnDigest;
import io.vivarium.model.TxnHeader;
import io.vivarium.spi.FatalErrors;
import io.vivarium.spi.TimeSource;
import io.vivarium.spi.audit.AuditLog;
import io.vivarium.spi.consensus.Consensus;
import io.vivarium.spi.consensus.EngineResources;
import io.vivarium.spi.consensus.MembershipKeeper;
import io.vivarium.spi.consensus.RecoveredHistory;
import io.vivarium.spi.consensus.StateTransfer;
import io.vivarium.spi.storage.TxnLog;
import io.vivarium.tree.DataTree;
import io.vivarium.tree.watch.WatchTable;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongUnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What a pipeline is built from.
 *
 * @param state the state as it was recovered, and who keeps it
 * @param rules who may do what, and how requests are judged
 * @param engine consensus and what it starts from
 * @param clients who is connected
 * @param disk where and when proposals become durable
 * @param sizes of the rings
 * @param environment time, what things run on, the end, figures
 */
public record PipelineParts(
    State state,
    Rules rules,
    Engine engine,
    Clients clients,
    Disk disk,
    Sizes sizes,
    Environment environment) {

  /**
   * The replicated state and what is derived from it.
   *
   * @param sessions those that everybody knows
   * @param locals those that only this server knows
   */
  public record State(
      DataTree tree,
      WatchTable watches,
      SessionTracker sessions,
      SessionTracker locals,
      SnapshotScheduler snapshots,
      DigestListener digests) {}

  /** Told the digest of the tree after each txn. Pipeline's thread. */
  public interface DigestListener {
    /**
     * A txn was applied.
     *
     * @param expected the digest that the tree should have now; null when unknown
     * @param actual the digest that it has
     */
    void applied(TxnHeader header, @Nullable TxnDigest expected, long actual);

    /**
     * A role begins: the tree is what the ensemble has agreed on, no more and no less.
     *
     * @return whether it was received from another server since the last role, with effects of txns that only then followed
     */
    boolean roleBegins();
  }

  /**
   * How requests are judged.
   *
   * @param fieldLimit largest string or buffer in a txn, bytes
   * @param overdueNanos how long a request may wait before it is turned away; 0 for any time
   */
  public record Rules(
      AccessCheck access,
      AclRules acls,
      Reads reads,
      PrepSettings prep,
      SessionRules sessions,
      Containers containers,
      int fieldLimit,
      long overdueNanos) {}

  /**
   * How containers and TTL nodes are removed.
   *
   * @param checkIntervalMs between two looks, ms; 0 for never
   * @param maxPerMinute deletions a minute at most
   * @param maxNeverUsedMs age in ms from which a container that never had a child is removed; 0 for never
   */
  public record Containers(long checkIntervalMs, int maxPerMinute, long maxNeverUsedMs) {}

  /**
   * Consensus and what it is handed.
   *
   * @param transfer makes the hand-over of state, given the log
   * @param membership keeps what the engine says of the ensemble's servers
   */
  public record Engine(
      Consensus consensus,
      RecoveredHistory history,
      EngineResources resources,
      Function<DiskLog, StateTransfer> transfer,
      MembershipKeeper membership) {}

  /** The log as a hand-over of state sees it. */
  public interface DiskLog {
    /** Blocks until everything handed to the log is on disk. Any thread while nobody appends. */
    void awaitQuiet();

    /** What was logged so far may be logged again: nothing counts as durable any more. Pipeline's thread, while the log is quiet. */
    void restart();
  }

  /**
   * The connections of clients.
   *
   * @param sweep drops those that never opened a session; takes the monotonic clock, returns when it wants to be called again
   * @param dropAll drops every one, for the reason given
   */
  public record Clients(LongUnaryOperator sweep, Consumer<String> dropAll) {}

  /** Where proposals become durable, and when. */
  public record Disk(TxnLog log, Forcing forcing) {}

  /**
   * When what was appended to the log is forced. Without a delay that is as soon as nothing more is waiting. With one, forces are at
   * least that far apart while records keep coming; a record that comes later than that after the last force is forced at once.
   *
   * @param delayNanos time between two forces; 0 for none
   * @param pauseNanos when nothing has come for this long, forced all the same
   * @param most records that are forced together; 0 for any number
   */
  public record Forcing(long delayNanos, long pauseNanos, int most) {
    /** Whether so many records may not wait for more. */
    boolean full(int gathered) {
      return most > 0 && gathered >= most;
    }

    /** Until when to wait for more; not later than {@code nowNanos} for not at all. */
    long waitUntil(long nowNanos, long lastForceNanos) {
      long rest = Math.max(0, delayNanos - (nowNanos - lastForceNanos));
      return nowNanos + Math.min(pauseNanos, rest);
    }
  }

  /** Powers of two. */
  public record Sizes(int requestRing, int logRing) {}

  /**
   * What the pipeline takes from outside.
   *
   * @param audit who is told of every write; null when nobody is
   */
  public record Environment(
      TimeSource time,
      Execution execution,
      FatalErrors fatal,
      KernelMetrics metrics,
      @Nullable Audit audit) {}

  /**
   * Where writes are told.
   *
   * @param processUser who does what the server does by itself
   */
  public record Audit(AuditLog log, String processUser) {}
}
