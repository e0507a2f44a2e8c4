package io.vivarium.zab.election;

import io.vivarium.model.ensemble.Membership;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/** Memberships for tests. */
final class Servers {
  private Servers() {}

  /** Voters 1 to {@code count}. */
  static Membership voters(int count) {
    return voters(0, LongStream.rangeClosed(1, count).toArray());
  }

  static Membership voters(long version, long... ids) {
    return Membership.parse(lines(ids, "participant") + "\nversion=" + Long.toHexString(version));
  }

  static Membership plus(Membership membership, String... lines) {
    return Membership.parse(String.join("\n", lines) + "\n" + membership.dynamicText());
  }

  static String observer(long id) {
    return lines(new long[] {id}, "observer");
  }

  private static String lines(long[] ids, String role) {
    return LongStream.of(ids)
        .mapToObj(id -> "server." + id + "=h" + id + ":2888:3888:" + role)
        .collect(Collectors.joining("\n"));
  }
}
