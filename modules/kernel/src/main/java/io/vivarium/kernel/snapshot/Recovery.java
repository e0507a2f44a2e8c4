package io.vivarium.kernel.snapshot;

import io.vivarium.codec.TxnCodec;
import io.vivarium.model.EphemeralOwner;
import io.vivarium.model.MalformedFrameException;
import io.vivarium.model.ParsedTxn;
import io.vivarium.model.Zxid;
import io.vivarium.spi.FatalReason;
import io.vivarium.spi.consensus.IncomingState;
import io.vivarium.spi.storage.SnapshotImport;
import io.vivarium.spi.storage.SnapshotReader;
import io.vivarium.spi.storage.Storage;
import io.vivarium.spi.storage.StorageException;
import io.vivarium.spi.storage.TxnCursor;
import io.vivarium.tree.ChangeListener;
import io.vivarium.tree.DataTree;
import io.vivarium.tree.TreeOptions;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings the tree back from disk: the newest snapshot that can be read, then the log after it. What cannot be trusted is refused
 * with a message that says where and what to do; nothing is ever repaired by forgetting it.
 */
public final class Recovery {
  private static final Logger LOG = LoggerFactory.getLogger(Recovery.class);

  /** A line of progress after so many txns. */
  private static final int PROGRESS = 1_000_000;

  /** The number that has the zxid of the state last taken over from elsewhere; −1 when that was forgotten. */
  private static final String RECEIVED = "receivedState";

  /** The number that has the zxid of a state whose snapshot is being written, which is no fact yet; −1 when none is. */
  private static final String RECEIVING = "receivingState";

  private final Storage storage;
  private final TreeOptions options;
  private final Settings settings;
  private final LongSupplier nanos;

  /**
   * What is allowed.
   *
   * @param fieldLimit largest string or data in bytes
   * @param trustEmpty whether a log without any snapshot is replayed from nothing ({@code snapshot.trust.empty})
   * @param allowGaps whether missing txns are only warned about ({@code recovery.allowLogGaps})
   */
  public record Settings(int fieldLimit, boolean trustEmpty, boolean allowGaps) {}

  /**
   * What was found.
   *
   * @param snapshotZxid zxid of the snapshot used; −1 when there was none
   * @param replayed txns applied from the log
   * @param digestMismatches txns after which the tree was not as logged
   * @param exact whether the tree has no effects of txns after its last; when it may have, no digests were compared
   * @param times how long it took
   */
  public record Recovered(
      DataTree tree,
      long snapshotZxid,
      long replayed,
      long digestMismatches,
      boolean exact,
      Times times) {}

  /** How long it took to read the snapshot and to replay the log, in ms; 0 when nobody looked at a clock. */
  public record Times(long snapshotMs, long replayMs) {}

  /** A recovery from this storage. */
  public Recovery(Storage storage, TreeOptions options, Settings settings) {
    this(storage, options, settings, () -> 0);
  }

  /**
   * A recovery that is timed.
   *
   * @param nanos a monotonic clock
   */
  public Recovery(Storage storage, TreeOptions options, Settings settings, LongSupplier nanos) {
    this.storage = storage;
    this.options = options;
    this.settings = settings;
    this.nanos = nanos;
  }

  /** Reads everything. Fails when what is there must not be served. */
  public Recovered run() throws StorageException {
    Recovered recovered = read(Long.MAX_VALUE);
    long end = recovered.tree().lastZxid();
    // Noted by the build before, and kept from the disk by a crash: no part of this history.
    noteRewound(end);
    settleReception(end);
    return recovered;
  }

  /** Reads aside what there is up to a txn; fails as {@link #run} does. What comes after it on disk is left there. */
  public StagedTree upTo(long zxid) throws StorageException {
    Recovered recovered = examine(zxid);
    return new StagedTree(recovered.tree(), recovered.exact());
  }

  /** As {@link #upTo}, and tells what was found. */
  public Recovered examine(long zxid) throws StorageException {
    return read(zxid);
  }

  /**
   * Remembers that a snapshot of a state from elsewhere is going to be written. An intention only: when a crash comes before there is
   * such a snapshot, the log leads where it led. To be called before anything is changed for it.
   */
  public void noteReceiving(long zxid) throws StorageException {
    storage.number(RECEIVING).write(zxid);
  }

  /**
   * Remembers that the state as of a zxid came from elsewhere: the log before it does not lead there, and which txns the state is ahead
   * by is not known here, so that digests say nothing before a later snapshot. To be called once the snapshot of it is durable.
   */
  public void noteReceived(long zxid) throws StorageException {
    storage.number(RECEIVED).write(zxid);
    noteReceiving(-1);
  }

  /** The history ends with {@code zxid} from now on: a state that was taken over after it is no part of it any more. */
  public void noteRewound(long zxid) throws StorageException {
    if (received() > zxid) {
      storage.number(RECEIVED).write(-1);
    }
  }

  /**
   * A crash left it open whether a state was taken over: its snapshot tells. When a state that was taken over earlier is newer and still
   * there, the history goes on from that one.
   */
  private void settleReception(long end) throws StorageException {
    long receiving = receiving();
    if (receiving < 0) {
      return;
    }
    boolean there = receiving <= end && storage.snapshots().list().contains(receiving);
    if (there && receiving > received()) {
      noteReceived(receiving);
    } else {
      noteReceiving(-1);
    }
  }

  private long received() throws StorageException {
    return storage.number(RECEIVED).read().orElse(-1);
  }

  private long receiving() throws StorageException {
    return storage.number(RECEIVING).read().orElse(-1);
  }

  /** The zxids of states that were taken over, as far as they are remembered. */
  private Set<Long> states(List<Long> snapshots) throws StorageException {
    Set<Long> states = new HashSet<>(Set.of(received()));
    long receiving = receiving();
    if (snapshots.contains(receiving)) {
      states.add(receiving);
    }
    return states;
  }

  private Recovered read(long last) throws StorageException {
    long began = nanos.getAsLong();
    List<Long> snapshots = storage.snapshots().list().stream().filter(at -> at <= last).toList();
    List<Long> candidates = snapshots;
    while (true) {
      try {
        return read(snapshots, candidates, last, began);
      } catch (UnknownAclException e) {
        candidates = snapshots.stream().filter(at -> at < e.snapshotZxid()).toList();
        if (candidates.isEmpty()) {
          throw e;
        }
        LOG.error(
            "Snapshot {} is passed over, the one before it is tried: {}",
            Zxid.text(e.snapshotZxid()),
            e.getMessage());
      }
    }
  }

  /**
   * Reads the newest of the candidates that can be read, and the log after it.
   *
   * @param snapshots all up to {@code last}
   * @param began by the clock
   * @throws UnknownAclException when it is not whole even with the log
   */
  private Recovered read(List<Long> snapshots, List<Long> candidates, long last, long began)
      throws StorageException {
    SnapshotLoad.@Nullable Loaded loaded = newestReadable(snapshots.size(), candidates);
    DataTree tree = loaded == null ? new DataTree(options) : loaded.tree();
    long snapshotZxid = loaded == null ? -1 : tree.lastZxid();
    Set<Long> states = states(snapshots);
    boolean exact = loaded == null || !states.contains(snapshotZxid);
    DigestCheck digests =
        new DigestCheck(
            options.digest() && exact, loaded == null ? null : loaded.trailer().digest());
    digests.loaded(tree);
    long read = nanos.getAsLong();
    Replay replay = new Replay(tree, digests, snapshots.stream().filter(at -> at > snapshotZxid));
    replay.run(Math.max(0, snapshotZxid), last);
    refuseHoles(
        snapshotZxid,
        Math.max(replay.missed(), stateBetween(states, snapshotZxid, tree.lastZxid())));
    if (loaded == null && replay.count > 0 && !settings.trustEmpty()) {
      throw new StorageException(
          FatalReason.UNEXPECTED,
          "There is a transaction log but no snapshot in the data directory, so the beginning of"
              + " the history may be missing. Put the snapshots back, or, if the log is known to be"
              + " complete, start once with snapshot.trust.empty=true.",
          null);
    }
    refuseTtlNodes(tree);
    int orphans = tree.removeOrphanEphemerals();
    if (loaded != null && loaded.lacksAcls()) {
      UnknownAclException.check(tree, snapshotZxid);
    }
    if (orphans > 0) {
      LOG.info("Removed the ephemerals of {} sessions that no longer exist", orphans);
    }
    LOG.info(
        "Recovered {} znodes and {} sessions up to zxid {}: snapshot {}, {} txns from the log",
        tree.nodeCount(),
        tree.sessions().size(),
        Zxid.text(tree.lastZxid()),
        snapshotZxid < 0 ? "none" : Zxid.text(snapshotZxid),
        replay.count);
    Times times =
        new Times(
            TimeUnit.NANOSECONDS.toMillis(read - began),
            TimeUnit.NANOSECONDS.toMillis(nanos.getAsLong() - read));
    return new Recovered(tree, snapshotZxid, replay.count, digests.mismatches(), exact, times);
  }

  /** A state that was taken over and over which the log was replayed; −1 when there is none. Nothing in the log shows it. */
  private static long stateBetween(Set<Long> states, long from, long reached) {
    return states.stream()
        .mapToLong(Long::longValue)
        .filter(state -> from < state && state <= reached)
        .max()
        .orElse(-1);
  }

  /**
   * An older snapshot is as good as one that cannot be read only when the log leads from there to where that one was.
   *
   * @param missing where the log does not lead; −1 when it leads everywhere
   */
  private void refuseHoles(long from, long missing) throws StorageException {
    if (missing < 0) {
      return;
    }
    String message =
        "The log does not lead from "
            + (from < 0 ? "its beginning" : "snapshot " + Zxid.text(from))
            + " to zxid "
            + Zxid.text(missing)
            + ", where this server has been: what is missing was in a snapshot that cannot be read"
            + " or is gone.";
    if (settings.allowGaps()) {
      LOG.error("{} Going on, as recovery.allowLogGaps is set.", message);
      return;
    }
    throw new StorageException(
        FatalReason.UNEXPECTED,
        message
            + " Restore a backup of the data directory, or in an ensemble empty this server's data"
            + " directory and let it synchronise. To accept the loss start with"
            + " recovery.allowLogGaps=true.",
        null);
  }

  /** Begins to take in the stream that another server makes of its tree as of {@code zxid}. Any thread. */
  public IncomingState receive(long zxid) {
    return new ReceivedTree(zxid, options, settings.fieldLimit(), this::refuseTtlNodes);
  }

  /**
   * Reads aside a snapshot file that somebody brought.
   *
   * @throws IOException when it is no sound snapshot, or must not be served with this configuration
   */
  public StagedTree brought(SnapshotImport file) throws IOException {
    IOException failure = null;
    // Whether it holds a digest its bytes do not tell.
    for (boolean digest : new boolean[] {options.digest(), !options.digest()}) {
      try (SnapshotReader reader = file.open()) {
        SnapshotLoad.Loaded loaded =
            SnapshotLoad.readNameless(reader, options, digest, settings.fieldLimit());
        DataTree tree = loaded.tree();
        refuseTtlNodes(tree);
        tree.removeOrphanEphemerals();
        if (loaded.lacksAcls()) {
          UnknownAclException.check(tree, tree.lastZxid());
        }
        return new StagedTree(tree, false);
      } catch (IOException e) {
        failure = failure == null ? e : failure;
      } catch (MalformedFrameException e) {
        failure = failure == null ? new IOException(e.getMessage(), e) : failure;
      }
    }
    throw failure == null ? new IOException("the snapshot cannot be read") : failure;
  }

  /** ZooKeeper deletes them at such a start: there they are ephemerals of sessions that do not exist. */
  private void refuseTtlNodes(DataTree tree) throws StorageException {
    if (options.extendedTypes()) {
      return;
    }
    for (long owner : tree.ephemeralOwners()) {
      if (EphemeralOwner.kind(owner, true, false) == EphemeralOwner.Kind.TTL) {
        throw new StorageException(
            FatalReason.INVALID_INVOCATION,
            "The data holds znodes with a time to live, for example "
                + tree.ephemerals(owner).get(0)
                + ", but extendedTypesEnabled is false: they would be taken for ephemerals of dead"
                + " sessions and deleted. Set extendedTypesEnabled=true, as on the server that"
                + " wrote them.",
            null);
      }
    }
  }

  private SnapshotLoad.@Nullable Loaded newestReadable(int snapshots, List<Long> candidates)
      throws StorageException {
    for (long zxid : candidates) {
      SnapshotLoad.@Nullable Loaded loaded = snapshot(zxid);
      if (loaded != null) {
        return loaded;
      }
    }
    if (!candidates.isEmpty()) {
      throw new StorageException(
          FatalReason.UNEXPECTED,
          "None of the "
              + snapshots
              + " snapshots can be read (the reasons stand above). Restore a backup of the data"
              + " directory; in an ensemble, empty this server's data directory and let it"
              + " synchronise from the others.",
          null);
    }
    return null;
  }

  /** Null when it cannot be read. Whether it holds a digest its bytes do not tell; the setting may have changed since. */
  private SnapshotLoad.@Nullable Loaded snapshot(long zxid) {
    String failure = "";
    for (boolean digest : new boolean[] {options.digest(), !options.digest()}) {
      try (SnapshotReader reader = storage.snapshots().open(zxid)) {
        return SnapshotLoad.read(reader, zxid, options, digest, settings.fieldLimit());
      } catch (IOException | MalformedFrameException e) {
        failure = failure.isEmpty() ? String.valueOf(e.getMessage()) : failure;
      }
    }
    LOG.error(
        "Snapshot {} cannot be read and is passed over, the one before it is tried: {}",
        Zxid.text(zxid),
        failure);
    return null;
  }

  /**
   * The txns of a storage from this zxid on.
   *
   * @throws StorageException when they cannot be read; when the storage returns nothing it is named
   */
  public static TxnCursor replay(Storage storage, long fromZxid) throws StorageException {
    TxnCursor cursor = storage.log().read(fromZxid);
    if (cursor == null) {
      throw new StorageException(
          FatalReason.UNEXPECTED, storage + " returned null when it was asked for its log", null);
    }
    return cursor;
  }

  /** Applies the log to a tree. */
  private final class Replay {
    private final DataTree tree;
    private final DigestCheck digests;
    private final Set<Long> unseen;
    private long count;

    /**
     * Nothing is applied yet.
     *
     * @param passedOver zxids of newer snapshots, which the log has to make up for
     */
    Replay(DataTree tree, DigestCheck digests, Stream<Long> passedOver) {
      this.tree = tree;
      this.digests = digests;
      this.unseen = passedOver.collect(Collectors.toCollection(HashSet::new));
    }

    /**
     * The last of the snapshots passed over whose last txn was not in the log; −1 when there is none. That the log leads further proves
     * nothing, as an epoch may begin anywhere. No txn has the number that an epoch begins with: a snapshot of that name is made up for by
     * what comes after it, as far as anybody can tell.
     */
    long missed() {
      return unseen.stream()
          .mapToLong(Long::longValue)
          .filter(at -> Zxid.counter(at) > 0 || at > tree.lastZxid())
          .max()
          .orElse(-1);
    }

    void run(long after, long last) throws StorageException {
      long previous = after;
      try (TxnCursor cursor = replay(storage, after + 1)) {
        while (cursor.next() && cursor.zxid() <= last) {
          checkContinuity(previous, cursor);
          previous = cursor.zxid();
          unseen.remove(previous);
          apply(decode(cursor));
          if (++count % PROGRESS == 0) {
            LOG.info("Replaying the log: {} txns, now at zxid {}", count, Zxid.text(previous));
          }
        }
      }
    }

    private ParsedTxn decode(TxnCursor cursor) throws StorageException {
      try {
        return TxnCodec.decode(cursor.txn(), settings.fieldLimit());
      } catch (MalformedFrameException e) {
        throw new StorageException(
            FatalReason.UNEXPECTED,
            "The txn at "
                + cursor.place()
                + " (zxid "
                + Zxid.text(cursor.zxid())
                + ") cannot be read: "
                + e.getMessage()
                + ". If it is longer than jute.maxbuffer allows, raise that to the value it was"
                + " written with; otherwise restore a backup, or in an ensemble empty this server's"
                + " data directory and let it synchronise.",
            e);
      }
    }

    private void apply(ParsedTxn parsed) {
      tree.apply(parsed.header(), parsed.txn(), ChangeListener.NONE);
      digests.applied(parsed.header().zxid(), parsed.digest(), tree);
    }

    /** Within an epoch zxids count up by one; ZooKeeper repeats one now and then. An epoch begins with 1. */
    private void checkContinuity(long previous, TxnCursor cursor) throws StorageException {
      long zxid = cursor.zxid();
      boolean follows = zxid == previous + 1 || zxid == previous;
      boolean begins = Zxid.epoch(zxid) > Zxid.epoch(previous) && Zxid.counter(zxid) <= 1;
      if (follows || begins) {
        return;
      }
      String message =
          "The log has a gap: after zxid "
              + Zxid.text(previous)
              + " comes "
              + Zxid.text(zxid)
              + " at "
              + cursor.place()
              + "; the txns between are missing, and what is served would not be what was"
              + " acknowledged.";
      if (settings.allowGaps()) {
        LOG.error("{} Going on, as recovery.allowLogGaps is set.", message);
        return;
      }
      throw new StorageException(
          FatalReason.UNEXPECTED,
          message
              + " Put the missing log or a newer snapshot back, or in an ensemble empty this"
              + " server's data directory and let it synchronise. To accept the loss start with"
              + " recovery.allowLogGaps=true.",
          null);
    }
  }
}
