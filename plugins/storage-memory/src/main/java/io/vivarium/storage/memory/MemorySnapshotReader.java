package io.vivarium.storage.memory;

import io.vivarium.spi.FatalReason;
import io.vivarium.spi.storage.SnapshotReader;
import io.vivarium.spi.storage.StorageException;
import java.nio.ByteBuffer;

/** Reads a snapshot; a seal is a place that must be reached exactly. */
final class MemorySnapshotReader implements SnapshotReader {
  private final String name;
  private final MemorySnapshot snapshot;
  private int position;
  private int verified;

  MemorySnapshotReader(String name, MemorySnapshot snapshot) {
    this.name = name;
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
    if (verified == snapshot.seals().size() || snapshot.seals().get(verified) != position) {
      throw new StorageException(
          FatalReason.UNEXPECTED,
          place() + ": no seal is here; what was read is not what was written",
          null);
    }
    verified++;
  }

  @Override
  public String place() {
    return name + " at byte " + position;
  }

  @Override
  public void close() {}
}
