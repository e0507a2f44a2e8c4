package io.vivarium.storage.memory;

import io.vivarium.spi.FatalReason;
import io.vivarium.spi.PluginException;
import io.vivarium.spi.storage.DurableNumber;
import io.vivarium.spi.storage.SnapshotReader;
import io.vivarium.spi.storage.SnapshotStore;
import io.vivarium.spi.storage.SnapshotWriter;
import io.vivarium.spi.storage.Storage;
import io.vivarium.spi.storage.StorageException;
import io.vivarium.spi.storage.TxnCursor;
import io.vivarium.spi.storage.TxnLog;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.OptionalLong;

/** A storage on a {@link MemoryPlace}. */
public final class MemoryStorage implements Storage {
  private final MemoryPlace place;
  private final TxnLog log = new Log();
  private final SnapshotStore snapshots = new Snapshots();

  /** A storage that has not been started. */
  public MemoryStorage(MemoryPlace place) {
    this.place = place;
  }

  @Override
  public void start() throws PluginException {
    if (!place.acquire(this)) {
      throw new PluginException(
          FatalReason.DATA_DIRECTORY,
          "The place \""
              + place.name()
              + "\" in memory is in use by another server of this process; close that one first, or name another place",
          null);
    }
  }

  @Override
  public TxnLog log() {
    return log;
  }

  @Override
  public SnapshotStore snapshots() {
    return snapshots;
  }

  @Override
  public DurableNumber number(String name) {
    if (name.isEmpty() || !name.chars().allMatch(c -> c < 0x80 && Character.isLetter(c))) {
      throw new IllegalArgumentException(
          "the name of a number has letters only, not \"" + name + "\"");
    }
    return new MemoryNumber(name);
  }

  @Override
  public void close() {
    place.release(this);
  }

  private final class Log implements TxnLog {
    @Override
    public void append(long zxid, ByteBuffer txn) {
      place.append(zxid, txn);
    }

    @Override
    public void force() {
      place.force();
    }

    @Override
    public void roll() {
      place.roll();
    }

    @Override
    public TxnCursor read(long fromZxid) {
      return new MemoryTxnCursor(place.forcedFrom(fromZxid));
    }

    @Override
    public long truncate(long zxid) {
      return place.truncateLog(zxid);
    }

    @Override
    public long sizeBytes() {
      return place.logBytes();
    }
  }

  private final class Snapshots implements SnapshotStore {
    @Override
    public List<Long> list() {
      return place.snapshots();
    }

    @Override
    public SnapshotReader open(long zxid) throws StorageException {
      MemorySnapshot snapshot = place.snapshot(zxid);
      String name = "snapshot 0x" + Long.toHexString(zxid) + " in memory";
      if (snapshot == null) {
        throw new StorageException(FatalReason.UNEXPECTED, "There is no " + name, null);
      }
      return new MemorySnapshotReader(name, snapshot);
    }

    @Override
    public SnapshotWriter create(long zxid) {
      return new MemorySnapshotWriter(place, zxid);
    }

    @Override
    public void truncate(long zxid) {
      place.truncateSnapshots(zxid);
    }

    @Override
    public List<String> retain(int count) {
      return place.retain(count);
    }

    @Override
    public long sizeBytes(long zxid) {
      MemorySnapshot snapshot = place.snapshot(zxid);
      return snapshot == null ? -1 : snapshot.bytes().length;
    }
  }

  private final class MemoryNumber implements DurableNumber {
    private final String name;

    MemoryNumber(String name) {
      this.name = name;
    }

    @Override
    public OptionalLong read() {
      Long value = place.number(name);
      return value == null ? OptionalLong.empty() : OptionalLong.of(value);
    }

    @Override
    public void write(long value) {
      place.number(name, value);
    }
  }
}
