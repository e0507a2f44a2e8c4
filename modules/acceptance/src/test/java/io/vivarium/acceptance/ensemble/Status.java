package io.vivarium.acceptance.ensemble;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What a serving server says of itself in {@code srvr}.
 *
 * @param mode {@code leader}, {@code follower}, {@code observer}, {@code standalone} or {@code read-only}
 * @param zxid of the last txn it has applied
 */
public record Status(String mode, long zxid) {

  /** Empty for the answer of a server that does not serve. */
  static Optional<Status> parse(String srvr) {
    Map<String, String> fields = new TreeMap<>();
    srvr.lines()
        .map(line -> line.split(": ", 2))
        .filter(parts -> parts.length == 2)
        .forEach(parts -> fields.put(parts[0], parts[1]));
    if (!fields.containsKey("Mode") || !fields.containsKey("Zxid")) {
      return Optional.empty();
    }
    return Optional.of(
        new Status(
            fields.getOrDefault("Mode", ""),
            Long.parseUnsignedLong(fields.getOrDefault("Zxid", "0x0").substring(2), 16)));
  }
}
