package io.vivarium.codec;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.zip.Adler32;

/** Snapshots in memory with ZooKeeper's file header and seals. */
final class SnapshotBuffer {
  private static final int HEADER_BYTES = 16;

  private SnapshotBuffer() {}

  /** Collects what is written and puts a seal where one belongs. */
  static final class Out implements SnapshotOutput {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    Out() {
      bytes.writeBytes(ByteBuffer.allocate(16).putInt(0x5a4b534e).putInt(2).putLong(-1).array());
    }

    @Override
    public void write(ByteBuffer part) {
      byte[] copy = new byte[part.remaining()];
      part.get(copy);
      bytes.writeBytes(copy);
    }

    @Override
    public void seal() {
      long checksum = adler(bytes.toByteArray(), bytes.size());
      bytes.writeBytes(ByteBuffer.allocate(13).putLong(checksum).putInt(1).put((byte) '/').array());
    }

    byte[] toByteArray() {
      return bytes.toByteArray();
    }
  }

  /** Hands out bytes in pieces of at most {@code step}; fails when asked to read across a seal. */
  static final class In implements SnapshotInput {
    private final byte[] file;
    private final int step;
    private final boolean sealed;
    private int at;
    private int asked;

    In(byte[] file, int step) {
      this(file, step, true);
    }

    private In(byte[] file, int step, boolean sealed) {
      this.file = file;
      this.step = step;
      this.sealed = sealed;
      this.at = Math.min(HEADER_BYTES, file.length);
    }

    /** Takes any thirteen bytes for a seal, or what is left. */
    static In unsealed(byte[] file) {
      return new In(file, Integer.MAX_VALUE, false);
    }

    @Override
    public int read(ByteBuffer buffer) {
      asked++;
      if (at >= file.length) {
        return -1;
      }
      int count = Math.min(step, Math.min(buffer.remaining(), file.length - at));
      buffer.put(file, at, count);
      at += count;
      return count;
    }

    @Override
    public void verifySeal() throws IOException {
      if (!sealed) {
        at = Math.min(file.length, at + 13);
        return;
      }
      if (file.length - at < 13) {
        throw new IOException("no seal at " + at);
      }
      ByteBuffer seal = ByteBuffer.wrap(file, at, 13);
      if (seal.getLong() != adler(file, at) || seal.getInt() != 1 || seal.get() != '/') {
        throw new IOException("bad seal at " + at);
      }
      at += 13;
    }

    int offset() {
      return at;
    }

    int reads() {
      return asked;
    }
  }

  private static long adler(byte[] bytes, int count) {
    Adler32 adler = new Adler32();
    adler.update(bytes, 0, count);
    return adler.getValue();
  }
}
