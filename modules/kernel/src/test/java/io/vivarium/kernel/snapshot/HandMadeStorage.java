package io.vivarium.kernel.snapshot;

import io.vivarium.codec.JuteWriter;
import io.vivarium.codec.TxnCodec;
import io.vivarium.model.Txn;
import io.vivarium.model.TxnDigest;
import io.vivarium.model.TxnHeader;
import io.vivarium.spi.storage.DurableNumber;
import io.vivarium.spi.storage.SnapshotReader;
import io.vivarium.spi.storage.SnapshotStore;
import io.vivarium.spi.storage.SnapshotWriter;
import io.vivarium.spi.storage.Storage;
import io.vivarium.spi.storage.StorageException;
import io.vivarium.spi.storage.TxnCursor;
import io.vivarium.spi.storage.TxnLog;
import io.vivarium.storage.memory.MemoryPlace;
import io.vivarium.storage.memory.MemoryStorage;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A storage in memory whose log is written by the test, and whose snapshots the test may damage or watch being written. */
public final class HandMadeStorage implements Storage {
  private final MemoryStorage memory = new MemoryStorage(new MemoryPlace("hand-made"));
  private Runnable duringWrite = () -> {};
  private Change beforeChange = () -> {};
  private UnaryOperator<byte[]> damage = bytes -> bytes;
  private long damaged = -1;

  /** What is to happen before a change. */
  @FunctionalInterface
  public interface Change {
    /** Fails when the change is not to be made. */
    void comes() throws StorageException;
  }

  /** Has this done whenever a part of a snapshot was written. */
  public void duringWrites(Runnable action) {
    duringWrite = action;
  }

  /** Has this done before each change to what survives a crash, other than that of {@link #log(TxnHeader, Txn, TxnDigest)}. */
  public void beforeChanges(Change action) {
    beforeChange = action;
  }

  /** The bytes of this snapshot are read as {@code how} makes them. */
  void damage(long zxid, UnaryOperator<byte[]> how) {
    damaged = zxid;
    damage = how;
  }

  /** This snapshot cannot be read any more. */
  public void damage(long zxid) {
    damage(zxid, bytes -> new byte[0]);
  }

  public void log(TxnHeader header, Txn txn, @Nullable TxnDigest digest) throws StorageException {
    JuteWriter out = new JuteWriter();
    TxnCodec.encode(header, txn, digest, out);
    memory.log().append(header.zxid(), ByteBuffer.wrap(out.toByteArray()));
    memory.log().force();
  }

  void logBytes(long zxid, byte[] bytes) throws StorageException {
    memory.log().append(zxid, ByteBuffer.wrap(bytes));
    memory.log().force();
  }

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
    return new KeptNumber(memory.number(name));
  }

  @Override
  public void start() {}

  @Override
  public void close() {}

  /** All bytes of a snapshot. */
  byte[] bytes(long zxid) throws StorageException {
    try (SnapshotReader reader = memory.snapshots().open(zxid)) {
      ByteBuffer all = ByteBuffer.allocate(16 << 20);
      int read = reader.read(all);
      byte[] bytes = new byte[Math.max(0, read)];
      all.get(0, bytes);
      return bytes;
    }
  }

  private final class Log implements TxnLog {
    @Override
    public void append(long zxid, ByteBuffer txn) throws StorageException {
      memory.log().append(zxid, txn);
    }

    @Override
    public void force() throws StorageException {
      memory.log().force();
    }

    @Override
    public void roll() throws StorageException {
      memory.log().roll();
    }

    @Override
    public TxnCursor read(long fromZxid) throws StorageException {
      return memory.log().read(fromZxid);
    }

    @Override
    public long truncate(long zxid) throws StorageException {
      beforeChange.comes();
      return memory.log().truncate(zxid);
    }

    @Override
    public long sizeBytes() {
      return memory.log().sizeBytes();
    }
  }

  private final class KeptNumber implements DurableNumber {
    private final DurableNumber number;

    KeptNumber(DurableNumber number) {
      this.number = number;
    }

    @Override
    public OptionalLong read() throws StorageException {
      return number.read();
    }

    @Override
    public void write(long value) throws StorageException {
      beforeChange.comes();
      number.write(value);
    }
  }

  private final class Snapshots implements SnapshotStore {
    @Override
    public List<Long> list() throws StorageException {
      return memory.snapshots().list();
    }

    @Override
    public SnapshotReader open(long zxid) throws StorageException {
      SnapshotReader reader = memory.snapshots().open(zxid);
      return zxid == damaged ? new Damaged(ByteBuffer.wrap(damage.apply(bytes(zxid)))) : reader;
    }

    @Override
    public SnapshotWriter create(long zxid) throws StorageException {
      return new Watched(memory.snapshots().create(zxid));
    }

    @Override
    public void truncate(long zxid) throws StorageException {
      beforeChange.comes();
      memory.snapshots().truncate(zxid);
    }

    @Override
    public List<String> retain(int count) throws StorageException {
      return memory.snapshots().retain(count);
    }
  }

  /** Without seals: what was damaged is believed as far as it can be understood. */
  private record Damaged(ByteBuffer bytes) implements SnapshotReader {
    @Override
    public int read(ByteBuffer buffer) {
      if (!bytes.hasRemaining()) {
        return -1;
      }
      int count = Math.min(bytes.remaining(), buffer.remaining());
      buffer.put(bytes.slice().limit(count));
      bytes.position(bytes.position() + count);
      return count;
    }

    @Override
    public void verifySeal() {}

    @Override
    public String place() {
      return "the damaged snapshot";
    }

    @Override
    public void close() {}
  }

  private final class Watched implements SnapshotWriter {
    private final SnapshotWriter to;

    Watched(SnapshotWriter to) {
      this.to = to;
    }

    @Override
    public void write(ByteBuffer bytes) throws StorageException {
      to.write(bytes);
      duringWrite.run();
    }

    @Override
    public void seal() throws StorageException {
      to.seal();
    }

    @Override
    public void commit() throws StorageException {
      beforeChange.comes();
      to.commit();
    }

    @Override
    public void close() {
      to.close();
    }
  }
}
