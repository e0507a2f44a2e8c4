package io.vivarium.storage.memory;

import io.vivarium.spi.storage.SnapshotWriter;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Collects a snapshot and hands it to its place when it is committed. */
final class MemorySnapshotWriter implements SnapshotWriter {
  private final MemoryPlace place;
  private final long zxid;
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final List<Integer> seals = new ArrayList<>();
  private boolean open = true;

  MemorySnapshotWriter(MemoryPlace place, long zxid) {
    this.place = place;
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
    place.put(zxid, new MemorySnapshot(bytes.toByteArray(), List.copyOf(seals)));
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
