package io.vivarium.shell;

import java.util.StringJoiner;

/** Bytes as people look at them: sixteen to a line, with what is printable of them beside. */
final class HexTable {
  private static final int WIDTH = 16;
  private static final String EDGE =
      "+--------+-------------------------------------------------+----------------+";

  private HexTable() {}

  static String of(byte[] data) {
    StringJoiner lines = new StringJoiner("\n");
    lines.add("         +-------------------------------------------------+");
    lines.add("         |  0  1  2  3  4  5  6  7  8  9  a  b  c  d  e  f |");
    lines.add(EDGE);
    for (int at = 0; at < data.length; at += WIDTH) {
      lines.add(line(data, at));
    }
    return lines.add(EDGE).toString();
  }

  private static String line(byte[] data, int at) {
    StringBuilder bytes = new StringBuilder();
    StringBuilder letters = new StringBuilder();
    for (int i = at; i < at + WIDTH; i++) {
      if (i < data.length) {
        bytes.append(" %02x".formatted(data[i] & 0xff));
        letters.append(data[i] < ' ' || data[i] > '~' ? '.' : (char) data[i]);
      } else {
        bytes.append("   ");
        letters.append(' ');
      }
    }
    return "|%08x|%s |%s|".formatted(at, bytes, letters);
  }
}
