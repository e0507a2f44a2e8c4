package io.vivarium.kernel.connection;

import static io.vivarium.kernel.connection.ConnectionRig.creation;
import static io.vivarium.kernel.connection.ConnectionRig.handshake;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vivarium.kernel.admin.ClientControl;
import io.vivarium.kernel.admin.ConnectionView;
import io.vivarium.kernel.connection.ConnectionRig.Peer;
import io.vivarium.spi.metrics.MetricReading;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** All the clients of a listener. */
class ConnectionsTest {
  @Test
  void anAddressHasSoManyConnectionsAndNoMoreUntilOneEnds() {
    ConnectionRig rig = new ConnectionRig(List.of(), 2, 0);
    Peer first = Objects.requireNonNull(rig.arriving("10.0.0.1"));
    assertNotNull(rig.arriving("10.0.0.1"));
    assertNull(rig.arriving("10.0.0.1"));
    assertNotNull(rig.arriving("10.0.0.2"));
    first.handler.onClosed(null);
    assertNotNull(rig.arriving("10.0.0.1"));
    assertNull(rig.arriving("10.0.0.1"));
    assertEquals(3, rig.connections.count());
  }

  @Test
  void allTogetherHaveSoManyAndNoMore() {
    ConnectionRig rig = new ConnectionRig(List.of(), 0, 2);
    Peer first = Objects.requireNonNull(rig.arriving("10.0.0.1"));
    assertNotNull(rig.arriving("10.0.0.2"));
    assertNull(rig.arriving("10.0.0.3"));
    first.handler.onClosed(null);
    assertNotNull(rig.arriving("10.0.0.3"));
  }

  @Test
  void thoseThatOnlyBeginCountBeforeAnythingIsDoneForAnother() {
    ConnectionRig rig = new ConnectionRig(List.of(), 3, 4);
    assertTrue(rig.connections.admits(from("10.0.0.1"), 2));
    assertFalse(rig.connections.admits(from("10.0.0.1"), 3));
    Peer first = Objects.requireNonNull(rig.arriving("10.0.0.1"));
    assertTrue(rig.connections.admits(from("10.0.0.1"), 1));
    assertFalse(rig.connections.admits(from("10.0.0.1"), 2));
    assertTrue(rig.connections.admits(from("10.0.0.2"), 2));
    for (int i = 2; i < 5; i++) {
      assertNotNull(rig.arriving("10.0.0." + i));
    }
    assertFalse(rig.connections.admits(from("10.0.0.9"), 0), "as many as there may be in all");
    first.handler.onClosed(null);
    assertTrue(rig.connections.admits(from("10.0.0.9"), 0));
  }

  private static InetSocketAddress from(String address) {
    return new InetSocketAddress(address, 1);
  }

  @Test
  void whoOpensNoSessionInTimeIsDroppedAndNobodyElse() {
    ConnectionRig rig = new ConnectionRig();
    Peer mute = rig.connected();
    Peer undecided = rig.connected();
    undecided.sends(handshake());
    Peer established = rig.established();
    rig.time.pass(5_000);
    Peer late = rig.connected();
    rig.time.pass(1);
    rig.connections.sweep(rig.time.monotonicNanos());
    assertTrue(mute.transport.closed);
    assertTrue(undecided.transport.closed, "its handshake was never decided");
    assertFalse(established.transport.closed);
    assertFalse(late.transport.closed);
    assertEquals(
        List.of(new MetricReading.Count("sessionless_connections_expired", null, 2)),
        rig.metrics.readings().stream()
            .filter(reading -> reading.name().equals("sessionless_connections_expired"))
            .toList());
  }

  @Test
  void droppingAllLeavesNobodyOut() {
    ConnectionRig rig = new ConnectionRig();
    List<Peer> peers = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      peers.add(i % 2 == 0 ? rig.established() : rig.connected());
    }
    rig.connections.dropAll("the test says so");
    assertTrue(peers.stream().allMatch(peer -> peer.transport.closed));
  }

  @Test
  void operatorsSeeWhatEachConnectionDoes() {
    ConnectionRig rig = new ConnectionRig();
    Peer peer = rig.established();
    peer.asks(7, creation("/a", 0), creation("/b", 0));
    ConnectionView view = rig.connections.connections().iterator().next();
    assertEquals(2, view.queued());
    assertEquals(3, view.received());
    assertEquals(peer.client().sessionId(), view.sessionId());
    assertEquals(10_000, view.sessionTimeoutMs());
    assertTrue(view.reading());
    peer.gets(Peer.answer(7, 5));
    assertEquals(1, view.queued());
    assertEquals(5, view.lastZxid());
    assertEquals(7, view.lastCxid());

    rig.connections.resetConnectionStats();
    assertEquals(0, view.received());
    assertEquals(1, view.queued(), "what is queued is no statistic");
  }

  @Test
  void aChokedConnectionIsShownAsNotRead() {
    ConnectionRig rig = new ConnectionRig();
    Peer peer = rig.established();
    peer.handler.onWritable(false);
    assertFalse(rig.connections.connections().iterator().next().reading());
  }

  @Test
  void whatClientsAreAllowedChangesWhileTheServerRuns() {
    ConnectionRig rig = new ConnectionRig(List.of(), 0, 0);
    Peer first = Objects.requireNonNull(rig.arriving("10.0.0.1"));
    assertNotNull(rig.arriving("10.0.0.1"));
    rig.connections.allow(new ClientControl.Limits(2, 5_000, 6_000));
    assertNull(rig.arriving("10.0.0.1"), "those that are there count");
    first.handler.onClosed(null);
    assertNotNull(rig.arriving("10.0.0.1"));
    assertFalse(rig.connections.drop(1, "nobody has this session"));
    assertNull(rig.connections.session(0), "many have none");
  }
}
