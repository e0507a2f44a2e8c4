package io.vivarium.model.ensemble;

import io.vivarium.model.MalformedFrameException;
import io.vivarium.model.ensemble.Membership.Member;
import java.util.Arrays;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Reads the text form of a membership: lines {@code server.N=}, {@code group.N=}, {@code weight.N=} and {@code version=}. */
final class MembershipText {
  /** Longest text in characters; ZooKeeper bounds its packets by 512 KiB, and no ensemble needs as much. */
  private static final int LONGEST = 64 * 1024;

  private final SortedMap<Long, Member> members = new TreeMap<>();
  private final SortedMap<Long, Set<Long>> groups = new TreeMap<>();
  private final SortedMap<Long, Long> weights = new TreeMap<>();
  private long version;

  private MembershipText() {}

  static Membership parse(String text) {
    if (text.length() > LONGEST) {
      throw new MalformedFrameException(
          "a membership of " + text.length() + " characters, at most " + LONGEST + " are allowed");
    }
    MembershipText reader = new MembershipText();
    text.lines().map(String::trim).filter(line -> !line.isEmpty()).forEach(reader::line);
    return new Membership(reader.members, reader.groups, reader.weights, reader.version);
  }

  private void line(String line) {
    int equals = line.indexOf('=');
    if (equals < 0) {
      throw new MalformedFrameException("membership line '" + line + "' has no '='");
    }
    String key = line.substring(0, equals).trim();
    // As in a properties file a backslash may stand before a colon.
    String value = line.substring(equals + 1).trim().replace("\\:", ":");
    try {
      if (key.equals("version")) {
        version = Long.parseUnsignedLong(value, 16);
      } else if (key.startsWith("server.")) {
        long id = number(key);
        members.put(id, ServerLine.parse(id, value));
      } else if (key.startsWith("group.")) {
        groups.put(
            number(key),
            Arrays.stream(value.split(":", -1))
                .map(String::trim)
                .map(Long::valueOf)
                .collect(Collectors.toSet()));
      } else if (key.startsWith("weight.")) {
        weights.put(number(key), Long.valueOf(value));
      } else {
        throw new MalformedFrameException("membership line '" + line + "' has an unknown key");
      }
    } catch (NumberFormatException e) {
      throw new MalformedFrameException("membership line '" + line + "' has a malformed number");
    } catch (ServerLine.MalformedException e) {
      throw new MalformedFrameException("membership line '" + line + "' " + e.getMessage());
    }
  }

  private static long number(String key) {
    return Long.parseLong(key.substring(key.indexOf('.') + 1));
  }
}
