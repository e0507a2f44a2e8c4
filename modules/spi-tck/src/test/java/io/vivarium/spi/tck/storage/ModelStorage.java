package io.vivarium.spi.tck.storage;

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
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/** The least that keeps every promise of the storage SPI, to show that the suite passes it and what it finds when it is broken. */
final class ModelStorage implements Storage {
  private final ModelPlace place;
  private final TxnLog log = new Log();
  private final SnapshotStore snapshots = new Snapshots();

  ModelStorage(ModelPlace place) {
    this.place = place;
  }

  @Override
  public void start() throws PluginException {
    if (!place.acquire(this)) {
      throw new PluginException(FatalReason.DATA_DIRECTORY, "in use", null);
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
    if (!name.matches("[A-Za-z]+")) {
      throw new IllegalArgumentException(name);
    }
    return new DurableNumber() {
      @Override
      public OptionalLong read() {
        Long value = place.numbers.get(name);
        return value == null ? OptionalLong.empty() : OptionalLong.of(value);
      }

      @Override
      public void write(long value) {
        place.number(name, value);
      }
    };
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
      return new Cursor(place.read(fromZxid));
    }

    @Override
    public long truncate(long zxid) {
      return place.truncate(zxid);
    }

    @Override
    public long sizeBytes() {
      return place.bytes();
    }
  }

  private static final class Cursor implements TxnCursor {
    private final List<ModelPlace.Entry> entries;
    private int at = -1;

    Cursor(List<ModelPlace.Entry> entries) {
      this.entries = entries;
    }

    @Override
    public boolean next() {
      at = Math.min(at + 1, entries.size());
      return at < entries.size();
    }

    @Override
    public long zxid() {
      return entries.get(at).zxid();
    }

    @Override
    public ByteBuffer txn() {
      return entries.get(at).txn().duplicate();
    }

    @Override
    public String place() {
      return "record " + at;
    }

    @Override
    public void close() {}
  }

  private final class Snapshots implements SnapshotStore {
    @Override
    public List<Long> list() {
      return List.copyOf(place.snapshots.descendingKeySet());
    }

    @Override
    public SnapshotReader open(long zxid) throws StorageException {
      ModelPlace.Snapshot snapshot = place.snapshots.get(zxid);
      if (snapshot == null) {
        throw new StorageException(FatalReason.UNEXPECTED, "no snapshot " + zxid, null);
      }
      return new Reader(snapshot);
    }

    @Override
    public SnapshotWriter create(long zxid) {
      place.begin(zxid);
      return new Writer(zxid);
    }

    @Override
    public void truncate(long zxid) {
      place.snapshots.tailMap(zxid, false).clear();
    }

    @Override
    public List<String> retain(int count) {
      return place.retain(count);
    }
  }

  private final class Reader implements SnapshotReader {
    private final ModelPlace.Snapshot snapshot;
    private final ByteBuffer bytes;
    private int seal;

    Reader(ModelPlace.Snapshot snapshot) {
      this.snapshot = snapshot;
      this.bytes = ByteBuffer.wrap(snapshot.bytes());
    }

    @Override
    public int read(ByteBuffer buffer) {
      if (!bytes.hasRemaining()) {
        return -1;
      }
      int count = Math.min(bytes.remaining(), buffer.remaining());
      buffer.put(bytes.slice(bytes.position(), count));
      bytes.position(bytes.position() + count);
      return count;
    }

    @Override
    public void verifySeal() throws StorageException {
      if (!place.sealed(snapshot, bytes.position(), seal++)) {
        throw new StorageException(FatalReason.UNEXPECTED, "no seal here", null);
      }
    }

    @Override
    public String place() {
      return "byte " + bytes.position();
    }

    @Override
    public void close() {}
  }

  private final class Writer implements SnapshotWriter {
    private final long zxid;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final List<Integer> seals = new ArrayList<>();

    Writer(long zxid) {
      this.zxid = zxid;
    }

    @Override
    public void write(ByteBuffer bytes) {
      byte[] part = new byte[bytes.remaining()];
      bytes.get(part);
      out.writeBytes(part);
    }

    @Override
    public void seal() {
      seals.add(out.size());
    }

    @Override
    public void commit() {
      place.commit(zxid, new ModelPlace.Snapshot(out.toByteArray(), seals));
    }

    @Override
    public void close() {}
  }
}
