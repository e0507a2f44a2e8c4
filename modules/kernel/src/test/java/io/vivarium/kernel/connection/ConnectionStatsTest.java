package io.vivarium.kernel.connection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.vivarium.kernel.admin.ConnectionView;
import io.vivarium.model.OpCode;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.Test;

class ConnectionStatsTest {
  private final ConnectionFigures stats =
      new ConnectionFigures(new InetSocketAddress(InetAddress.getLoopbackAddress(), 2181), 0);

  @Test
  void aFreshConnectionHasNoLastAnything() {
    assertFresh();
  }

  @Test
  void repliesAreCountedTimedAndRemembered() {
    stats.received(3);
    stats.replied(OpCode.CREATE, 7, 0x10, 1_000);
    stats.took(5, 1);
    stats.replied(OpCode.GET_DATA, 8, 0x11, 1_010);
    stats.took(2, 1);
    stats.sent(4);

    assertEquals(3, stats.received());
    assertEquals(6, stats.sent());
    assertEquals(OpCode.GET_DATA, stats.lastOp());
    assertEquals(8, stats.lastCxid());
    assertEquals(0x11, stats.lastZxid());
    assertEquals(1_010, stats.lastResponseAtMs());
    assertEquals(new ConnectionView.Latency(2, 2, 3, 5), stats.latency());
  }

  @Test
  void aPingKeepsTheNumberOfTheRequestBefore() {
    stats.replied(OpCode.CREATE, 7, 0x10, 1);
    stats.took(0, 1);
    stats.replied(OpCode.PING, -2, 0x10, 2);
    stats.took(0, 1);

    assertEquals(OpCode.PING, stats.lastOp());
    assertEquals(7, stats.lastCxid());
  }

  @Test
  void operationsWithNegativeNumbersAreRemembered() {
    stats.replied(OpCode.CREATE_SESSION, 0, 1, 1);
    stats.took(0, 1);

    assertEquals(OpCode.CREATE_SESSION, stats.lastOp());
  }

  @Test
  void aResetShowsAtOnceAndCountingStartsAtZero() {
    stats.received(9);
    stats.replied(OpCode.CREATE, 7, 0x10, 1_000);
    stats.took(90, 1);

    stats.reset();

    assertFresh();
    stats.received(1);
    stats.replied(OpCode.EXISTS, 8, 0x12, 1_001);
    stats.took(4, 1);
    assertEquals(1, stats.received());
    assertEquals(1, stats.sent());
    assertEquals(new ConnectionView.Latency(4, 4, 4, 4), stats.latency());
  }

  @Test
  void aClockThatJumpsBackGivesNoNegativeLatency() {
    stats.replied(OpCode.EXISTS, 8, 0x12, 1_001);
    stats.took(-4, 1);

    assertEquals(new ConnectionView.Latency(0, 0, 0, 0), stats.latency());
  }

  private void assertFresh() {
    assertEquals(0, stats.received());
    assertEquals(0, stats.sent());
    assertNull(stats.lastOp());
    assertEquals(-1, stats.lastCxid());
    assertEquals(-1, stats.lastZxid());
    assertEquals(0, stats.lastResponseAtMs());
    assertEquals(new ConnectionView.Latency(0, 0, 0, 0), stats.latency());
  }
}
