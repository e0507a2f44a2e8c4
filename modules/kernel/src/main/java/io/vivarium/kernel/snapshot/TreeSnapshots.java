package io.vivarium.kernel.snapshot;

import io.vivarium.codec.SnapshotCodec;
import io.vivarium.codec.SnapshotEncoder;
import io.vivarium.model.Acl;
import io.vivarium.model.TxnDigest;
import io.vivarium.model.Zxid;
import io.vivarium.spi.TimeSource;
import io.vivarium.spi.storage.SnapshotStore;
import io.vivarium.spi.storage.SnapshotWriter;
import io.vivarium.tree.DataTree;
import io.vivarium.tree.TreeScan;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes snapshots of a tree that goes on changing. The result is fuzzy, as ZooKeeper's are: it holds everything up to the zxid of
 * its name and perhaps effects of later txns, which replay makes whole. Runs on the snapshot thread and stops nobody: when a write
 * interferes it waits a little and looks again. One that nobody waits for is written {@linkplain SnapshotPace at a pace}.
 */
public final class TreeSnapshots implements SnapshotScheduler.Snapshotter {
  private static final Logger LOG = LoggerFactory.getLogger(TreeSnapshots.class);

  /** A pause after the writer interfered many times in a row. */
  private static final long BUSY_NANOS = TimeUnit.MICROSECONDS.toNanos(50);

  /** No snapshot was written. */
  public static final long NONE = -1;

  private final DataTree tree;
  private final SnapshotStore store;
  private final boolean lastProcessedZxid;
  private final TimeSource time;
  private final LongConsumer sleeper;

  private LongConsumer written = millis -> {};

  /** Those who want a snapshot written now; one that is being written at a pace goes on without pauses for them. */
  private final AtomicInteger waiting = new AtomicInteger();

  /** Counts the trees that took the place of this one. */
  private final AtomicInteger replacements = new AtomicInteger();

  /** The disk has another past than the tree, which is to be replaced. */
  private volatile boolean held;

  /**
   * Txns may be applied that were never committed: the end of a role. A snapshot that saw some of them would bring them back after
   * they were truncated, whatever zxid it is named after.
   */
  private volatile boolean paused;

  /** The server stops: nobody waits for a snapshot any more. */
  private volatile boolean stopped;

  /** A snapshot was given up because the server stops; what was written of it is not kept. */
  static final class StoppedException extends IOException {
    private static final long serialVersionUID = 1;

    StoppedException() {
      super("the server is stopping");
    }
  }

  /** The tree is not the one any more of which a snapshot is being written, or is about to be another. */
  private static final class ReplacedException extends IOException {
    private static final long serialVersionUID = 1;

    ReplacedException() {
      super("the tree is being replaced");
    }
  }

  /** Snapshots of a tree that nobody uses meanwhile: without pauses. */
  public TreeSnapshots(
      DataTree tree, SnapshotStore store, boolean lastProcessedZxid, TimeSource time) {
    this(tree, store, lastProcessedZxid, time, nanos -> {});
  }

  /**
   * Snapshots of a tree.
   *
   * @param lastProcessedZxid whether the last zxid is written behind the nodes ({@code serializeLastProcessedZxid.enabled})
   * @param sleeper waits for so many nanoseconds, or less
   */
  public TreeSnapshots(
      DataTree tree,
      SnapshotStore store,
      boolean lastProcessedZxid,
      TimeSource time,
      LongConsumer sleeper) {
    this.tree = tree;
    this.store = store;
    this.lastProcessedZxid = lastProcessedZxid;
    this.time = time;
    this.sleeper = sleeper;
  }

  /** Has somebody told how long each snapshot took that is durable, in ms. Before the first. */
  public void onWritten(LongConsumer told) {
    written = told;
  }

  /**
   * From now on the disk has another past than the tree: none of it is written until {@link #replace}. To be called with this
   * object's lock, which {@link #write} holds while it writes.
   */
  public void hold() {
    held = true;
  }

  /** Puts another tree in the place of this one; what is being written of this one will not count. Pipeline's thread. */
  public void replace(Runnable replacement) {
    replacements.incrementAndGet();
    replacement.run();
    held = false;
  }

  /** Until {@link #resume} nothing is written that was not asked for with {@link #writeSettled}. Pipeline's thread. */
  @Override
  public void pause() {
    // In this order: a write that does not see the mark is told by the count.
    paused = true;
    replacements.incrementAndGet();
  }

  /** What is applied from now on is committed. Pipeline's thread. */
  @Override
  public void resume() {
    paused = false;
  }

  /**
   * Writes a snapshot to the store that nobody waits for, one at a time and at a pace. Blocks until it is durable.
   *
   * @return the zxid of its name; {@link #NONE} when the tree was replaced meanwhile, or is about to be, or when {@link #pause} came
   *     before it was complete
   */
  @Override
  public long write() throws IOException {
    int replaced = replacements.get();
    return paused
        ? NONE
        : write(replaced, new SnapshotPace(time, sleeper, () -> waiting.get() > 0));
  }

  /** As {@link #write}, for somebody who waits: without pauses. */
  public long writeNow() throws IOException {
    int replaced = replacements.get();
    return paused ? NONE : writeNow(replaced);
  }

  /** As {@link #writeNow}, also while paused: for a tree that nothing is applied to meanwhile. */
  public long writeSettled() throws IOException {
    return writeNow(replacements.get());
  }

  private long writeNow(int replaced) throws IOException {
    waiting.incrementAndGet();
    try {
      return write(replaced, SnapshotPace.none());
    } finally {
      waiting.decrementAndGet();
    }
  }

  private synchronized long write(int replaced, SnapshotPace pace) throws IOException {
    goOn();
    if (held) {
      return NONE;
    }
    long begun = time.monotonicNanos();
    try (TreeScan scan = begin();
        SnapshotWriter writer = store.create(scan.startZxid())) {
      SnapshotEncoder encoder = SnapshotCodec.encoder(SnapshotStreams.to(writer, pace));
      long nodes = body(scan, encoder, replaced);
      encoder.endNodes();
      trailer(encoder);
      requireSame(replaced);
      writer.commit();
      long took = TimeUnit.NANOSECONDS.toMillis(time.monotonicNanos() - begun);
      LOG.info(
          "Wrote snapshot {} with {} znodes in {} ms", Zxid.text(scan.startZxid()), nodes, took);
      written.accept(took);
      return scan.startZxid();
    } catch (ReplacedException e) {
      LOG.info("Gave up a snapshot: {}", e.getMessage());
      return NONE;
    }
  }

  /**
   * Writes the tree as a stream to a learner; returns the zxid whose effects are certainly in it. Blocks. Fails when the tree is replaced
   * meanwhile, or a role ends: the stream has no end then, and nobody takes it for a state.
   */
  public long export(SnapshotWriter to) throws IOException {
    int trees = replacements.get();
    try (TreeScan scan = begin()) {
      SnapshotEncoder encoder = SnapshotCodec.encoder(SnapshotStreams.to(to, SnapshotPace.none()));
      body(scan, encoder, trees);
      requireSame(trees);
      encoder.endStream();
      return scan.startZxid();
    }
  }

  /** Has snapshots that are being written given up, and writes no more. Returns at once. Any thread. */
  public void stop() {
    stopped = true;
  }

  private TreeScan begin() throws StoppedException {
    TreeScan scan = new TreeScan(tree);
    while (!scan.begin()) {
      goOn();
      LockSupport.parkNanos(BUSY_NANOS);
    }
    return scan;
  }

  private void goOn() throws StoppedException {
    if (stopped) {
      throw new StoppedException();
    }
  }

  private void requireSame(int trees) throws ReplacedException {
    if (replacements.get() != trees) {
      throw new ReplacedException();
    }
  }

  private long body(TreeScan scan, SnapshotEncoder encoder, int trees) throws IOException {
    Map<Long, Integer> sessions = Map.copyOf(tree.sessions());
    encoder.sessions(sessions.size());
    for (Map.Entry<Long, Integer> session : sessions.entrySet()) {
      encoder.session(session.getKey(), session.getValue());
    }
    Map<Long, List<Acl>> acls = scan.acls();
    encoder.acls(acls.size());
    for (Map.Entry<Long, List<Acl>> acl : acls.entrySet()) {
      encoder.acl(acl.getKey(), acl.getValue());
    }
    ScannedNode shown = new ScannedNode();
    long nodes = 0;
    for (TreeScan.Step step; (step = scan.next()) != TreeScan.Step.END; ) {
      goOn();
      requireSame(trees);
      if (step == TreeScan.Step.BUSY) {
        LockSupport.parkNanos(BUSY_NANOS);
        continue;
      }
      encoder.node(shown.at(scan.path(), scan.node()));
      nodes++;
    }
    return nodes;
  }

  private void trailer(SnapshotEncoder encoder) throws IOException {
    DataTree.Version version = tree.version();
    if (tree.options().digest()) {
      encoder.digest(version.zxid(), TxnDigest.VERSION, version.digest());
    }
    if (lastProcessedZxid) {
      encoder.lastProcessedZxid(version.zxid());
    }
  }
}
