package io.vivarium.simulator;

import io.vivarium.spi.FatalReason;
import io.vivarium.spi.storage.DurableNumber;
import io.vivarium.spi.storage.SnapshotReader;
import io.vivarium.spi.storage.SnapshotStore;
import io.vivarium.spi.storage.SnapshotWriter;
import io.vivarium.spi.storage.Storage;
import io.vivarium.spi.storage.StorageException;
import io.vivarium.spi.storage.TxnCursor;
import io.vivarium.spi.storage.TxnLog;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/** The storage of one run of a server, on the {@link Disk} of its machine. */
final class DiskStorage implements Storage {
  /** Told of every number that is written, before it is. */
  interface NumberListener {
    /** A number is about to change. */
    void writing(String name, long value);
  }

  private final Disk disk;
  private final NumberListener numbers;

  /** Lets the rest of the world go on while a snapshot is being written. */
  private final Runnable meanwhile;

  private boolean broken;

  DiskStorage(Disk disk, NumberListener numbers, Runnable meanwhile) {
    this.disk = disk;
    this.numbers = numbers;
    this.meanwhile = meanwhile;
  }

  @Override
  public void start() {}

  @Override
  public void close() {}

  @Override
  public TxnLog log() {
    return new Log();
  }

  @Override
  public SnapshotStore snapshots() {
    return new Snapshots();
  }

  @Override
  public DurableNumber number(String name) {
    return new Kept(name);
  }

  private void requireRoom(String what) throws StorageException {
    if (disk.trouble() == Disk.Trouble.FULL) {
      throw new StorageException(
          FatalReason.STORAGE_WRITE, what + ": no space is left on the simulated disk", null);
    }
  }

  private static StorageException rotten(String place) {
    return new StorageException(FatalReason.UNEXPECTED, place + ": the checksum is wrong", null);
  }

  private final class Log implements TxnLog {
    private void requireWhole() throws StorageException {
      if (broken) {
        throw new StorageException(FatalReason.STORAGE_WRITE, "the log failed before", null);
      }
    }

    @Override
    public void append(long zxid, ByteBuffer txn) throws StorageException {
      requireWhole();
      try {
        requireRoom("append");
      } catch (StorageException e) {
        broken = true;
        throw e;
      }
      disk.append(zxid, txn);
    }

    @Override
    public void force() throws StorageException {
      requireWhole();
      if (disk.trouble() == Disk.Trouble.FORCE_FAILS) {
        disk.trouble(Disk.Trouble.NONE);
        disk.loseUnforced();
        broken = true;
        throw new StorageException(FatalReason.STORAGE_WRITE, "the simulated force failed", null);
      }
      disk.force();
    }

    @Override
    public void roll() throws StorageException {
      force();
      disk.roll();
    }

    @Override
    public TxnCursor read(long fromZxid) {
      return new Cursor(fromZxid);
    }

    @Override
    public long truncate(long zxid) throws StorageException {
      force();
      return disk.truncateLog(zxid);
    }

    @Override
    public long sizeBytes() {
      return disk.logBytes();
    }
  }

  private final class Cursor implements TxnCursor {
    private final List<Disk.LogRecord> records;
    private int at = -1;

    Cursor(long fromZxid) {
      records = new ArrayList<>();
      for (Disk.LogRecord logged : disk.durable()) {
        if (logged.zxid() >= fromZxid) {
          records.add(logged);
        }
      }
    }

    @Override
    public boolean next() throws StorageException {
      if (at + 1 >= records.size()) {
        return false;
      }
      at++;
      if (records.get(at).rotten()) {
        throw rotten(place());
      }
      return true;
    }

    @Override
    public long zxid() {
      return records.get(at).zxid();
    }

    @Override
    public ByteBuffer txn() {
      return records.get(at).bytes().duplicate();
    }

    @Override
    public String place() {
      return "record " + at + " of the simulated log";
    }

    @Override
    public void close() {}
  }

  private final class Snapshots implements SnapshotStore {
    @Override
    public List<Long> list() {
      return List.copyOf(disk.snapshots().descendingKeySet());
    }

    @Override
    public SnapshotReader open(long zxid) throws StorageException {
      Disk.Snapshot found = disk.snapshots().get(zxid);
      if (found == null) {
        throw new StorageException(
            FatalReason.UNEXPECTED, "no snapshot " + Long.toHexString(zxid), null);
      }
      return new Reader(found);
    }

    @Override
    public SnapshotWriter create(long zxid) {
      return new Writer(zxid);
    }

    @Override
    public void truncate(long zxid) {
      disk.truncateSnapshots(zxid);
    }

    @Override
    public List<String> retain(int count) {
      return disk.retain(count);
    }
  }

  private final class Writer implements SnapshotWriter {
    private final long zxid;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final List<Integer> seals = new ArrayList<>();

    Writer(long zxid) {
      this.zxid = zxid;
    }

    @Override
    public void write(ByteBuffer from) throws StorageException {
      requireRoom("snapshot");
      byte[] copy = new byte[from.remaining()];
      from.get(copy);
      bytes.writeBytes(copy);
      meanwhile.run();
    }

    @Override
    public void seal() {
      seals.add(bytes.size());
    }

    @Override
    public void commit() throws StorageException {
      requireRoom("snapshot");
      disk.keep(zxid, new Disk.Snapshot(bytes.toByteArray(), List.copyOf(seals), false));
    }

    @Override
    public void close() {}
  }

  private static final class Reader implements SnapshotReader {
    private final Disk.Snapshot snapshot;
    private int position;
    private int verified;

    Reader(Disk.Snapshot snapshot) {
      this.snapshot = snapshot;
    }

    @Override
    public int read(ByteBuffer buffer) {
      int left = snapshot.bytes().length - position;
      if (left == 0) {
        return -1;
      }
      int count = Math.min(left, buffer.remaining());
      buffer.put(snapshot.bytes(), position, count);
      position += count;
      return count;
    }

    @Override
    public void verifySeal() throws StorageException {
      if (snapshot.rotten()) {
        throw rotten(place());
      }
      if (verified == snapshot.seals().size() || snapshot.seals().get(verified) != position) {
        throw new StorageException(FatalReason.UNEXPECTED, "no seal at " + position, null);
      }
      verified++;
    }

    @Override
    public String place() {
      return "byte " + position + " of a simulated snapshot";
    }

    @Override
    public void close() {}
  }

  private final class Kept implements DurableNumber {
    private final String name;

    Kept(String name) {
      this.name = name;
    }

    @Override
    public OptionalLong read() {
      return disk.number(name);
    }

    @Override
    public void write(long value) throws StorageException {
      requireRoom(name);
      numbers.writing(name, value);
      disk.number(name, value);
    }
  }
}
