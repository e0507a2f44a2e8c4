package io.vivarium.transport.tcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;

class SharedAddressesTest {
  private final SharedAddresses shared = new SharedAddresses();

  private static InetSocketAddress at(int network, int host, int port) throws UnknownHostException {
    return new InetSocketAddress(
        InetAddress.getByAddress(new byte[] {10, 0, (byte) network, (byte) host}), port);
  }

  @Test
  void connectionsOfOneHostShareItsAddress() throws Exception {
    InetSocketAddress first = shared.remote(at(1, 1, 50_001));
    InetSocketAddress second = shared.remote(at(1, 1, 50_002));
    assertSame(first.getAddress(), second.getAddress());
    assertEquals(50_002, second.getPort());
    assertNotSame(first.getAddress(), shared.remote(at(1, 2, 50_001)).getAddress());
  }

  @Test
  void whoeverCameBeforeEverybodyKeepsTheirAddress() throws Exception {
    for (int round = 0; round < 2; round++) {
      for (int host = 0; host < 1024; host++) {
        InetSocketAddress asked = at(host / 256, host % 256, 40_000 + host);
        assertEquals(asked, shared.remote(asked));
        assertEquals(asked, shared.local(asked));
      }
    }
  }

  @Test
  void connectionsToOnePortShareAllOfIt() throws Exception {
    InetSocketAddress first = shared.local(at(1, 1, 2181));
    assertSame(first, shared.local(at(1, 1, 2181)));
    assertEquals(2281, shared.local(at(1, 1, 2281)).getPort());
  }
}
