package io.vivarium.consensus.zab.election;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vivarium.consensus.zab.MemoryConnection;
import io.vivarium.consensus.zab.MemoryNetwork;
import io.vivarium.consensus.zab.auth.Passwords;
import io.vivarium.consensus.zab.auth.PeerAuthentication;
import io.vivarium.model.ensemble.Membership;
import io.vivarium.zab.port.ElectionNetwork.Reach;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Election connections between servers that prove themselves behind the initial message. */
class ProvedElectionsTest {
  private static final Membership TWO =
      Membership.parse(
          "server.1=h1:2888:3888:participant\nserver.3=h3:2888:3888:participant\nversion=0");

  private final MemoryNetwork network = new MemoryNetwork();
  private final ElectionServer large = server(3, Passwords.RIGHT, true);

  private ElectionServer server(long id, @Nullable String password, boolean demands) {
    PeerAuthentication authentication = Passwords.of(password, demands, Runnable::run);
    ElectionLinkSettings settings =
        new ElectionLinkSettings(
            id,
            false,
            false,
            false,
            ElectionServer.CONNECT_MS,
            ElectionServer.GREETING_MS,
            1,
            authentication);
    return new ElectionServer(settings, network).members(TWO, null);
  }

  private void settle(ElectionServer... servers) {
    boolean something = true;
    while (something) {
      something = network.run();
      for (ElectionServer server : servers) {
        something |= server.run();
      }
    }
  }

  @Test
  void theLargerNumberCallsAndBothHear() {
    ElectionServer small = server(1, Passwords.RIGHT, true);
    large.say(1, 30);
    settle(large, small);
    small.say(3, 10);
    settle(large, small);
    assertEquals(List.of("3: LOOKING 3 zxid 30"), heard(small));
    assertEquals(List.of("1: LOOKING 1 zxid 10"), heard(large));
  }

  @Test
  void theSmallerNumberProvesItselfBeforeItIsCalledBack() {
    ElectionServer small = server(1, Passwords.RIGHT, true);
    small.say(3, 10);
    settle(large, small);
    assertEquals(List.of("1: LOOKING 1 zxid 10"), heard(large));
    assertEquals(2 * 2, network.connections().size(), "the bell, and the call back");
  }

  @Test
  void whoDoesNotKnowThePasswordIsNeitherHeardNorCalledBack() {
    ElectionServer liar = server(1, "guess", true);
    liar.say(3, 10);
    settle(large, liar);
    assertEquals(List.of(), large.heard);
    assertEquals(2, network.connections().size(), "the bell only");
    assertEquals(Reach.APART, liar.connections.reach(3));
  }

  @Test
  void whoDoesNotProveItselfIsNotCalledBack() {
    ElectionServer stranger = server(1, null, false);
    stranger.say(3, 10);
    settle(large, stranger);
    assertEquals(List.of(), large.heard);
    assertEquals(2, network.connections().size(), "the bell only");
  }

  @Test
  void aServerOfBeforeIsServedWhileTheEnsembleIsSwitched() {
    MemoryNetwork other = new MemoryNetwork();
    ElectionServer switched =
        new ElectionServer(
                new ElectionLinkSettings(
                    3,
                    false,
                    false,
                    false,
                    1000,
                    1000,
                    1,
                    Passwords.of(null, false, Runnable::run)),
                other)
            .members(TWO, null);
    RawPeer before = new RawPeer(other, "h3", 3888).greets(7);
    before.says(ElectionServer.word(7, 5, TWO));
    while (switched.run()) {
      other.run();
    }
    assertEquals(List.of("7: LOOKING 7 zxid 5"), heard(switched));
  }

  @Test
  void whoSaysWhoItIsAndProvesNothingIsNotWaitedForLong() {
    RawPeer mute = new RawPeer(network, "h3", 3888).greets(7);
    settle(large);
    assertTrue(mute.open());
    large.after(ElectionServer.GREETING_MS);
    settle(large);
    assertFalse(mute.open());
  }

  @Test
  void aServerThatNeverBelievesIsGivenUpInTime() {
    ElectionServer caller = server(3, Passwords.RIGHT, true);
    new RawListener(network, "h1", 3888);
    caller.say(1, 30);
    settle(caller);
    assertEquals(Reach.APART, caller.connections.reach(1));
    caller.after(ElectionServer.CONNECT_MS);
    settle(caller);
    assertTrue(network.connections().stream().noneMatch(connection -> connection.open()));
  }

  /** The engine hears of a connection when the attempt that made it is given up, and another has begun. */
  @Test
  void aConnectionOfAnAttemptThatWasGivenUpIsNoneOfTheNext() {
    new RawListener(network, "h1", 3888);
    large.say(1, 30);
    network.run();
    large.after(ElectionServer.CONNECT_MS);
    large.say(1, 31);

    large.run();
    network.run();

    assertEquals(List.of(false, true), nearEndsOpen());
    settle(large);
    assertEquals(List.of(false, true), nearEndsOpen(), "the second attempt goes on");
    large.after(ElectionServer.CONNECT_MS);
    settle(large);
    assertEquals(List.of(false, false), nearEndsOpen());
  }

  @Test
  void aServerThatBelievesTooLateDoesNotEndTheNextAttempt() {
    ElectionServer small = server(1, Passwords.RIGHT, true);
    large.say(1, 30);
    network.run();
    large.after(ElectionServer.CONNECT_MS);
    large.say(1, 31);

    large.run();
    assertEquals(Reach.APART, large.connections.reach(1), "the first connection is closed");
    settle(large, small);

    assertEquals(List.of(false, true), nearEndsOpen());
    assertEquals(Reach.LINKED, large.connections.reach(1));
    assertEquals(List.of("3: LOOKING 3 zxid 31"), heard(small));
  }

  /** Of each connection whether its opener holds it open. */
  private List<Boolean> nearEndsOpen() {
    List<MemoryConnection> ends = network.connections();
    return IntStream.range(0, ends.size() / 2).mapToObj(i -> ends.get(2 * i).open()).toList();
  }

  private static List<String> heard(ElectionServer server) {
    return server.heard.stream().distinct().toList();
  }
}
