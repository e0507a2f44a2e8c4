package io.vivarium.kernel;

import io.vivarium.kernel.admin.SnapshotOffer;
import io.vivarium.kernel.snapshot.Recovery;
import io.vivarium.kernel.snapshot.StagedTree;
import io.vivarium.kernel.snapshot.TreeSnapshots;
import io.vivarium.model.Zxid;
import io.vivarium.spi.TimeSource;
import io.vivarium.spi.admin.AdminContent;
import io.vivarium.spi.consensus.Consensus;
import io.vivarium.spi.storage.SnapshotExport;
import io.vivarium.spi.storage.SnapshotImport;
import io.vivarium.spi.storage.SnapshotStore;
import io.vivarium.spi.storage.StorageException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Snapshots for operators, made by the same hands that make those of the server itself. */
final class SnapshotDuties implements SnapshotOffer {
  private static final Logger LOG = LoggerFactory.getLogger(SnapshotDuties.class);

  /** How long a caller is kept waiting for a state to be in place. */
  private static final long PATIENCE_MINUTES = 30;

  private final TreeSnapshots writer;
  private final SnapshotStore store;
  private final Recovery recovery;
  private final Consensus consensus;
  private final TimeSource time;

  /** A received file has one name, and one tree takes the place of another. */
  private final AtomicBoolean restoring = new AtomicBoolean();

  SnapshotDuties(
      TreeSnapshots writer,
      SnapshotStore store,
      Recovery recovery,
      Consensus consensus,
      TimeSource time) {
    this.writer = writer;
    this.store = store;
    this.recovery = recovery;
    this.consensus = consensus;
    this.time = time;
  }

  @Override
  public @Nullable Latest latest() throws StorageException {
    List<Long> all = store.list();
    return all.isEmpty() ? null : described(all.getFirst());
  }

  @Override
  public Latest write() throws IOException {
    return described(written());
  }

  @Override
  public Copy copy() throws IOException {
    long zxid = written();
    SnapshotExport export = store.export(zxid);
    return new Copy(
        zxid,
        new AdminContent() {
          @Override
          public long length() {
            return export.length();
          }

          @Override
          public void writeTo(OutputStream out) throws IOException {
            export.writeTo(out);
          }

          @Override
          public void close() {
            export.close();
          }
        });
  }

  private long written() throws IOException {
    long zxid = writer.writeNow();
    if (zxid == TreeSnapshots.NONE) {
      throw new IOException("no snapshot was written: the tree is being replaced; try again");
    }
    return zxid;
  }

  private Latest described(long zxid) throws StorageException {
    return new Latest(zxid, store.sizeBytes(zxid), store.writtenAtMs(zxid));
  }

  @Override
  public long restore(InputStream snapshot) throws IOException {
    if (!consensus.restores()) {
      long leader = consensus.status().leaderId();
      throw new RefusedException(
          "In an ensemble the leader restores for all servers, and this one does not lead. "
              + (leader < 0
                  ? "There is no leader now; ask again when there is one"
                  : "Ask server " + leader));
    }
    if (!restoring.compareAndSet(false, true)) {
      throw new RefusedException("Another snapshot is being restored; wait for its end");
    }
    try {
      return replace(snapshot);
    } finally {
      restoring.set(false);
    }
  }

  private long replace(InputStream snapshot) throws IOException {
    long begun = time.monotonicNanos();
    try (SnapshotImport received = store.receive(snapshot)) {
      StagedTree staged = recovery.brought(received);
      int nodes = staged.tree().nodeCount();
      CompletableFuture<@Nullable Exception> done = new CompletableFuture<>();
      LOG.warn("The tree is being replaced by a snapshot of zxid {}", Zxid.text(staged.zxid()));
      consensus.restore(staged, done::complete);
      await(done);
      LOG.warn(
          "The tree was replaced: {} znodes as of zxid {} are served, after {} ms",
          nodes,
          Zxid.text(staged.zxid()),
          TimeUnit.NANOSECONDS.toMillis(time.monotonicNanos() - begun));
      return staged.zxid();
    }
  }

  private static void await(CompletableFuture<@Nullable Exception> done) throws IOException {
    try {
      Exception failure = done.get(PATIENCE_MINUTES, TimeUnit.MINUTES);
      if (failure instanceof IllegalStateException) {
        throw new RefusedException("The tree was not replaced: " + failure.getMessage());
      }
      if (failure != null) {
        throw new IOException("the tree was not replaced: " + failure.getMessage(), failure);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while the tree was being replaced", e);
    } catch (ExecutionException | TimeoutException e) {
      throw new IOException("the tree is not replaced yet; the server's log tells more", e);
    }
  }
}
