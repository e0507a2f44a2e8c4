package io.vivarium.consensus.zab.election;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vivarium.consensus.zab.MemoryNetwork;
import io.vivarium.consensus.zab.auth.PeerAuthentication;
import io.vivarium.model.ensemble.Membership;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Where votes are awaited, and what happens when that place is taken. */
class ElectionPortTest {
  private static final long RETRY_MS = ElectionPort.RETRY_NANOS / ElectionServer.MS;
  private static final Membership ONE = membership("h1:2888:3888");

  private final MemoryNetwork network = new MemoryNetwork();

  private static Membership membership(String addresses) {
    return Membership.parse("server.1=" + addresses + ":participant\nversion=0");
  }

  private static void after(ElectionServer server, long ms) {
    server.after(ms);
    server.run();
  }

  @Test
  void aServerAwaitsVotesAtItsElectionAddress() {
    new ElectionServer(1, network).members(ONE, null);

    assertEquals(List.of("h1:3888"), network.listening());
  }

  @Test
  void orAtThatPortOfAllAddressesOfTheMachine() {
    new ElectionServer(
            new ElectionLinkSettings(1, false, true, false, 1, 1, 1, PeerAuthentication.NONE),
            network)
        .members(membership("h1:2888:3888|h1b:2889:3888"), null);

    assertEquals(List.of("*:3888"), network.listening());
  }

  @Test
  void whenItsAddressChangesItGoesThere() {
    ElectionServer server = new ElectionServer(1, network).members(ONE, null);

    server.members(membership("h1:2888:4888"), null);

    assertEquals(List.of("h1:4888"), network.listening());
    assertEquals(2, server.listenedAt.size(), "what stays is not bound again");
    server.members(membership("h1:2888:4888"), null);
    assertEquals(2, server.listenedAt.size());
  }

  @Test
  void aPlaceThatIsTakenIsTriedAgain() {
    network.take("h1:3888");
    ElectionServer server = new ElectionServer(1, network).members(ONE, null);
    assertEquals(RETRY_MS, server.after(0));

    network.free("h1:3888");
    after(server, RETRY_MS);

    assertEquals(List.of("h1:3888"), network.listening());
    assertEquals(-1, server.after(10 * RETRY_MS));
    assertEquals(List.of(), server.fatal);
  }

  @Test
  void aServerThatNobodyCanReachStops() {
    network.take("h1:3888");
    ElectionServer server = new ElectionServer(1, network).members(ONE, null);

    after(server, RETRY_MS);
    assertEquals(List.of(), server.fatal);
    after(server, RETRY_MS);

    assertEquals(ElectionServer.BIND_TRIES, server.listenedAt.size());
    assertEquals(1, server.fatal.size());
    assertTrue(
        server.fatal.get(0).startsWith("QUORUM_PORT no vote can be received after 3 attempts"),
        server.fatal.get(0));
    assertTrue(server.fatal.get(0).contains("h1:3888: address already in use"));
    after(server, RETRY_MS);
    assertEquals(ElectionServer.BIND_TRIES, server.listenedAt.size());
  }

  /** What comes of an attempt says nothing about a place that was not tried by it. */
  @Test
  void aFailureAtAnAddressThatIsNotWantedAnyMoreIsNotCounted() {
    network.take("h1:3888");
    ElectionServer server = new ElectionServer(ElectionServer.settings(1, 1), network);
    server.hears(ONE);
    server.hears(membership("h1:2888:4888"));

    server.run();
    server.run();

    assertEquals(List.of(), server.fatal);
    assertEquals(2, server.listenedAt.size());
    assertEquals(List.of("h1:4888"), network.listening());
  }

  @Test
  void aFailureAtAnAddressThatIsWantedAgainIsCounted() {
    network.take("h1:3888");
    ElectionServer server = new ElectionServer(ElectionServer.settings(1, 1), network);
    server.hears(ONE);
    server.hears(membership("h1:2888:4888"));
    server.hears(ONE);

    server.run();
    server.run();

    assertEquals(1, server.listenedAt.size());
    assertEquals(1, server.fatal.size());
  }

  /** Whoever has closed the port will not be told that it was bound. */
  @Test
  void aPortThatIsBoundAfterItsCloseIsFreedAtOnce() {
    ElectionServer server = new ElectionServer(1, network);
    server.hears(ONE);

    server.connections.close();
    server.step();

    assertEquals(1, server.listenedAt.size());
    assertEquals(List.of(), network.listening());
  }

  @Test
  void aPortThatWasBoundAndNotReportedYetIsFreedByTheClose() {
    ElectionServer server = new ElectionServer(1, network);
    server.hears(ONE);
    server.step();
    assertEquals(List.of("h1:3888"), network.listening());

    server.connections.close();

    assertEquals(List.of(), network.listening());
  }

  /** It may be about to join, or have been left out by mistake: those that call it back have to reach it. */
  @Test
  void aServerThatIsLeftOutOfTheMembershipStaysWhereItWas() {
    ElectionServer server = new ElectionServer(1, network).members(ONE, null);

    server.members(Membership.parse("server.2=h2:2888:3888:participant\nversion=7"), null);

    assertEquals(List.of("h1:3888"), network.listening());
    assertEquals(1, server.listenedAt.size());
  }

  @Test
  void withoutALimitItIsTriedForEver() {
    network.take("h1:3888");
    ElectionServer server =
        new ElectionServer(ElectionServer.settings(1, 0), network).members(ONE, null);

    for (int i = 0; i < 50; i++) {
      after(server, RETRY_MS);
    }

    assertEquals(51, server.listenedAt.size());
    assertEquals(List.of(), server.fatal);
  }

  @Test
  void oneOfSeveralAddressesIsEnough() {
    network.take("h1:3888");
    ElectionServer server =
        new ElectionServer(1, network).members(membership("h1:2888:3888|h1b:2889:3889"), null);

    for (int i = 0; i < 5; i++) {
      after(server, RETRY_MS);
    }

    assertEquals(List.of("h1b:3889"), network.listening());
    assertEquals(List.of(), server.fatal);
  }
}
