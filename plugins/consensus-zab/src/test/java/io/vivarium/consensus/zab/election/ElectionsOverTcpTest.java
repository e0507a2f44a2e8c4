package io.vivarium.consensus.zab.election;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.vivarium.model.ensemble.Membership;
import io.vivarium.spi.tck.TckContext;
import io.vivarium.spi.transport.Endpoint;
import io.vivarium.spi.transport.Listener;
import io.vivarium.spi.transport.Transport;
import io.vivarium.spi.transport.TransportProvider;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whole elections, each server in a thread of its own, over the transport that is shipped. */
class ElectionsOverTcpTest {
  private final List<Voter> voters = new ArrayList<>();
  private Transport network;
  private Membership membership;

  @BeforeEach
  void start() throws Exception {
    network =
        ServiceLoader.load(TransportProvider.class)
            .findFirst()
            .orElseThrow()
            .create(new TckContext(Map.of()));
    network.start();
    StringBuilder lines = new StringBuilder();
    for (int id = 1; id <= 3; id++) {
      int port = freePort();
      int unused = port == 1 ? 2 : 1;
      lines
          .append("server.")
          .append(id)
          .append("=127.0.0.1:")
          .append(unused)
          .append(':')
          .append(port)
          .append(":participant\n");
    }
    membership = Membership.parse(lines + "version=0");
  }

  @AfterEach
  void stop() throws Exception {
    for (Voter voter : voters) {
      voter.close();
    }
    network.close();
  }

  @Test
  void theServerWithTheLongestHistoryIsElectedByAll() throws Exception {
    Voter one = voter(1, 7);
    Voter two = voter(2, 9);
    Voter three = voter(3, 8);

    one.begin();
    two.begin();
    assertEquals("FOLLOWING 2", one.outcome());
    assertEquals("LEADING 2", two.outcome());

    three.begin();
    assertEquals("FOLLOWING 2", three.outcome(), "who comes late joins");
  }

  @Test
  void whenTheLeaderGoesTheOthersHaveAnotherAndItJoinsThemWhenItComesBack() throws Exception {
    Voter one = voter(1, 7);
    Voter two = voter(2, 7);
    Voter three = voter(3, 7);
    one.begin();
    three.begin();
    assertEquals("FOLLOWING 3", one.outcome());
    assertEquals("LEADING 3", three.outcome());
    two.begin();
    assertEquals("FOLLOWING 3", two.outcome());

    three.close();
    one.begin();
    two.begin();
    assertEquals("FOLLOWING 2", one.outcome());
    assertEquals("LEADING 2", two.outcome());

    Voter again = voter(3, 7);
    again.begin();
    assertEquals("FOLLOWING 2", again.outcome());
  }

  private Voter voter(long id, long lastZxid) {
    Voter voter = new Voter(id, lastZxid, membership, network);
    voters.add(voter);
    return voter;
  }

  private int freePort() throws Exception {
    try (Listener probe =
        network.listen(
            new Endpoint(Endpoint.Purpose.PEER, "127.0.0.1", 0, false, -1, false), _ -> null)) {
      return ((InetSocketAddress) probe.address()).getPort();
    }
  }
}
