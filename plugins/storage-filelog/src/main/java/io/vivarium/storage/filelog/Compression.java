package io.vivarium.storage.filelog;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/** How a snapshot file is compressed; told by its suffix, whatever is configured for writing. */
public enum Compression {
  /** Plain bytes. They end in a seal: the string "/". */
  NONE("") {
    @Override
    OutputStream compress(OutputStream to) {
      return to;
    }

    @Override
    InputStream expand(InputStream from) {
      return from;
    }
  },
  /** A gzip stream. */
  GZIP("gz") {
    @Override
    OutputStream compress(OutputStream to) throws IOException {
      return new GZIPOutputStream(to, BLOCK_BYTES);
    }

    @Override
    InputStream expand(InputStream from) throws IOException {
      return new GZIPInputStream(from, BLOCK_BYTES);
    }
  },
  /** The stream of snappy-java. */
  SNAPPY("snappy") {
    @Override
    OutputStream compress(OutputStream to) throws IOException {
      return new SnappyOutput(to);
    }

    @Override
    InputStream expand(InputStream from) throws IOException {
      return new SnappyInput(from);
    }
  };

  static final int BLOCK_BYTES = 32 * 1024;

  private static final byte[] GZIP_MAGIC = {0x1f, (byte) 0x8b};
  private static final byte[] PLAIN_ENDING = {0, 0, 0, 1, '/'};
  private static final int SHORTEST_PLAIN = 10;

  private final String method;

  Compression(String method) {
    this.method = method;
  }

  /** What the name of a file says. */
  public static Compression of(Path file) {
    String name = String.valueOf(file.getFileName());
    for (Compression each : values()) {
      if (each != NONE && name.endsWith(each.suffix())) {
        return each;
      }
    }
    return NONE;
  }

  /** The value of {@code snapshot.compression.method}. */
  public String method() {
    return method;
  }

  /** What a file name ends in, with its dot. */
  public String suffix() {
    return method.isEmpty() ? "" : "." + method;
  }

  /** Wraps a stream to be written; closing the result ends the compressed stream and closes {@code to}. */
  abstract OutputStream compress(OutputStream to) throws IOException;

  /** Wraps a stream to be read. */
  abstract InputStream expand(InputStream from) throws IOException;

  /** A cheap test whether a file was written to its end: enough to choose candidates, not to trust one. */
  boolean looksWhole(Disk.OpenFile file) throws IOException {
    long size = file.size();
    return switch (this) {
      case NONE ->
          size >= SHORTEST_PLAIN && Bytes.matches(file, size - PLAIN_ENDING.length, PLAIN_ENDING);
      case GZIP -> Bytes.matches(file, 0, GZIP_MAGIC);
      case SNAPPY -> Bytes.matches(file, 0, SnappyInput.magic());
    };
  }
}
