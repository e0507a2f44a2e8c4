package io.vivarium.storage.filelog;

import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/** Writes the stream that {@link SnappyInput} reads. One thread. */
final class SnappyOutput extends OutputStream {
  private final DataOutputStream to;
  private final byte[] block = new byte[Compression.BLOCK_BYTES];
  private final Snappy.Compressor compressor = new Snappy.Compressor(Compression.BLOCK_BYTES);
  private int filled;

  SnappyOutput(OutputStream to) throws IOException {
    this.to = new DataOutputStream(to);
    this.to.write(SnappyInput.magic());
    this.to.writeInt(1);
    this.to.writeInt(1);
  }

  @Override
  public void write(int value) throws IOException {
    block[filled++] = (byte) value;
    if (filled == block.length) {
      writeBlock();
    }
  }

  @Override
  public void write(byte[] from, int offset, int length) throws IOException {
    int at = offset;
    int left = length;
    while (left > 0) {
      int count = Math.min(left, block.length - filled);
      System.arraycopy(from, at, block, filled, count);
      at += count;
      left -= count;
      filled += count;
      if (filled == block.length) {
        writeBlock();
      }
    }
  }

  @Override
  public void flush() throws IOException {
    writeBlock();
    to.flush();
  }

  @Override
  public void close() throws IOException {
    try (to) {
      writeBlock();
    }
  }

  private void writeBlock() throws IOException {
    if (filled > 0) {
      int length = compressor.compress(block, filled);
      to.writeInt(length);
      to.write(compressor.output(), 0, length);
      filled = 0;
    }
  }
}
