package io.vivarium.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetSocketAddress;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ConnectStringTest {
  private static InetSocketAddress at(String host, int port) {
    return InetSocketAddress.createUnresolved(host, port);
  }

  @Test
  void hostsAreListedInTheirOrder() {
    assertEquals(
        new ConnectString(List.of(at("a", 1), at("b", 2181), at("10.0.0.1", 3)), "/"),
        ConnectString.parse("a:1, b ,10.0.0.1:3"));
  }

  @ParameterizedTest
  @CsvSource({"a/app/x,/app/x", "a/,/", "a,/", "'a,b:3/app',/app"})
  void whatFollowsTheHostsIsThePathBelowWhichTheClientLives(String text, String chroot) {
    assertEquals(chroot, ConnectString.parse(text).chroot());
  }

  @ParameterizedTest
  @CsvSource({"[::1]:2182,::1,2182", "[::1],::1,2181", "fe80::1,fe80::1,2181", "host:9,host,9"})
  void addressesOfIpv6StandInBracketsWhenTheyHaveAPort(String text, String host, int port) {
    assertEquals(List.of(at(host, port)), ConnectString.parse(text).servers());
  }

  @ParameterizedTest
  @CsvSource({
    "a:0,the port '0'",
    "a:65536,the port '65536'",
    "a:x,the port 'x'",
    "'',no server",
    "',',no server",
    "/app,no server",
    "a/x//y,not legal",
    "[::1:4,not closed",
    "[]:4,has no host"
  })
  void whatCannotBeReadIsNamed(String text, String named) {
    IllegalArgumentException refused =
        assertThrows(IllegalArgumentException.class, () -> ConnectString.parse(text));

    assertTrue(refused.getMessage().contains(named), refused.getMessage());
  }
}
