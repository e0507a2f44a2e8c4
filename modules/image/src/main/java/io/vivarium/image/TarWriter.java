package io.vivarium.image;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;

/**
 * Writes a tar archive in the ustar form, with an extended header for names that are too long for it. Owners are numbers and times are what
 * they are said to be, so that the same files give the same bytes.
 */
final class TarWriter implements AutoCloseable {
  private static final int BLOCK = 512;
  private static final int NAME = 100;
  private static final int CHECKSUM_AT = 148;
  private static final int CHECKSUM_LENGTH = 8;
  private static final char FILE = '0';
  private static final char DIRECTORY = '5';
  private static final char LINK = '2';
  private static final char EXTENDED = 'x';

  /** Who owns an entry, and what may be done with it. */
  record Access(int owner, int mode) {
    /** Everybody may read, nobody but root may write. */
    static final Access READ = new Access(0, 0644);

    /** The same, to be run. */
    static final Access RUN = new Access(0, 0755);
  }

  private final OutputStream out;
  private final long seconds;

  TarWriter(OutputStream out, Instant time) {
    this.out = out;
    seconds = time.getEpochSecond();
  }

  void directory(String name, Access access) throws IOException {
    header(name + "/", DIRECTORY, access, 0, "");
  }

  void link(String name, String target) throws IOException {
    header(name, LINK, new Access(0, 0777), 0, target);
  }

  void file(String name, byte[] content, Access access) throws IOException {
    header(name, FILE, access, content.length, "");
    out.write(content);
    pad(content.length);
  }

  void file(String name, Path content, Access access) throws IOException {
    long size = Files.size(content);
    header(name, FILE, access, size, "");
    long copied = Files.copy(content, out);
    if (copied != size) {
      throw new IOException(content + " changed while it was read");
    }
    pad(size);
  }

  private void header(String name, char type, Access access, long size, String target)
      throws IOException {
    if (bytes(name).length > NAME || bytes(target).length > NAME) {
      extended(name, target);
    }
    byte[] block = new byte[BLOCK];
    text(block, 0, name, NAME);
    number(block, 100, access.mode(), 8);
    number(block, 108, access.owner(), 8);
    number(block, 116, access.owner(), 8);
    number(block, 124, size, 12);
    number(block, 136, seconds, 12);
    block[156] = (byte) type;
    text(block, 157, target, NAME);
    text(block, 257, "ustar", 6);
    text(block, 263, "00", 2);
    checksum(block);
    out.write(block);
  }

  /** What does not fit, as {@code length key=value} lines in front of the entry. */
  private void extended(String name, String target) throws IOException {
    byte[] records = bytes(record("path", name) + record("linkpath", target));
    byte[] block = new byte[BLOCK];
    text(block, 0, "extended", NAME);
    number(block, 100, Access.READ.mode(), 8);
    number(block, 108, 0, 8);
    number(block, 116, 0, 8);
    number(block, 124, records.length, 12);
    number(block, 136, seconds, 12);
    block[156] = (byte) EXTENDED;
    text(block, 257, "ustar", 6);
    text(block, 263, "00", 2);
    checksum(block);
    out.write(block);
    out.write(records);
    pad(records.length);
  }

  /** The length counts itself. */
  private static String record(String key, String value) {
    if (value.isEmpty()) {
      return "";
    }
    int rest = bytes(" " + key + "=" + value + "\n").length;
    int length = rest + Integer.toString(rest).length();
    if (Integer.toString(length).length() > Integer.toString(rest).length()) {
      length++;
    }
    return length + " " + key + "=" + value + "\n";
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static void text(byte[] block, int at, String text, int length) {
    byte[] bytes = bytes(text);
    System.arraycopy(bytes, 0, block, at, Math.min(length, bytes.length));
  }

  /** Octal digits, then a zero byte. */
  private static void number(byte[] block, int at, long value, int length) {
    text(block, at, ("%0" + (length - 1) + "o").formatted(value), length - 1);
  }

  /** The sum of all bytes, its own place counted as blanks. */
  private static void checksum(byte[] block) {
    text(block, CHECKSUM_AT, " ".repeat(CHECKSUM_LENGTH), CHECKSUM_LENGTH);
    int sum = 0;
    for (byte one : block) {
      sum += one & 0xff;
    }
    number(block, CHECKSUM_AT, sum, CHECKSUM_LENGTH - 1);
    block[CHECKSUM_AT + CHECKSUM_LENGTH - 2] = 0;
  }

  private void pad(long size) throws IOException {
    out.write(new byte[(int) ((BLOCK - size % BLOCK) % BLOCK)]);
  }

  /** Two empty blocks; the stream stays open. */
  @Override
  public void close() throws IOException {
    out.write(new byte[2 * BLOCK]);
    out.flush();
  }
}
