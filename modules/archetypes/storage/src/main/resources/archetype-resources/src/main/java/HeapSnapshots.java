package ${package};

import io.vivarium.spi.FatalReason;
import io.vivarium.spi.storage.SnapshotReader;
import io.vivarium.spi.storage.SnapshotStore;
import io.vivarium.spi.storage.SnapshotWriter;
import io.vivarium.spi.storage.StorageException;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;

/** Snapshots by their zxid. */
final class HeapSnapshots implements SnapshotStore {
  /** A finished snapshot: its bytes, and at which of them it was sealed. */
  private record Snapshot(ByteBuffer bytes, List<Integer> seals) {}

  private final ConcurrentSkipListMap<Long, Snapshot> byZxid = new ConcurrentSkipListMap<>();
  private final HeapLog log;

  HeapSnapshots(HeapLog log) {
    this.log = log;
  }

  @Override
  public List<Long> list() {
    return List.copyOf(byZxid.descendingKeySet());
  }

  @Override
  public SnapshotReader open(long zxid) throws StorageException {
    Snapshot snapshot = byZxid.get(zxid);
    if (snapshot == null) {
      throw new StorageException(
          FatalReason.UNEXPECTED, "there is no snapshot 0x%x in memory".formatted(zxid), null);
    }
    return new Reader("snapshot 0x%x in memory".formatted(zxid), snapshot);
  }

  @Override
  public SnapshotWriter create(long zxid) {
    return new Writer(zxid);
  }

  @Override
  public void truncate(long zxid) {
    byZxid.tailMap(zxid, false).clear();
  }

  @Override
  public List<String> retain(int count) {
    if (count < 1) {
      throw new IllegalArgumentException("at least 1 snapshot must stay, not " + count);
    }
    List<String> removed = new ArrayList<>();
    if (byZxid.size() < count) {
      return removed;
    }
    while (byZxid.size() > count) {
      Map.Entry<Long, Snapshot> oldest = byZxid.pollFirstEntry();
      removed.add("snapshot 0x%x".formatted(oldest.getKey()));
    }
    int records = log.removeUpTo(byZxid.firstKey());
    if (records > 0) {
      removed.add(records + " records of the log");
    }
    return removed;
  }

  @Override
  public long sizeBytes(long zxid) {
    Snapshot snapshot = byZxid.get(zxid);
    return snapshot == null ? -1 : snapshot.bytes().limit();
  }

  /** Collects a snapshot, which is there once it is committed. */
  private final class Writer implements SnapshotWriter {
    private final long zxid;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final List<Integer> seals = new ArrayList<>();
    private boolean open = true;

    Writer(long zxid) {
      this.zxid = zxid;
    }

    @Override
    public void write(ByteBuffer from) {
      requireOpen();
      byte[] part = new byte[from.remaining()];
      from.get(part);
      bytes.writeBytes(part);
    }

    @Override
    public void seal() {
      requireOpen();
      seals.add(bytes.size());
    }

    @Override
    public void commit() {
      requireOpen();
      open = false;
      byZxid.put(zxid, new Snapshot(ByteBuffer.wrap(bytes.toByteArray()), List.copyOf(seals)));
    }

    @Override
    public void close() {
      open = false;
    }

    private void requireOpen() {
      if (!open) {
        throw new IllegalStateException("the snapshot is finished");
      }
    }
  }

  /** Reads a snapshot. In memory nothing is damaged: a seal is a place that has to be reached exactly. */
  private static final class Reader implements SnapshotReader {
    private final String name;
    private final ByteBuffer bytes;
    private final List<Integer> seals;
    private int sealsPassed;

    Reader(String name, Snapshot snapshot) {
      this.name = name;
      this.bytes = snapshot.bytes().asReadOnlyBuffer();
      this.seals = snapshot.seals();
    }

    @Override
    public int read(ByteBuffer into) {
      if (!bytes.hasRemaining()) {
        return -1;
      }
      int count = Math.min(bytes.remaining(), into.remaining());
      into.put(into.position(), bytes, bytes.position(), count);
      into.position(into.position() + count);
      bytes.position(bytes.position() + count);
      return count;
    }

    @Override
    public void verifySeal() throws StorageException {
      if (sealsPassed == seals.size() || seals.get(sealsPassed) != bytes.position()) {
        throw new StorageException(
            FatalReason.UNEXPECTED, place() + ": no seal was put here", null);
      }
      sealsPassed++;
    }

    @Override
    public String place() {
      return name + " at byte " + bytes.position();
    }

    @Override
    public void close() {}
  }
}
