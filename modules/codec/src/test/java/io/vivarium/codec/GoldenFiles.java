package io.vivarium.codec;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.Adler32;
import java.util.zip.GZIPInputStream;

/** Data directories that ZooKeeper 3.9.5 wrote, with just enough of its file framing to get at txns and sections. */
final class GoldenFiles {
  static final int LOG_HEADER_BYTES = 16;

  private GoldenFiles() {}

  /** A record of a log: the txn, without checksum, length and end mark. */
  record LogRecord(String place, byte[] txn) {
    @Override
    public String toString() {
      return place;
    }
  }

  /** A snapshot, uncompressed, with file header and seals. */
  record SnapshotFile(String name, byte[] bytes) {
    @Override
    public String toString() {
      return name;
    }
  }

  static List<LogRecord> logRecords() {
    List<LogRecord> records = new ArrayList<>();
    for (Path file : files("log.")) {
      addRecords(name(file), ByteBuffer.wrap(read(file)), records);
    }
    return records;
  }

  static List<SnapshotFile> snapshots() {
    return files("snapshot.").stream()
        .map(file -> new SnapshotFile(name(file), uncompressed(file)))
        .toList();
  }

  static byte[] expectedTree(String directory) {
    return read(root().resolve(directory).resolve("expected-tree.json"));
  }

  private static void addRecords(String name, ByteBuffer log, List<LogRecord> records) {
    log.position(LOG_HEADER_BYTES);
    while (log.remaining() > 12) {
      int at = log.position();
      long checksum = log.getLong();
      byte[] txn = new byte[log.getInt()];
      if (txn.length == 0) {
        return;
      }
      log.get(txn);
      Adler32 adler = new Adler32();
      adler.update(txn);
      if (adler.getValue() != checksum || log.get() != 'B') {
        throw new IllegalStateException(name + "@" + at + " is damaged");
      }
      records.add(new LogRecord(name + "@" + at, txn));
    }
  }

  private static byte[] uncompressed(Path file) {
    byte[] bytes = read(file);
    if (file.toString().endsWith(".gz")) {
      try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
        return in.readAllBytes();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return file.toString().endsWith(".snappy") ? unsnap(ByteBuffer.wrap(bytes)) : bytes;
  }

  /** The stream form of Snappy: a header of 16 bytes, then blocks behind their lengths. */
  private static byte[] unsnap(ByteBuffer in) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    in.position(16);
    while (in.hasRemaining()) {
      int length = in.getInt();
      out.writeBytes(unsnapBlock(in.slice(in.position(), length)));
      in.position(in.position() + length);
    }
    return out.toByteArray();
  }

  private static byte[] unsnapBlock(ByteBuffer in) {
    int length = 0;
    for (int shift = 0, more = 0x80; more != 0; shift += 7) {
      int b = in.get();
      length |= (b & 0x7f) << shift;
      more = b & 0x80;
    }
    byte[] out = new byte[length];
    int at = 0;
    while (in.hasRemaining()) {
      int tag = in.get() & 0xff;
      int kind = tag & 3;
      if (kind == 0) {
        int count = literalLength(tag >> 2, in);
        in.get(out, at, count);
        at += count;
        continue;
      }
      int count = kind == 1 ? 4 + (tag >> 2 & 7) : 1 + (tag >> 2);
      int back = kind == 1 ? ((tag >> 5) << 8) + little(in, 1) : little(in, kind == 2 ? 2 : 4);
      for (int end = at + count; at < end; at++) {
        out[at] = out[at - back];
      }
    }
    return out;
  }

  private static int literalLength(int code, ByteBuffer in) {
    return 1 + (code < 60 ? code : little(in, code - 59));
  }

  private static int little(ByteBuffer in, int bytes) {
    int value = 0;
    for (int i = 0; i < bytes; i++) {
      value |= (in.get() & 0xff) << (8 * i);
    }
    return value;
  }

  private static List<Path> files(String prefix) {
    try (Stream<Path> files = Files.walk(root())) {
      return files
          .filter(file -> file.getFileName().toString().startsWith(prefix))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String name(Path file) {
    return root().relativize(file).toString();
  }

  private static Path root() {
    try {
      return Path.of(GoldenFiles.class.getResource("/golden/datadir").toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  private static byte[] read(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
