package io.vivarium.image;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/** Reads an archive by the rules of tar, as whoever loads an image would. */
final class TarReader {
  private static final int BLOCK = 512;

  private TarReader() {}

  /** An entry as it is in the archive. */
  record Entry(char type, int mode, int owner, long seconds, String target, byte[] content) {
    String text() {
      return new String(content, StandardCharsets.UTF_8);
    }
  }

  static Map<String, Entry> read(byte[] archive) {
    Map<String, Entry> entries = new LinkedHashMap<>();
    String longName = null;
    int at = 0;
    while (archive[at] != 0) {
      checkSum(archive, at);
      long size = number(archive, at + 124, 12);
      byte[] content = Arrays.copyOfRange(archive, at + BLOCK, at + BLOCK + (int) size);
      char type = (char) archive[at + 156];
      if (type == 'x') {
        longName = path(new String(content, StandardCharsets.UTF_8));
      } else {
        String name = longName == null ? text(archive, at, 100) : longName;
        longName = null;
        Entry entry =
            new Entry(
                type,
                (int) number(archive, at + 100, 8),
                (int) number(archive, at + 108, 8),
                number(archive, at + 136, 12),
                text(archive, at + 157, 100),
                content);
        if (entries.put(name, entry) != null) {
          throw new AssertionError(name + " is there twice");
        }
      }
      at += BLOCK + (int) ((size + BLOCK - 1) / BLOCK * BLOCK);
    }
    for (int i = at; i < archive.length; i++) {
      if (archive[i] != 0) {
        throw new AssertionError("something behind the end");
      }
    }
    if (archive.length - at < 2 * BLOCK) {
      throw new AssertionError("no end");
    }
    return entries;
  }

  private static String path(String records) {
    for (String record : records.split("\n", -1)) {
      int equals = record.indexOf("path=");
      if (equals >= 0) {
        int length = Integer.parseInt(record.substring(0, record.indexOf(' ')));
        int actual = record.getBytes(StandardCharsets.UTF_8).length + 1;
        if (length != actual) {
          throw new AssertionError("a record of " + actual + " bytes says " + length);
        }
        return record.substring(equals + "path=".length());
      }
    }
    throw new AssertionError("no path in " + records);
  }

  private static void checkSum(byte[] archive, int at) {
    int sum = 0;
    for (int i = 0; i < BLOCK; i++) {
      sum += i >= 148 && i < 156 ? ' ' : archive[at + i] & 0xff;
    }
    if (sum != number(archive, at + 148, 8)) {
      throw new AssertionError("the checksum at " + at + " is wrong");
    }
  }

  private static long number(byte[] archive, int at, int length) {
    return Long.parseLong(text(archive, at, length).strip(), 8);
  }

  private static String text(byte[] archive, int at, int length) {
    int end = at;
    while (end < at + length && archive[end] != 0) {
      end++;
    }
    return new String(archive, at, end - at, StandardCharsets.UTF_8);
  }
}
