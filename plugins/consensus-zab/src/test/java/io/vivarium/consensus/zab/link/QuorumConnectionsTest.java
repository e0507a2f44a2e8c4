package io.vivarium.consensus.zab.link;

import static io.vivarium.consensus.zab.link.LinkServer.at;
import static io.vivarium.consensus.zab.link.LinkServer.settle;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vivarium.consensus.zab.MemoryConnection;
import io.vivarium.consensus.zab.MemoryNetwork;
import io.vivarium.consensus.zab.SilentHandler;
import io.vivarium.consensus.zab.auth.PeerAuthentication;
import io.vivarium.spi.transport.HandlerFactory;
import io.vivarium.zab.message.QuorumMessage;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Links between two servers, and between a server and a peer that follows a script. */
class QuorumConnectionsTest {
  private static final QuorumMessage HELLO =
      new QuorumMessage.LearnerInfo(false, 0, 2, QuorumMessage.LearnerInfo.PROTOCOL, 0);
  private static final QuorumMessage EPOCH =
      new QuorumMessage.LeaderInfo(1, QuorumMessage.LearnerInfo.PROTOCOL);

  private final MemoryNetwork network = new MemoryNetwork();
  private final LinkServer leader = new LinkServer(network, new StoredState(200_000));
  private final LinkServer learner = new LinkServer(network, new StoredState(0));

  @Test
  void aLearnerConnectsAndBothAreTold() {
    leader.links().accept(at("one:2888"), 0);
    settle(leader);
    long link = learner.links().connect(at("one:2888"), 0, 1000);
    assertEquals(List.of(), learner.told(), "nothing is told from within the call");
    settle(leader, learner);
    assertEquals(List.of("opened " + link), learner.told());
    assertEquals(List.of("accepted 1"), leader.told());
  }

  @Test
  void whatIsSentArrivesInOrder() {
    long link = connected();
    learner.links().send(link, HELLO);
    learner.links().send(link, new QuorumMessage.Ack(5));
    leader.links().send(1, EPOCH);
    settle(leader, learner);
    assertEquals(List.of("1 " + HELLO, "1 Ack[zxid=5]"), leader.told());
    assertEquals(List.of(link + " " + EPOCH), learner.told());
  }

  @Test
  void nothingLeavesBeforeTheTurnIsOver() {
    long link = connected();
    learner.links().send(link, HELLO);
    network.run();
    settle(leader);
    assertEquals(List.of(), leader.told());
    learner.links().flush();
    settle(leader);
    assertEquals(List.of("1 " + HELLO), leader.told());
  }

  @Test
  void theObserverMasterPortIsUsedWhereItIsMeant() {
    leader.links().accept(at("one:2888"), 2191);
    settle(leader);
    assertEquals(List.of("one:2191"), network.listening());
    long link = learner.links().connect(at("one:2888"), 2191, 1000);
    settle(leader, learner);
    assertEquals(List.of("opened " + link), learner.told());
  }

  // ---- connecting

  @Test
  void anAddressIsTriedAtOnceThenEachTimeTwiceAsLate() {
    long link = learner.links().connect(at("one:2888"), 0, 60_000);
    settle(learner);
    for (long pause : new long[] {5, 10, 20, 40, 80, 160, 320, 640, 1280}) {
      assertEquals(pause, learner.dueMs());
      assertEquals(List.of(), learner.told());
      learner.pass(pause);
      settle(learner);
    }
    assertEquals(
        List.of("closed " + link + ": cannot connect to one:2888: refused"), learner.told());
    assertEquals(-1, learner.dueMs());
  }

  @Test
  void aLeaderThatIsALittleLateIsFound() {
    long link = learner.links().connect(at("one:2888"), 0, 60_000);
    settle(learner);
    leader.links().accept(at("one:2888"), 0);
    settle(leader);
    learner.pass(5);
    settle(learner, leader);
    assertEquals(List.of("opened " + link), learner.told());
  }

  @Test
  void aConnectThatNeverEndsEndsWithThePatience() {
    network.blackHole("one:2888");
    long link = learner.links().connect(at("one:2888"), 0, 700);
    settle(learner);
    assertEquals(700, learner.dueMs());
    learner.pass(699);
    settle(learner);
    assertEquals(List.of(), learner.told());
    learner.pass(1);
    settle(learner);
    assertEquals(List.of("closed " + link + ": no connection stood in time"), learner.told());
  }

  @Test
  void ofSeveralAddressesTheFirstThatStandsWins() {
    network.blackHole("slow:2888");
    leader.links().accept(at("left:2888", "right:2888"), 0);
    settle(leader);
    long link = learner.links().connect(at("left:2888", "right:2888", "slow:2888"), 0, 60_000);
    settle(learner, leader);
    assertEquals(List.of("opened " + link), learner.told());
    assertEquals(1, learner.links().count());
    assertEquals(
        2,
        network.connections().stream().filter(MemoryConnection::open).count(),
        "both ends of one");
  }

  @Test
  void aConnectionThatNobodyWantsAnyMoreIsClosed() {
    leader.links().accept(at("one:2888"), 0);
    settle(leader);
    long link = learner.links().connect(at("one:2888"), 0, 1000);
    learner.turn(); // the connect is on its way
    learner.links().close(link, "changed our mind");
    settle(learner, leader);
    assertEquals(List.of(), learner.told());
    assertTrue(network.connections().stream().noneMatch(MemoryConnection::open));
  }

  // ---- accepting

  @Test
  void portsAreFreedAndLinksThatStandStay() {
    long link = connected();
    leader.links().acceptNoMore();
    settle(leader, learner);
    assertEquals(List.of(), network.listening());
    leader.links().send(1, EPOCH);
    settle(leader, learner);
    assertEquals(List.of(link + " " + EPOCH), learner.told());
  }

  @Test
  void aPortThatIsTakenIsTold() {
    network.take("one:2888");
    leader.links().accept(at("one:2888"), 0);
    settle(leader);
    assertEquals(
        List.of("accept failed: cannot listen on one:2888: address already in use"), leader.told());
    network.free("one:2888");
    leader.links().accept(at("one:2888"), 0);
    settle(leader);
    assertEquals(List.of("one:2888"), network.listening());
  }

  @Test
  void oneAddressOfSeveralIsEnough() {
    network.take("left:2888");
    leader.links().accept(at("left:2888", "right:2888"), 0);
    settle(leader);
    assertEquals(List.of(), leader.told());
    assertEquals(List.of("right:2888"), network.listening());
  }

  @Test
  void allAddressesOfTheMachineAreOne() {
    LinkServer everywhere =
        new LinkServer(
            network,
            new StoredState(0),
            new LinkSettings(false, true, 100, 1 << 20, 1 << 20, PeerAuthentication.NONE, 1000));
    everywhere.links().accept(at("left:2888", "right:2888"), 0);
    settle(everywhere);
    assertEquals(List.of("*:2888"), network.listening());
  }

  @Test
  void whatIsWantedLastHoldsHoweverLongBindingTakes() {
    leader.blockingRuns(false);
    leader.links().accept(at("one:2888"), 0);
    settle(leader);
    leader.links().acceptNoMore();
    leader.links().accept(at("one:2999"), 0);
    settle(leader);
    leader.blockingRuns(true);
    settle(leader);
    assertEquals(List.of("one:2999"), network.listening());
    assertEquals(List.of(), leader.told());
  }

  /** Sent away, it would look for a leader again while the leader waits for it, and the two could go on missing each other. */
  @Test
  void aLearnerThatFindsThePortsOfTheRoleBeforeIsTakenIntoTheNextOne() {
    leader.links().accept(at("one:2888"), 0);
    settle(leader);
    leader.blockingRuns(false);
    leader.links().acceptNoMore();
    leader.links().accept(at("one:2888"), 0);
    MemoryConnection peer = network.dial("one", 2888, new SilentHandler());
    settle(leader);
    assertEquals(List.of("accepted 1"), leader.told());
    leader.blockingRuns(true);
    settle(leader);
    assertTrue(peer.open());
    assertEquals(List.of("one:2888"), network.listening());
  }

  @Test
  void aLearnerThatComesWhenTheRoleIsOverIsSentAway() {
    leader.links().accept(at("one:2888"), 0);
    settle(leader);
    MemoryConnection peer = network.dial("one", 2888, new SilentHandler());
    leader.links().acceptNoMore();
    settle(leader);
    assertEquals(List.of(), leader.told());
    assertFalse(peer.open());
  }

  // ---- closing

  @Test
  void whatWasSentBeforeClosingArrives() {
    long link = connected();
    leader.links().send(1, EPOCH);
    leader.links().close(1, "that is all");
    leader.links().send(1, new QuorumMessage.UpToDate());
    settle(leader, learner);
    assertEquals(
        List.of(
            link + " " + EPOCH, "closed " + link + ": the connection was closed (near-one:2888:1)"),
        normal(learner.told()));
    assertEquals(List.of(), leader.told());
  }

  @Test
  void whatArrivesForALinkThatWasClosedIsNotTold() {
    long link = connected();
    learner.links().send(link, HELLO);
    learner.links().flush();
    network.run(); // it waits for the leader's next turn
    leader.links().close(1, "enough");
    settle(leader, learner);
    assertEquals(List.of(), leader.told());
  }

  @Test
  void everythingEndsAtTheEnd() {
    connected();
    leader.links().close();
    network.run();
    assertEquals(List.of(), network.listening());
    assertTrue(network.connections().stream().noneMatch(MemoryConnection::open));
  }

  // ---- hostile peers

  @Test
  void nonsenseClosesTheLinkWithAReason() {
    MemoryConnection peer = visitor();
    peer.send(new byte[] {0, 0, 0, 77, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0});
    settle(leader);
    assertEquals(
        List.of("closed 1: packet at offset 0 has the type 77, types are 1 to 19"),
        withoutPeer(leader.told()));
    assertFalse(peer.open());
  }

  @Test
  void theFirstPacketOfALearnerIsSmall() {
    MemoryConnection peer = visitor();
    peer.send(ByteBuffer.allocate(16).putInt(1).putLong(0).putInt(LinkHandler.GREETING).array());
    settle(leader);
    String told = leader.told().getFirst();
    assertTrue(told.contains("at most " + LinkHandler.GREETING), told);
    assertFalse(peer.open());
  }

  /** Requests and sessions are nothing that it has to tell before; a stranger has no more to say at all. */
  @Test
  void aLearnerSaysLittleUntilItIsToldThatItServes() {
    MemoryConnection peer = visitor();
    peer.send(bytes(HELLO));
    settle(leader);
    leader.told();
    peer.send(ByteBuffer.allocate(16).putInt(1).putLong(0).putInt(LinkHandler.GREETING).array());
    settle(leader);
    String told = leader.told().getFirst();
    assertTrue(told.contains("at most " + LinkHandler.GREETING), told);
    assertFalse(peer.open());
  }

  /** It may ask as soon as it knows. */
  @Test
  void aLearnerThatIsToldThatItServesIsTakenAtItsWord() {
    MemoryConnection peer = visitor();
    peer.send(bytes(HELLO));
    settle(leader);
    leader.told();
    leader.links().send(1, new QuorumMessage.UpToDate());
    leader.links().flush();
    peer.send(bytes(new QuorumMessage.Request(1, 1, 1, List.of(), ByteBuffer.allocate(1 << 19))));
    settle(leader);
    assertEquals(1, leader.told().size());
    assertTrue(peer.open());
  }

  @Test
  void whatALeaderSaysIsNotTakenFromALearner() {
    MemoryConnection peer = visitor();
    peer.send(bytes(new QuorumMessage.UpToDate()));
    settle(leader);
    assertEquals(
        List.of("closed 1: UPTODATE at offset 0 is nothing that a learner sends"),
        withoutPeer(leader.told()));
  }

  @Test
  void whatCameBeforeTheNonsenseIsTold() {
    MemoryConnection peer = visitor();
    ByteBuffer both = ByteBuffer.allocate(1000);
    both.put(bytes(HELLO)).putInt(77).putLong(0).putInt(0).flip();
    byte[] sent = new byte[both.remaining()];
    both.get(sent);
    peer.send(sent);
    settle(leader);
    assertEquals(
        List.of("1 " + HELLO, "closed 1: packet at offset 0 has the type 77, types are 1 to 19"),
        withoutPeer(leader.told()));
  }

  @Test
  void whoeverSendsFasterThanTheEngineReadsIsNotReadAnyMore() {
    MemoryConnection peer = visitor();
    peer.send(bytes(HELLO));
    leader.links().send(1, new QuorumMessage.UpToDate());
    settle(leader);
    leader.told();
    QuorumMessage large =
        new QuorumMessage.Request(1, 1, 1, List.of(), ByteBuffer.allocate(1 << 19));
    byte[] packet = bytes(large);
    for (int i = 0; i < 12; i++) {
      peer.send(packet);
    }
    long waiting = peer.pendingBytes();
    assertTrue(waiting > packet.length, waiting + " bytes wait at the sender");
    settle(leader);
    assertEquals(0, peer.pendingBytes());
    assertEquals(12, leader.told().size());
  }

  // ---- slow peers

  @Test
  void whatAPeerDoesNotReadIsCountedUntilItDoes() {
    MemoryConnection peer = visitor();
    peer.reading(false);
    QuorumMessage large = new QuorumMessage.Propose(1, ByteBuffer.allocate(1 << 19));
    for (int i = 0; i < 4; i++) {
      leader.links().send(1, large);
      settle(leader);
    }
    long pending = leader.links().pendingBytes(1);
    assertTrue(pending > 3 << 19, pending + " bytes are pending");
    peer.reading(true);
    settle(leader);
    assertEquals(0, leader.links().pendingBytes(1));
    assertEquals(0, leader.links().pendingBytes(99), "a link that is not there");
  }

  // ---- states

  @Test
  void aStateIsSentWhereItIsItsTurn() {
    long link = connected();
    leader.links().send(1, EPOCH);
    leader.links().send(1, new QuorumMessage.Snap(9));
    leader.links().sendState(1);
    leader.links().send(1, new QuorumMessage.UpToDate());
    settle(leader, learner);
    assertEquals(
        List.of(
            link + " " + EPOCH,
            link + " Snap[zxid=9]",
            link + " Staged[zxid=9, size=200000]",
            link + " UpToDate[]"),
        learner.told());
    assertEquals(0, leader.links().pendingBytes(1));
  }

  @Test
  void whatIsSentWhileAStateIsOnItsWayComesBehindIt() {
    long link = connected();
    leader.blockingRuns(false);
    leader.links().send(1, EPOCH);
    leader.links().send(1, new QuorumMessage.Snap(9));
    leader.links().sendState(1);
    settle(leader, learner);
    leader.links().send(1, new QuorumMessage.UpToDate());
    settle(leader, learner);
    assertEquals(List.of(link + " " + EPOCH, link + " Snap[zxid=9]"), learner.told());
    assertTrue(leader.links().pendingBytes(1) > 0);
    leader.blockingRuns(true);
    settle(leader, learner);
    assertEquals(
        List.of(link + " Staged[zxid=9, size=200000]", link + " UpToDate[]"), learner.told());
  }

  @Test
  void aLeaderWhoseStateIsArrivingIsNotSilent() {
    long link = connected();
    MemoryConnection wire = network.connections().get(1);
    leader.links().send(1, EPOCH);
    leader.links().send(1, new QuorumMessage.Snap(9));
    settle(leader, learner);
    learner.told();
    wire.send(ByteBuffer.allocate(1004).putInt(5000).array());
    settle(learner);
    assertEquals(List.of(link + " state arriving"), learner.told());
    wire.send(new byte[4000]);
    settle(learner);
    assertEquals(List.of(link + " Staged[zxid=9, size=5000]"), learner.told());
  }

  @Test
  void aStateThatCannotBeReadClosesTheLink() {
    LinkServer broken =
        new LinkServer(
            network,
            new StoredState(
                200_000,
                written -> {
                  if (written > 100_000) {
                    throw new IllegalStateException("no more");
                  }
                }));
    broken.links().accept(at("one:2888"), 0);
    settle(broken);
    long link = learner.links().connect(at("one:2888"), 0, 1000);
    settle(broken, learner);
    broken.told();
    learner.told();
    broken.links().send(1, EPOCH);
    broken.links().send(1, new QuorumMessage.Snap(9));
    broken.links().sendState(1);
    settle(broken, learner);
    assertEquals(List.of("closed 1: the state could not be sent: no more"), broken.told());
    assertEquals(
        List.of(
            link + " " + EPOCH,
            link + " Snap[zxid=9]",
            "closed " + link + ": the connection was closed"),
        withoutPeer(learner.told()).stream().filter(line -> !line.contains("arriving")).toList());
  }

  @Test
  void aStateOfAClosedLinkIsNotReadToItsEnd() {
    List<Integer> reached = new ArrayList<>();
    LinkServer sender = new LinkServer(network, new StoredState(50_000_000, reached::add));
    sender.links().accept(at("one:2888"), 0);
    settle(sender);
    learner.links().connect(at("one:2888"), 0, 1000);
    settle(sender, learner);
    sender.blockingRuns(false);
    sender.links().send(1, EPOCH);
    sender.links().send(1, new QuorumMessage.Snap(9));
    sender.links().sendState(1);
    settle(sender, learner);
    sender.links().close(1, "enough");
    settle(sender, learner);
    sender.runBlocking();
    assertTrue(reached.getLast() < 1_000_000, "read up to " + reached.getLast());
  }

  @Test
  void aStateIsNotTakenBeforeTheEpoch() {
    long link = connected();
    leader.links().send(1, new QuorumMessage.Snap(9));
    settle(leader, learner);
    assertEquals(
        List.of(
            "closed "
                + link
                + ": a state is announced where none may come: before the epoch, or for the second time"),
        withoutPeer(learner.told()).stream().filter(line -> line.startsWith("closed")).toList());
  }

  @Test
  void aStateIsNotTakenTwice() {
    long link = connected();
    leader.links().send(1, EPOCH);
    leader.links().send(1, new QuorumMessage.Snap(9));
    leader.links().sendState(1);
    leader.links().send(1, new QuorumMessage.Snap(9));
    settle(leader, learner);
    assertTrue(
        learner
            .told()
            .getLast()
            .startsWith("closed " + link + ": a state is announced where none"));
  }

  // ---- authentication

  @Test
  void authenticationComesBeforeTheFirstPacketOnBothSides() {
    List<String> order = new ArrayList<>();
    PeerAuthentication noted =
        new PeerAuthentication() {
          @Override
          public HandlerFactory opening(
              String host, HandlerFactory packets, Consumer<String> failed) {
            return connection -> {
              order.add("the opener proves itself to " + host);
              return packets.opened(connection);
            };
          }

          @Override
          public HandlerFactory accepting(HandlerFactory packets, Consumer<String> failed) {
            return connection -> {
              order.add("the other end checks");
              return packets.opened(connection);
            };
          }
        };
    LinkSettings settings = new LinkSettings(false, false, 100, 1 << 20, 1 << 20, noted, 1000);
    LinkServer one = new LinkServer(network, new StoredState(0), settings);
    LinkServer two = new LinkServer(network, new StoredState(0), settings);
    one.links().accept(at("one:2888"), 0);
    settle(one);
    long link = two.links().connect(at("one:2888"), 0, 1000);
    settle(one, two);
    assertEquals(List.of("the other end checks", "the opener proves itself to one"), order);
    assertEquals(List.of("opened " + link), two.told());
  }

  // ---- what the tests are made of

  /** The learner's link to the leader, whose own is number 1. */
  private long connected() {
    leader.links().accept(at("one:2888"), 0);
    settle(leader);
    long link = learner.links().connect(at("one:2888"), 0, 1000);
    settle(leader, learner);
    leader.told();
    learner.told();
    return link;
  }

  /** A connection to the leader that is written to by hand. */
  private MemoryConnection visitor() {
    leader.links().accept(at("one:2888"), 0);
    settle(leader);
    MemoryConnection peer = network.dial("one", 2888, new SilentHandler());
    settle(leader);
    leader.told();
    return peer;
  }

  private static byte[] bytes(QuorumMessage message) {
    io.vivarium.codec.JuteWriter out = new io.vivarium.codec.JuteWriter();
    io.vivarium.consensus.zab.wire.QuorumCodec.encode(message, out);
    return out.toByteArray();
  }

  private static List<String> withoutPeer(List<String> told) {
    return told.stream().map(line -> line.replaceAll(" \\([^()]*\\)$", "")).toList();
  }

  private static List<String> normal(List<String> told) {
    return told.stream().map(line -> line.replace("/<unresolved>", "")).toList();
  }
}
