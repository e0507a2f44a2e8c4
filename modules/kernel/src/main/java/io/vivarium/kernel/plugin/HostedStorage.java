package io.vivarium.kernel.plugin;

import io.vivarium.spi.FatalReason;
import io.vivarium.spi.storage.DurableNumber;
import io.vivarium.spi.storage.SnapshotExport;
import io.vivarium.spi.storage.SnapshotImport;
import io.vivarium.spi.storage.SnapshotReader;
import io.vivarium.spi.storage.SnapshotStore;
import io.vivarium.spi.storage.SnapshotWriter;
import io.vivarium.spi.storage.Storage;
import io.vivarium.spi.storage.StorageException;
import io.vivarium.spi.storage.TxnLog;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The storage as the server uses it. What it returns is there, or it is named. Its snapshots are written and removed on a thread that
 * nobody waits for, so a call that does not come back would show only when the disk is full: it is named, and not given up, as a slow
 * disk is no reason to lose a snapshot. The log is the plugin's own: nothing stands
 * in the way of a write, and its thread is looked after by {@link Watchdog}.
 */
final class HostedStorage implements Storage {
  /** What an operator is to know while a snapshot is stuck. */
  private static final String MEANWHILE =
      "; until it is back no snapshot is written or removed, and the log grows";

  private final Storage storage;
  private final SnapshotStore snapshots;
  private final String description;
  private final PluginFaults faults;
  private final CallWatch watch;

  HostedStorage(HostedPlugin<Storage> plugin, CallWatch watch) {
    this.storage = plugin.instance();
    this.description = plugin.installed().description();
    this.faults = plugin.faults();
    this.watch = watch;
    this.snapshots = new Snapshots(storage.snapshots());
  }

  @Override
  public TxnLog log() {
    return storage.log();
  }

  @Override
  public SnapshotStore snapshots() {
    return snapshots;
  }

  @Override
  public DurableNumber number(String name) {
    DurableNumber number = storage.number(name);
    if (number == null) {
      throw new IllegalStateException(
          this + " returned null when it was asked for the number " + name);
    }
    return number;
  }

  /** The host starts the plugin itself. */
  @Override
  public void start() {}

  /** The host closes the plugin itself. */
  @Override
  public void close() {}

  /** Whose it is, for messages. */
  @Override
  public String toString() {
    return "plugin " + description;
  }

  private CallWatch.Call during(String doing) {
    return watch.follow(faults, doing, MEANWHILE);
  }

  private <T> T there(@Nullable T returned, String asked) throws StorageException {
    if (returned == null) {
      throw new StorageException(
          FatalReason.UNEXPECTED, this + " returned null when it was asked for " + asked, null);
    }
    return returned;
  }

  private final class Snapshots implements SnapshotStore {
    private final SnapshotStore store;

    Snapshots(SnapshotStore store) {
      this.store = store;
    }

    @Override
    public List<Long> list() throws StorageException {
      return there(store.list(), "its list of snapshots");
    }

    @Override
    public SnapshotReader open(long zxid) throws StorageException {
      return there(store.open(zxid), "a snapshot that it has");
    }

    @Override
    public SnapshotWriter create(long zxid) throws StorageException {
      try (CallWatch.Call _ = during("beginning a snapshot")) {
        return new Writer(there(store.create(zxid), "a new snapshot"));
      }
    }

    @Override
    public void truncate(long zxid) throws StorageException {
      store.truncate(zxid);
    }

    @Override
    public List<String> retain(int count) throws StorageException {
      try (CallWatch.Call _ = during("removing old snapshots")) {
        return there(store.retain(count), "what it has removed");
      }
    }

    @Override
    public long sizeBytes(long zxid) throws StorageException {
      return store.sizeBytes(zxid);
    }

    @Override
    public long writtenAtMs(long zxid) throws StorageException {
      return store.writtenAtMs(zxid);
    }

    @Override
    public SnapshotExport export(long zxid) throws StorageException {
      return there(store.export(zxid), "a snapshot to hand out");
    }

    @Override
    public SnapshotImport receive(InputStream file) throws StorageException {
      return there(store.receive(file), "the snapshot that it was handed");
    }
  }

  private final class Writer implements SnapshotWriter {
    private final SnapshotWriter writer;

    Writer(SnapshotWriter writer) {
      this.writer = writer;
    }

    @Override
    public void write(ByteBuffer bytes) throws StorageException {
      try (CallWatch.Call _ = during("writing to a snapshot")) {
        writer.write(bytes);
      }
    }

    @Override
    public void seal() throws StorageException {
      try (CallWatch.Call _ = during("sealing a snapshot")) {
        writer.seal();
      }
    }

    @Override
    public void commit() throws StorageException {
      try (CallWatch.Call _ = during("making a snapshot durable")) {
        writer.commit();
      }
    }

    @Override
    public void close() {
      try (CallWatch.Call _ = during("ending a snapshot")) {
        writer.close();
      }
    }
  }
}
