package io.vivarium.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.vivarium.model.ensemble.Membership;
import io.vivarium.model.ensemble.Membership.Address;
import io.vivarium.model.ensemble.Membership.ClientAddress;
import io.vivarium.model.ensemble.Membership.Member;
import io.vivarium.model.ensemble.Membership.Role;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A membership in a file of its own. */
class DynamicFileTest {
  @Test
  void aMembershipWrittenToADynamicFileIsReadAsItself() {
    Random random = new Random(23);
    for (int i = 0; i < 500; i++) {
      Membership membership = membership(random);
      String name = "/c/zoo.cfg.dynamic." + Long.toHexString(membership.version());
      ConfigSource source =
          ConfigSource.ofText(
                  "zoo.cfg",
                  "dataDir=/d\ninitLimit=1\nsyncLimit=1\nmyid=1\nmultiAddress.enabled=true\ndynamicConfigFile="
                      + name
                      + "\n")
              .withTextFile(Path.of(name), membership.text());
      ConfigResult result = Configs.load(source);
      assertEquals("", Configs.text(result.errors()), membership::text);
      assertEquals(membership, result.require().ensemble().membership());
    }
  }

  @Test
  void aDynamicFileWithANameThatSomebodyChoseHasNoVersion() {
    for (String name : List.of("/c/members", "/c/members.next", "/c/members.")) {
      ConfigSource source =
          ConfigSource.ofText("zoo.cfg", "dataDir=/d\ndynamicConfigFile=" + name + "\n")
              .withTextFile(Path.of(name), "server.1=a:1:2\n");
      assertEquals(0, Configs.load(source).require().ensemble().membership().version(), name);
    }
  }

  /** Three to seven voters, some observers; with groups and weights now and then. */
  private static Membership membership(Random random) {
    SortedMap<Long, Member> members = new TreeMap<>();
    int voters = 3 + random.nextInt(5);
    int all = voters + random.nextInt(3);
    for (long id = 1; id <= all; id++) {
      Role role = id <= voters ? Role.PARTICIPANT : Role.OBSERVER;
      members.put(id, new Member(id, addresses(random, id), role, client(random)));
    }
    SortedMap<Long, Set<Long>> groups = new TreeMap<>();
    SortedMap<Long, Long> weights = new TreeMap<>();
    if (random.nextInt(3) == 0) {
      for (long id = 1; id <= voters; id++) {
        groups.computeIfAbsent(1 + id % 3, _ -> new TreeSet<>()).add(id);
        if (random.nextBoolean()) {
          weights.put(id, (long) random.nextInt(4));
        }
      }
    }
    return new Membership(members, groups, weights, random.nextLong(1, Long.MAX_VALUE));
  }

  private static List<Address> addresses(Random random, long id) {
    List<Address> addresses = new ArrayList<>();
    for (int i = 0; i <= random.nextInt(2); i++) {
      String host = random.nextBoolean() ? "host" + id + "-" + i : "fd00::" + id + ":" + i;
      int port = 1 + random.nextInt(65_534);
      addresses.add(new Address(host, port, port + 1));
    }
    addresses.sort(Comparator.comparing(Address::host));
    return addresses;
  }

  private static @Nullable ClientAddress client(Random random) {
    return switch (random.nextInt(3)) {
      case 0 -> null;
      case 1 -> new ClientAddress("0.0.0.0", 1 + random.nextInt(65_535));
      default -> new ClientAddress("fd00::9", 1 + random.nextInt(65_535));
    };
  }
}
