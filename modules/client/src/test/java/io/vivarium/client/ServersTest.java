package io.vivarium.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class ServersTest {
  private static final List<InetSocketAddress> THREE =
      List.of(
          InetSocketAddress.createUnresolved("a", 1),
          InetSocketAddress.createUnresolved("b", 2),
          InetSocketAddress.createUnresolved("c", 3));

  private static List<InetSocketAddress> order(long seed) {
    Servers servers = new Servers(THREE, new Random(seed));
    return IntStream.range(0, 3).mapToObj(i -> servers.next()).toList();
  }

  @Test
  void eachServerIsTriedBeforeOneIsTriedAgain() {
    Servers servers = new Servers(THREE, new Random(1));
    List<InetSocketAddress> first = new ArrayList<>();
    List<InetSocketAddress> second = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      first.add(servers.next());
    }
    for (int i = 0; i < 3; i++) {
      second.add(servers.next());
    }

    assertEquals(Set.copyOf(THREE), Set.copyOf(first));
    assertEquals(first, second);
  }

  @Test
  void clientsSpreadOverTheServers() {
    Set<InetSocketAddress> firsts = new HashSet<>();
    for (long seed = 0; seed < 100; seed++) {
      firsts.add(order(seed).get(0));
    }

    assertEquals(Set.copyOf(THREE), firsts);
  }

  @Test
  void theFirstRoundIsNotWaitedFor() {
    Servers servers = new Servers(THREE, new Random(1));
    for (int i = 0; i < 3; i++) {
      assertEquals(0, servers.delayMs());
      servers.failed();
    }

    assertNotEquals(0, servers.delayMs());
  }

  @Test
  void waitsGrowToTwoSecondsAndAreForgottenAtSuccess() {
    Servers servers = new Servers(THREE, new Random(1));
    long longest = 0;
    for (int i = 0; i < 1000; i++) {
      servers.failed();
      longest = Math.max(longest, servers.delayMs());
      assertTrue(servers.delayMs() <= 2_000);
    }
    assertTrue(longest >= 1_000, "longest is " + longest);

    servers.succeeded();

    assertEquals(0, servers.delayMs());
  }

  @Test
  void aServerThatIsPreferredIsTheNext() {
    Servers servers = new Servers(THREE, new Random(1));
    servers.next();

    servers.prefer(THREE.get(2));

    assertEquals(THREE.get(2), servers.next());
  }
}
