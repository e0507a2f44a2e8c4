package io.vivarium.tools.backup;

import io.vivarium.kernel.snapshot.Recovery;
import io.vivarium.kernel.snapshot.TreeSnapshots;
import io.vivarium.model.ErrorCode;
import io.vivarium.model.Txn;
import io.vivarium.model.TxnDigest;
import io.vivarium.model.TxnHeader;
import io.vivarium.model.Zxid;
import io.vivarium.spi.PluginException;
import io.vivarium.spi.TimeSource;
import io.vivarium.spi.storage.Storage;
import io.vivarium.spi.storage.StorageException;
import io.vivarium.storage.filelog.Compression;
import io.vivarium.storage.filelog.DataFiles;
import io.vivarium.tools.output.CommonOptions;
import io.vivarium.tools.output.Progress;
import io.vivarium.tools.snapshot.Census;
import io.vivarium.tools.snapshot.SnapshotWalk;
import io.vivarium.tree.ChangeListener;
import io.vivarium.tree.DataTree;
import io.vivarium.tree.TreeOptions;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Brings the state of one zxid into memory, as a start of a server would, and writes it as the only snapshot of a data directory. One
 * thread; needs the memory that a server with that tree needs.
 */
final class Restoration {
  /** Storages in files. */
  static final Storages FILES =
      (data, log) -> DataFiles.storage(data, log, Compression.NONE, CommonOptions.maxBuffer());

  private final Path staging;
  private final Storages storages;
  private final PrintWriter err;

  /** Where a storage comes from. */
  @FunctionalInterface
  interface Storages {
    /** A storage over directories of a server that does not run; not started. */
    Storage of(Path data, Path log);
  }

  /** Works in a directory of its own, which is removed by {@link Staging}. */
  Restoration(Path staging, Storages storages, PrintWriter err) {
    this.staging = staging;
    this.storages = storages;
    this.err = err;
  }

  /**
   * What the tree is known to be.
   *
   * @param tree as of {@code zxid}
   * @param zxid the last txn in it
   * @param time when that was prepared, ms since 1970; 0 when nobody knows
   * @param verified the digest that log or snapshot have for it and that was computed anew and found equal; null when they have none
   */
  record Restored(DataTree tree, long zxid, long time, @Nullable TxnDigest verified) {}

  /** Replays what {@link Source#unpack} wrote up to a moment. */
  Restored replay(Source source, Moment moment) throws IOException {
    Path files = DataFiles.directory(staging);
    LogScan scan =
        switch (moment) {
          case Moment.AtZxid at -> LogScan.toZxid(files, at.zxid());
          case Moment.AtTime at -> LogScan.toTime(files, at.millis());
          case Moment.Latest _ -> LogScan.toZxid(files, Long.MAX_VALUE);
        };
    long zxid = Math.max(scan.zxid(), source.snapshot().from());
    refuseHole(zxid, scan.next() < 0 ? source.end().lastZxid() : scan.next(), moment);
    Storage storage = open(staging, staging);
    try (storage) {
      TreeOptions options = new TreeOptions(true, false, true, 0);
      Recovery.Settings settings = new Recovery.Settings(CommonOptions.fieldLimit(), false, false);
      Recovery.Recovered recovered = new Recovery(storage, options, settings).examine(zxid);
      DataTree tree = recovered.tree();
      boolean inLog = scan.zxid() >= source.snapshot().from();
      TxnDigest expected =
          inLog && scan.digest() != null ? scan.digest() : ofSnapshot(source, tree);
      if (recovered.digestMismatches() > 0
          || (recovered.exact() && expected != null && expected.value() != tree.digest())) {
        throw new IOException(
            "the tree at zxid "
                + Zxid.text(tree.lastZxid())
                + " has digest "
                + Long.toUnsignedString(tree.digest())
                + " and should have "
                + (expected == null ? "another" : Long.toUnsignedString(expected.value()))
                + ": the server that was backed up did not have the state that it logged, or the backup is not of one server."
                + " Restore to a zxid before "
                + Zxid.text(zxid)
                + ", or from a backup of another server of the ensemble");
      }
      return new Restored(tree, tree.lastZxid(), scan.time(), recovered.exact() ? expected : null);
    }
  }

  /**
   * Nobody knows what a moment was like that lies where txns are missing.
   *
   * @param next the txn that comes next after {@code reached} in what there is; that or a smaller one for none
   */
  private static void refuseHole(long reached, long next, Moment moment) throws IOException {
    boolean exactly = moment instanceof Moment.AtZxid at && at.zxid() == reached;
    if (!exactly && next > reached && !LogCapture.follows(reached, next)) {
      throw new IOException(
          "after zxid "
              + Zxid.text(reached)
              + " comes "
              + Zxid.text(next)
              + ": txns are missing, and what was between cannot be restored. The last state before that is --to-zxid "
              + Zxid.text(reached));
    }
  }

  /** The digest in the snapshot, when the tree is just what the snapshot holds. */
  private @Nullable TxnDigest ofSnapshot(Source source, DataTree tree) throws IOException {
    Path file = DataFiles.directory(staging).resolve(source.snapshot().name());
    var trailer = SnapshotWalk.read(file, new Progress(err, "restore", 0), new Census()).digest();
    return trailer != null && trailer.zxid() != 0 && trailer.zxid() == tree.lastZxid()
        ? new TxnDigest(trailer.version(), trailer.value())
        : null;
  }

  /**
   * Ends all sessions, as the txns of a new epoch, and moves on to that epoch.
   *
   * @param dropEphemerals whether sessions end; their ephemerals go with them
   */
  static void newEpoch(DataTree tree, long epoch, boolean dropEphemerals, TimeSource time) {
    long zxid = Zxid.of(epoch, 0);
    tree.apply(
        new TxnHeader(0, 0, zxid, time.wallMillis()),
        new Txn.Failed(ErrorCode.OK.code()),
        ChangeListener.NONE);
    if (!dropEphemerals) {
      return;
    }
    for (long session : new TreeSet<>(tree.sessions().keySet())) {
      List<String> paths = tree.ephemerals(session);
      tree.apply(
          new TxnHeader(session, 0, ++zxid, time.wallMillis()),
          new Txn.CloseSession(paths),
          ChangeListener.NONE);
    }
  }

  /** Writes a tree as the snapshot of a data directory, with the epochs that go with it, and reads it back. */
  void write(DataTree tree, DataDirectories.Pair to, long acceptedEpoch) throws IOException {
    long begun = System.nanoTime();
    Storage storage = open(to.data(), to.log());
    try (storage) {
      new TreeSnapshots(tree, storage.snapshots(), true, TimeSource.system()).writeSettled();
      long epoch = Zxid.epoch(tree.lastZxid());
      storage.number("acceptedEpoch").write(Math.max(epoch, acceptedEpoch));
      storage.number("currentEpoch").write(epoch);
    }
    Path file =
        DataFiles.directory(to.data()).resolve("snapshot." + Long.toHexString(tree.lastZxid()));
    Census census = new Census();
    SnapshotWalk.read(file, new Progress(err, "restore: reading back", 0), census);
    if (census.digest() != tree.digest()) {
      Files.delete(file);
      throw new IOException(
          file
              + " was written and does not read back as it was: check the disk, and restore again");
    }
    err.println(
        "restore: wrote "
            + census.nodes()
            + " znodes in "
            + TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun)
            + " ms");
  }

  private Storage open(Path data, Path log) throws IOException {
    Storage storage = storages.of(data, log);
    try {
      storage.start();
      return storage;
    } catch (PluginException e) {
      storage.close();
      throw new StorageException(e.reason(), String.valueOf(e.getMessage()), e);
    }
  }
}
