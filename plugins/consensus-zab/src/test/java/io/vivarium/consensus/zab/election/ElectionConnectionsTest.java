package io.vivarium.consensus.zab.election;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vivarium.consensus.zab.MemoryConnection;
import io.vivarium.consensus.zab.MemoryNetwork;
import io.vivarium.consensus.zab.auth.PeerAuthentication;
import io.vivarium.model.ensemble.Membership;
import io.vivarium.spi.transport.Endpoint;
import io.vivarium.zab.port.ElectionNetwork.Reach;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Who connects to whom for elections, what is said over which connection, and when it is given up. */
class ElectionConnectionsTest {
  private static final Membership THREE =
      Membership.parse(
          """
          server.1=h1:2888:3888:participant
          server.2=h2:2888:3888:participant
          server.3=h3:2888:3888:participant
          version=0""");

  private final MemoryNetwork network = new MemoryNetwork();
  private final List<ElectionServer> servers = new ArrayList<>();

  private ElectionServer server(long id) {
    return server(id, THREE);
  }

  private ElectionServer server(long id, Membership membership) {
    ElectionServer server = new ElectionServer(id, network).members(membership, null);
    servers.add(server);
    return server;
  }

  /** Everybody does everything there is to do. */
  private void settle() {
    boolean something = true;
    while (something) {
      something = network.run();
      for (ElectionServer server : servers) {
        something |= server.run();
      }
    }
  }

  private long openConnections() {
    return network.connections().stream().filter(MemoryConnection::open).count() / 2;
  }

  // ---- who keeps which connection

  @Test
  void theServerWithTheLargerNumberKeepsTheConnectionThatItOpened() {
    ElectionServer small = server(1);
    ElectionServer large = server(3);

    large.say(1, 30);
    settle();

    assertEquals(List.of("3: LOOKING 3 zxid 30"), small.heard);
    assertTrue(large.linked(1) && small.linked(3));
    assertEquals(2, network.connections().size(), "one connection, two ends");
    small.say(3, 10);
    settle();
    assertEquals(List.of("1: LOOKING 1 zxid 10"), large.heard);
    assertEquals(2, network.connections().size(), "it serves both");
  }

  @Test
  void theServerWithTheSmallerNumberIsCalledBack() {
    ElectionServer small = server(1);
    ElectionServer large = server(3);

    small.say(3, 10);
    settle();

    assertEquals(List.of("1: LOOKING 1 zxid 10"), large.heard);
    assertEquals(List.of("h1:3888"), places(large.dialled));
    assertEquals(4, network.connections().size());
    assertEquals(1, openConnections());
  }

  @Test
  void whenAllTalkToAllThereIsOneConnectionPerPair() {
    List<ElectionServer> all = List.of(server(1), server(2), server(3));

    for (ElectionServer one : all) {
      for (long to = 1; to <= 3; to++) {
        one.say(to, 7);
      }
    }
    settle();

    assertEquals(3, openConnections());
    for (ElectionServer one : all) {
      assertEquals(2, one.heard.stream().distinct().count(), () -> "heard " + one.heard);
    }
  }

  @Test
  void theCallbackGoesToTheAddressThatWasAnnounced() {
    ElectionServer large = server(3);

    new RawPeer(network, "h3", 3888)
        .greets(1, new io.vivarium.consensus.zab.wire.InitialMessage.Address("elsewhere", 77));
    settle();

    assertEquals(List.of("elsewhere:77"), places(large.dialled));
  }

  /** The others do not know it either: what it announces is all they have to call it back at. */
  @Test
  void aServerThatTheMembershipLeavesOutAnnouncesWhereItWas() {
    Membership without = Membership.parse("server.3=h3:2888:3888:participant\nversion=7");
    ElectionServer large = server(3, without);
    ElectionServer small = server(1).members(without, null);

    small.say(3, 10);
    settle();

    assertEquals(List.of("h1:3888"), places(large.dialled));
    assertEquals(List.of("1: LOOKING 1 zxid 10"), large.heard);
  }

  @Test
  void withoutAnAnnouncedAddressItGoesToTheConfiguredOne() {
    ElectionServer large = server(3);

    new RawPeer(network, "h3", 3888).greets(1);
    settle();

    assertEquals(List.of("h1:3888"), places(large.dialled));
  }

  @Test
  void theNewestConnectionTakesThePlaceOfTheOlder() {
    ElectionServer server = server(1);
    RawPeer older = new RawPeer(network, "h1", 3888).greets(3);
    settle();
    RawPeer newer = new RawPeer(network, "h1", 3888).greets(3);
    settle();

    server.say(3, 10);
    settle();

    assertFalse(older.open());
    assertEquals(List.of(10L), newer.zxidsHeard);
    assertTrue(server.linked(3), "the end of the older one is none of the newer");
  }

  @Test
  void whoCallsItselfLikeThisServerIsRefused() {
    ElectionServer server = server(1);
    RawPeer twin = new RawPeer(network, "h1", 3888).greets(1);

    settle();

    assertFalse(twin.open());
    assertEquals(List.of(), server.heard);
  }

  // ---- what is said

  @Test
  void onlyTheLatestWordCounts() {
    ElectionServer large = server(3);
    large.say(1, 30);
    large.say(1, 31);
    large.say(1, 32);
    ElectionServer small = server(1);

    settle();

    assertEquals(List.of("3: LOOKING 3 zxid 32"), small.heard);
  }

  @Test
  void theLastWordIsSaidAgainOnANewConnection() {
    ElectionServer server = server(1);
    server.say(3, 10);
    settle();
    RawPeer first = new RawPeer(network, "h1", 3888).greets(3);
    settle();
    RawPeer second = new RawPeer(network, "h1", 3888).greets(3);
    settle();

    assertEquals(List.of(10L), first.zxidsHeard);
    assertEquals(List.of(10L), second.zxidsHeard);
  }

  @Test
  void aBrokenConnectionIsOpenedAgainWhenThereIsSomethingToSay() {
    ElectionServer small = server(1);
    ElectionServer large = server(3);
    large.say(1, 30);
    settle();
    network.connections().forEach(MemoryConnection::close);
    settle();
    assertFalse(large.linked(1) || small.linked(3));
    assertEquals(2, network.connections().size(), "nothing is opened by itself");

    large.say(1, 31);
    settle();

    assertEquals(List.of("3: LOOKING 3 zxid 30", "3: LOOKING 3 zxid 31"), small.heard);
  }

  @Test
  void aServerThatWasConnectedIsGoneWhenItIsNotFoundAgain() {
    ElectionServer large = server(3);
    large.say(1, 30);
    settle();
    assertEquals(Reach.APART, large.connections.reach(1), "it may not have started yet");

    ElectionServer small = server(1);
    small.say(3, 10);
    settle();
    assertEquals(Reach.LINKED, large.connections.reach(1));
    assertEquals(Reach.LINKED, small.connections.reach(3));

    servers.remove(small);
    small.connections.close();
    settle();
    assertEquals(Reach.APART, large.connections.reach(1), "a connection may break, and no more");
    large.say(1, 31);
    settle();
    assertEquals(Reach.GONE, large.connections.reach(1));

    server(1).say(3, 11);
    settle();
    assertEquals(Reach.LINKED, large.connections.reach(1));
  }

  @Test
  void missingConnectionsAreOpenedToAllThatHaveSomethingToHear() {
    ElectionServer large = server(3);
    large.say(1, 30);
    settle();
    assertFalse(large.connections.someoneWasTold(), "server 1 is not there");
    ElectionServer small = server(1);

    large.connections.connectAll();
    settle();

    assertEquals(List.of("3: LOOKING 3 zxid 30"), small.heard);
    assertTrue(large.connections.someoneWasTold());
    assertEquals(List.of("h1:3888", "h1:3888"), places(large.dialled));
  }

  @Test
  void nothingIsSaidToServersThatNobodyKnowsNorToItself() {
    ElectionServer server = server(3);

    server.say(9, 1);
    server.say(3, 1);
    settle();

    assertEquals(List.of(), server.dialled);
  }

  @Test
  void observersWithoutNumberAreToldApart() {
    ElectionServer server = server(3);
    RawPeer one = new RawPeer(network, "h3", 3888).greets(Long.MAX_VALUE);
    RawPeer two = new RawPeer(network, "h3", 3888).greets(Long.MAX_VALUE);
    one.says(ElectionServer.word(Long.MIN_VALUE, 1, THREE));
    two.says(ElectionServer.word(Long.MIN_VALUE, 2, THREE));
    settle();

    assertEquals(
        List.of(
            "-1: LOOKING " + Long.MIN_VALUE + " zxid 1",
            "-2: LOOKING " + Long.MIN_VALUE + " zxid 2"),
        server.heard);
    server.say(-2, 33);
    settle();
    assertEquals(List.of(), one.zxidsHeard);
    assertEquals(List.of(33L), two.zxidsHeard);
  }

  @Test
  void aServerThatIsAboutToJoinIsHeardAndAnswered() {
    ElectionServer server = server(3);
    RawPeer joiner = new RawPeer(network, "h3", 3888).greets(7);
    joiner.says(ElectionServer.word(7, 5, THREE));
    settle();
    server.say(7, 30);
    settle();

    assertEquals(List.of("7: LOOKING 7 zxid 5"), server.heard);
    assertEquals(List.of(30L), joiner.zxidsHeard);
    joiner.hangUp();
    settle();
    server.say(7, 31);
    settle();
    assertEquals(List.of(), server.dialled, "nobody knows where it is");
  }

  // ---- where to

  @Test
  void thereIsOneAttemptAtATime() {
    network.blackHole("h1:3888");
    ElectionServer large = server(3);

    large.say(1, 30);
    large.say(1, 31);
    large.connections.connectAll();

    assertEquals(List.of("h1:3888"), places(large.dialled));
  }

  @Test
  void anAttemptThatTakesTooLongIsGivenUpAndAnotherFollowsWhenThereIsSomethingToSay() {
    network.blackHole("h1:3888");
    ElectionServer large = server(3);
    large.say(1, 30);

    assertEquals(ElectionServer.CONNECT_MS, large.after(0));
    large.after(ElectionServer.CONNECT_MS);
    assertEquals(1, large.dialled.size());
    large.say(1, 31);

    assertEquals(2, large.dialled.size(), "the name is looked up afresh");
  }

  @Test
  void allAddressesOfAServerAreTriedAtOnce() {
    Membership several =
        Membership.parse(
            """
            server.1=a1:2888:3888|b1:2889:3889:participant
            server.3=h3:2888:3888:participant
            version=0""");
    network.blackHole("a1:3888");
    ElectionServer large = server(3, several);
    RawListener second = new RawListener(network, "b1", 3889);

    large.say(1, 30);
    settle();

    assertEquals(List.of("a1:3888", "b1:3889"), places(large.dialled));
    assertTrue(large.linked(1));
    assertEquals(List.of("-65536 3 h3:3888"), second.greetings());
  }

  @Test
  void aServerWithSeveralAddressesAnnouncesAllOfThem() {
    Membership several =
        Membership.parse(
            """
            server.1=h1:2888:3888:participant
            server.3=a3:2888:3888|b3:2889:3889:participant
            version=0""");
    ElectionServer large = server(3, several);
    RawListener listener = new RawListener(network, "h1", 3888);

    large.say(1, 30);
    settle();

    assertEquals(
        List.of("a3:3888", "b3:3889"),
        network.listening().stream().filter(p -> p.contains("3:")).toList());
    assertEquals(List.of("-65535 3 a3:3888|b3:3889"), listener.greetings());
  }

  @Test
  void theProposedMembershipIsAskedForAddressesToo() {
    Membership next =
        Membership.parse(
            """
            server.1=moved1:2888:3888:participant
            server.3=h3:2888:3888:participant
            server.4=h4:2888:3888:participant
            version=5""");
    ElectionServer large = server(3).members(THREE, next);

    large.say(1, 30);
    large.say(4, 30);

    assertEquals(List.of("h1:3888", "moved1:3888", "h4:3888"), places(large.dialled));
  }

  @Test
  void connectionsAreEncryptedWhereTheEnsembleIsAndProbedWhereThatIsWanted() {
    ElectionServer server =
        new ElectionServer(
                new ElectionLinkSettings(3, true, true, true, 1, 1, 1, PeerAuthentication.NONE),
                network)
            .members(THREE, null);

    server.say(1, 30);

    Endpoint place = new Endpoint(Endpoint.Purpose.PEER, "h1", 3888, true, -1, true);
    assertEquals(List.of(place), server.dialled);
    assertEquals(
        List.of(new Endpoint(Endpoint.Purpose.PEER, null, 3888, true, -1, true)),
        server.listenedAt);
  }

  @Test
  void aNewBeginningForgetsConnectionsAndWords() {
    ElectionServer small = server(1);
    ElectionServer large = server(3);
    large.say(1, 30);
    settle();

    large.connections.restart();
    settle();

    assertEquals(0, openConnections());
    large.connections.connectAll();
    settle();
    assertEquals(0, openConnections());
    small.say(3, 10);
    settle();
    assertEquals(1, openConnections());
    assertEquals(1, small.heard.size(), "the word from before is not said again");
  }

  @Test
  void afterTheEndNothingIsOpen() {
    ElectionServer large = server(3);
    RawPeer peer = new RawPeer(network, "h3", 3888).greets(7);
    RawPeer mute = new RawPeer(network, "h3", 3888);
    settle();

    large.connections.close();
    settle();

    assertFalse(peer.open() || mute.open());
    assertEquals(List.of(), network.listening());
    large.say(1, 1);
    assertEquals(List.of(), large.dialled);
  }

  @Test
  void settingsThatMakeNoSenseAreRefused() {
    assertThrows(
        IllegalArgumentException.class,
        () -> new ElectionLinkSettings(1, false, false, false, 0, 1, 0, PeerAuthentication.NONE));
  }

  private static List<String> places(List<Endpoint> endpoints) {
    return endpoints.stream().map(place -> place.host() + ":" + place.port()).toList();
  }
}
