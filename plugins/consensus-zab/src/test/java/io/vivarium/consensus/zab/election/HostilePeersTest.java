package io.vivarium.consensus.zab.election;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vivarium.consensus.zab.MemoryNetwork;
import io.vivarium.consensus.zab.wire.InitialMessage;
import io.vivarium.model.ensemble.Membership;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Whoever reaches the election port: what it may send, for how long it may be silent, and how much it may cost. */
class HostilePeersTest {
  private static final Membership TWO =
      Membership.parse(
          "server.1=h1:2888:3888:participant\nserver.3=h3:2888:3888:participant\nversion=0");

  private final MemoryNetwork network = new MemoryNetwork();
  private final ElectionServer server = new ElectionServer(3, network).members(TWO, null);

  private RawPeer peer() {
    return new RawPeer(network, "h3", 3888);
  }

  private void settle() {
    boolean something = true;
    while (something) {
      something = network.run();
      something |= server.run();
    }
  }

  @Test
  void whoDoesNotSayWhoItIsIsNotWaitedForLong() {
    RawPeer mute = peer();
    settle();

    assertEquals(ElectionServer.GREETING_MS, server.after(0));
    server.after(ElectionServer.GREETING_MS);
    settle();

    assertFalse(mute.open());
    assertEquals(-1, server.after(0), "and then not thought of any more");
  }

  @Test
  void whoHasSaidWhoItIsMayBeSilentForEver() {
    RawPeer silent = peer().greets(7);
    settle();

    server.after(100 * ElectionServer.GREETING_MS);
    settle();

    assertTrue(silent.open());
  }

  @Test
  void anotherProtocolIsHungUpOn() {
    RawPeer browser =
        peer().sends("GET / HTTP/1.1\r\n\r\n".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
    RawPeer nonsense = peer().sends(ByteBuffer.allocate(8).putLong(-7).array());

    settle();

    assertFalse(nonsense.open());
    assertTrue(server.heard.isEmpty());
    browser.sends(new byte[4]);
    settle();
    assertFalse(browser.open(), "its first bytes are a number, the next no notification");
  }

  @Test
  void aNotificationThatIsNoneIsSkippedAndTheNextIsHeard() {
    RawPeer peer = peer().greets(7);
    peer.sends(ByteBuffer.allocate(9).putInt(5).array());
    peer.sends(ByteBuffer.allocate(9).putInt(5).array());
    peer.says(ElectionServer.word(7, 5, TWO));

    settle();

    assertTrue(peer.open());
    assertEquals(List.of("7: LOOKING 7 zxid 5"), server.heard);
  }

  @Test
  void aNotificationBeyondAllMeasureEndsTheConnection() {
    RawPeer peer = peer().greets(7);
    settle();

    peer.sends(ByteBuffer.allocate(4).putInt(600_000).array());
    settle();

    assertFalse(peer.open());
    assertFalse(server.linked(7));
  }

  @Test
  void whoSaysMoreThanIsListenedToHasToWait() {
    RawPeer peer = peer().greets(7);
    settle();
    int flood = 5 * ElectionLink.MOST_UNREAD;
    for (int i = 0; i < flood; i++) {
      peer.says(ElectionServer.word(7, i, TWO));
    }

    server.run();
    int beforeReadingOn = server.heard.size();
    settle();

    assertEquals(ElectionLink.MOST_UNREAD + 1, beforeReadingOn);
    assertEquals(flood, server.heard.size(), "nothing is lost");
  }

  @Test
  void connectionsThatSayNothingAreLimited() {
    List<RawPeer> mute = new ArrayList<>();
    for (int i = 0; i < ElectionConnections.MOST_UNKNOWN + 5; i++) {
      mute.add(peer());
    }
    settle();

    assertEquals(ElectionConnections.MOST_UNKNOWN, mute.stream().filter(RawPeer::open).count());
  }

  @Test
  void strangersAreLimitedAndServersOfTheEnsembleAreNot() {
    List<RawPeer> strangers = new ArrayList<>();
    for (int i = 0; i < ElectionConnections.MOST_STRANGERS + 5; i++) {
      strangers.add(peer().greets(1000 + i));
      settle();
    }
    assertEquals(
        ElectionConnections.MOST_STRANGERS, strangers.stream().filter(RawPeer::open).count());

    peer().greets(1);
    settle();
    assertEquals(1, server.dialled.size(), "server 1 is called back");

    strangers.get(0).hangUp();
    settle();
    RawPeer next = peer().greets(999);
    settle();
    assertTrue(next.open(), "there is room again");
  }

  @Test
  void strangersThatCannotBeCalledBackAreForgotten() {
    for (int i = 0; i < 3 * ElectionConnections.MOST_STRANGERS; i++) {
      peer().greets(2, new InitialMessage.Address("nowhere" + i, 1));
      settle();
    }
    RawPeer next = peer().greets(999);
    settle();

    assertTrue(next.open());
    assertEquals(-1, server.after(0), "no attempt is under way any more");
  }
}
