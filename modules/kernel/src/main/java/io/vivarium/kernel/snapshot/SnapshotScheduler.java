package io.vivarium.kernel.snapshot;

import io.vivarium.spi.TimeSource;
import io.vivarium.spi.storage.SnapshotStore;
import java.io.IOException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides when a snapshot is taken: after a number of txns or bytes that is random within the upper half of the configured one, so
 * that the servers of an ensemble do not all write at the same time. One at a time; a threshold reached meanwhile counts once.
 *
 * <p>After each snapshot there is a rest as long as it took ({@link #REST}). Under full load a large tree would otherwise be
 * written without a pause, at more cost than all of the writes, to save a start the replay of txns that it applies faster than they
 * came. What a start has to replay beyond the configured txns is what was applied within that rest.
 *
 * <p>Counts on the pipeline's thread; snapshots and retention run on the executor, which is to have one thread.
 */
public final class SnapshotScheduler {
  private static final Logger LOG = LoggerFactory.getLogger(SnapshotScheduler.class);

  /**
   * When to take snapshots and how many to keep.
   *
   * @param txns a snapshot after so many txns at most, at least 2
   * @param bytes a snapshot after so many bytes of log at most; 0 for never
   * @param retained snapshots to keep
   * @param purgeHours hours between two removals of what is no longer needed; 0 for never
   */
  public record Settings(int txns, long bytes, int retained, int purgeHours) {}

  /** Writes one snapshot. */
  @FunctionalInterface
  public interface Snapshotter {
    /** Writes a snapshot of the tree as it is; returns the zxid of its name, {@link TreeSnapshots#NONE} when it was given up. */
    long write() throws IOException;

    /** What is being written is given up, and nothing is written until {@link #resume}. */
    default void pause() {}

    /** Snapshots are written again. */
    default void resume() {}
  }

  /** With {@linkplain SnapshotPace#PAUSES the pauses} in it, writing snapshots takes a sixth of the time at most. */
  static final int REST = 1;

  private final Settings settings;
  private final Snapshotter snapshotter;
  private final SnapshotStore store;
  private final Executor executor;
  private final RandomGenerator random;
  private final TimeSource time;
  private final AtomicBoolean busy = new AtomicBoolean();

  /** When another one may begin; written before {@link #busy} is taken back. */
  private volatile long restedAtNanos;

  /** Between roles nothing is due: what is applied then may not be committed, but it counts. */
  private boolean paused;

  /** Whether the last one was given up for want of a role: what counted for it is in none. */
  private volatile boolean givenUp;

  private int txns;
  private long bytes;
  private int txnThreshold;
  private long byteThreshold;
  private long nextPurgeNanos;
  private boolean purgeKnown;

  /** A scheduler that has seen nothing yet. */
  public SnapshotScheduler(
      Settings settings,
      Snapshotter snapshotter,
      SnapshotStore store,
      Executor executor,
      RandomGenerator random,
      TimeSource time) {
    this.settings = settings;
    this.snapshotter = snapshotter;
    this.store = store;
    this.executor = executor;
    this.random = random;
    this.time = time;
    this.restedAtNanos = time.monotonicNanos();
    drawThresholds();
  }

  private void drawThresholds() {
    txnThreshold = settings.txns() / 2 + 1 + random.nextInt(Math.max(1, settings.txns() / 2));
    byteThreshold =
        settings.bytes() == 0
            ? Long.MAX_VALUE
            : settings.bytes() / 2 + random.nextLong(Math.max(1, settings.bytes() / 2));
  }

  /**
   * A txn was applied. Pipeline's thread.
   *
   * @param size bytes of its record
   * @return whether a snapshot is due: then {@link #snapshot} is to be called after the log was told to roll
   */
  public boolean applied(int size) {
    txns++;
    bytes += size;
    return due();
  }

  private boolean due() {
    boolean reached = txns >= txnThreshold || bytes >= byteThreshold || givenUp;
    if (!reached || paused || busy.get() || !rested()) {
      return false;
    }
    txns = 0;
    bytes = 0;
    givenUp = false;
    drawThresholds();
    return true;
  }

  /**
   * So many txns were replayed at the start: they count, and half of the configured ones are enough to have one written with the first
   * role, because the next start would be slow too. Before the first role.
   */
  public void replayed(long count) {
    txns = (int) Math.min(count, settings.txns());
    if (count >= settings.txns() / 2) {
      txns = Math.max(txns, txnThreshold);
    }
  }

  private boolean rested() {
    return time.monotonicNanos() - restedAtNanos >= 0;
  }

  /** A role has ended: what is applied now may not be committed, and must be in no snapshot. Pipeline's thread. */
  public void pause() {
    paused = true;
    snapshotter.pause();
  }

  /** A role begins. Returns whether a snapshot is due, as {@link #applied} does. Pipeline's thread. */
  public boolean resume() {
    paused = false;
    snapshotter.resume();
    return due();
  }

  /** Has a snapshot written in the background, unless one is being written. Any thread. */
  public void snapshot() {
    if (!busy.compareAndSet(false, true)) {
      return;
    }
    executor.execute(
        () -> {
          long begun = time.monotonicNanos();
          try {
            givenUp = snapshotter.write() == TreeSnapshots.NONE;
          } catch (TreeSnapshots.StoppedException e) {
            LOG.info("Gave up the snapshot that was being written: {}", e.getMessage());
          } catch (IOException | RuntimeException | LinkageError | StackOverflowError e) {
            LOG.error(
                "Could not write a snapshot: {}. Serving goes on, the log keeps everything; free space or repair the disk, or the"
                    + " log will grow without end.",
                e.getMessage(),
                e);
          } finally {
            long ended = time.monotonicNanos();
            restedAtNanos = ended + REST * (ended - begun);
            busy.set(false);
          }
        });
  }

  /** Removes what is no longer needed when it is time to; returns when to be called again. Pipeline's thread. */
  public long poll(long nowNanos) {
    if (settings.purgeHours() == 0) {
      return Long.MAX_VALUE;
    }
    if (!purgeKnown || nowNanos - nextPurgeNanos >= 0) {
      purgeKnown = true;
      nextPurgeNanos = nowNanos + TimeUnit.HOURS.toNanos(settings.purgeHours());
      executor.execute(this::purge);
    }
    return nextPurgeNanos;
  }

  private void purge() {
    try {
      for (String removed : store.retain(settings.retained())) {
        LOG.info("Removed {}: {} newer snapshots are kept", removed, settings.retained());
      }
    } catch (IOException | RuntimeException | LinkageError | StackOverflowError e) {
      LOG.error("Could not remove old snapshots and logs: {}", e.getMessage(), e);
    }
  }
}
