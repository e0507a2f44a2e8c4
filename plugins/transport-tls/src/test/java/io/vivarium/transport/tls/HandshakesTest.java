package io.vivarium.transport.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.channel.embedded.EmbeddedChannel;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Who is given up when too many have proved nothing yet, on a clock of the test's own. */
class HandshakesTest {
  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

  private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - SECOND);
  private final AtomicInteger exceeded = new AtomicInteger();

  /** Room for eight, two of which may keep this server waiting. */
  private final Handshakes handshakes = new Handshakes(8, now::get, exceeded::incrementAndGet);

  private EmbeddedChannel begun() {
    EmbeddedChannel socket = new EmbeddedChannel();
    handshakes.begin(socket);
    return socket;
  }

  private EmbeddedChannel waiting() {
    EmbeddedChannel socket = begun();
    handshakes.waiting(socket);
    return socket;
  }

  @Test
  void theOldestGoesWhenThereIsNoMoreRoom() {
    EmbeddedChannel first = begun();
    for (int i = 1; i < 8; i++) {
      begun();
    }
    assertTrue(first.isOpen());
    begun();
    assertFalse(first.isOpen());
    assertEquals(8, handshakes.count());
    assertEquals(1, exceeded.get());
  }

  /** A crowd of honest clients that is larger than the room must not drive each other out for ever. */
  @Test
  void whoWeComputeForStaysWhoeverElseComes() {
    EmbeddedChannel first = begun();
    handshakes.computing(first);
    for (int i = 1; i < 8; i++) {
      handshakes.computing(begun());
    }
    EmbeddedChannel late = begun();
    assertFalse(late.isOpen());
    assertTrue(first.isOpen());
    handshakes.computed(first);
    now.addAndGet(SECOND);
    assertTrue(begun().isOpen());
    assertFalse(first.isOpen()); // had its time
    assertEquals(2, exceeded.get());
  }

  @Test
  void whoKeepsUsWaitingLongestGoes() {
    EmbeddedChannel first = waiting();
    EmbeddedChannel second = waiting();
    now.addAndGet(SECOND);
    waiting();
    assertFalse(first.isOpen());
    assertTrue(second.isOpen());
    assertEquals(2, handshakes.count());
    assertEquals(1, exceeded.get());
  }

  /** A crowd of honest clients far away must not drive each other out for ever. */
  @Test
  void everybodyHasTimeToAnswer() {
    EmbeddedChannel first = waiting();
    now.addAndGet(SECOND - 1);
    for (int i = 0; i < 5; i++) {
      waiting();
    }
    assertTrue(first.isOpen());
    assertEquals(0, exceeded.get());
  }

  @Test
  void whoWaitsForUsStaysHoweverLongThatTakes() {
    EmbeddedChannel first = waiting();
    handshakes.computing(first);
    now.addAndGet(SECOND * 60);
    for (int i = 0; i < 2; i++) {
      waiting();
    }
    assertTrue(first.isOpen());
    handshakes.computed(first); // as of now
    assertTrue(first.isOpen());
    assertEquals(0, exceeded.get());
  }

  /** The thread that computed the first task tells so when the I/O thread has begun the second. */
  @Test
  void whoseTaskIsToldToBeDoneLateStillWaitsForUs() {
    EmbeddedChannel first = waiting();
    handshakes.computing(first);
    handshakes.computing(first);
    handshakes.computed(first);
    now.addAndGet(SECOND * 60);
    for (int i = 0; i < 3; i++) {
      waiting();
    }
    assertTrue(first.isOpen());
    handshakes.computed(first);
    now.addAndGet(SECOND * 60);
    for (int i = 0; i < 4; i++) {
      waiting();
    }
    assertFalse(first.isOpen()); // its turn, and it had its time
  }

  /** A greeting that comes byte by byte, each in time, keeps nobody out. */
  @Test
  void whoAnswersInSmallPiecesHasNoMoreTimeForAllOfThem() {
    EmbeddedChannel first = waiting();
    for (int i = 0; i < 3; i++) {
      now.addAndGet(SECOND - 1);
      handshakes.computing(first);
      handshakes.computed(first);
    }
    waiting();
    assertTrue(first.isOpen());
    waiting();
    assertFalse(first.isOpen());
    assertEquals(1, exceeded.get());
  }

  @Test
  void whoIsGoneLeavesNothing() {
    EmbeddedChannel socket = begun();
    handshakes.computing(socket);
    handshakes.end(socket);
    handshakes.computed(socket); // in vain
    assertEquals(0, handshakes.count());
    now.addAndGet(SECOND);
    EmbeddedChannel first = waiting();
    waiting();
    assertTrue(first.isOpen());
    assertEquals(0, exceeded.get());
  }
}
