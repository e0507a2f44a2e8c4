package io.vivarium.config;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The text of a configuration file as logical lines, so that some of them can be replaced and everything else, comments and blank
 * lines included, stays as its author wrote it.
 */
final class StaticFile {
  private static final Set<String> MEMBERSHIP =
      Set.of(QuorumKeys.DYNAMIC_CONFIG_FILE.name(), QuorumKeys.PEER_TYPE.name());
  private static final Set<String> CLIENT_PORT = Set.of("clientPort", "clientPortAddress");

  private final String text;
  private final List<Line> lines;

  /**
   * A line with those that continue it.
   *
   * @param key what it assigns; empty for comments and blank lines
   */
  private record Line(String key, String text) {}

  private StaticFile(String text, List<Line> lines) {
    this.text = text;
    this.lines = lines;
  }

  /**
   * Takes a file apart.
   *
   * @throws IOException when a line of it cannot be read
   */
  static StaticFile parse(String text) throws IOException {
    List<Line> lines = new ArrayList<>();
    StringBuilder logical = new StringBuilder();
    for (String physical : text.lines().toList()) {
      boolean comment = logical.isEmpty() && startsComment(physical);
      logical.append(physical).append('\n');
      if (comment || !continued(physical)) {
        lines.add(line(logical.toString()));
        logical.setLength(0);
      }
    }
    if (!logical.isEmpty()) {
      lines.add(line(logical.toString()));
    }
    return new StaticFile(text, lines);
  }

  private static Line line(String text) throws IOException {
    try {
      List<PropertiesText.Assignment> assignments = PropertiesText.parse(text);
      return new Line(assignments.isEmpty() ? "" : assignments.get(0).key(), text);
    } catch (PropertiesText.MalformedLineException e) {
      throw new IOException("'" + text.strip() + "' cannot be read: " + e.getMessage(), e);
    }
  }

  private static boolean startsComment(String line) {
    String stripped = line.stripLeading();
    return stripped.startsWith("#") || stripped.startsWith("!");
  }

  private static boolean continued(String line) {
    int backslashes = 0;
    while (backslashes < line.length() && line.charAt(line.length() - 1 - backslashes) == '\\') {
      backslashes++;
    }
    return backslashes % 2 == 1;
  }

  /** As it was read. */
  String text() {
    return text;
  }

  /** Whether servers, groups or weights stand in it. */
  boolean hasMembers() {
    return lines.stream().anyMatch(line -> member(line.key()));
  }

  /**
   * The text with the membership in a file of its own.
   *
   * @param dynamic that file
   * @param withoutClientPort whether the port for clients stands there as well
   */
  String pointingTo(Path dynamic, boolean withoutClientPort) {
    StringBuilder changed = new StringBuilder();
    for (Line line : lines) {
      boolean moved =
          member(line.key())
              || MEMBERSHIP.contains(line.key())
              || (withoutClientPort && CLIENT_PORT.contains(line.key()));
      if (!moved) {
        changed.append(line.text());
      }
    }
    return changed
        .append(QuorumKeys.DYNAMIC_CONFIG_FILE.name())
        .append('=')
        .append(PropertiesText.escaped(dynamic.toString()))
        .append('\n')
        .toString();
  }

  private static boolean member(String key) {
    return key.startsWith(KnownKeys.SERVER.prefix())
        || key.startsWith(KnownKeys.GROUP.prefix())
        || key.startsWith(KnownKeys.WEIGHT.prefix());
  }
}
