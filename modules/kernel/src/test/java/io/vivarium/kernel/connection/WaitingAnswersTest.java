package io.vivarium.kernel.connection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class WaitingAnswersTest {
  private static final long LIMIT = 1_000_000;
  private static final int LITTLE = WaitingAnswers.FREE;

  private final WaitingAnswers all = new WaitingAnswers(LIMIT);

  @Test
  void whatIsLittleIsAdmittedAndNotCounted() {
    for (int i = 0; i < 1_000; i++) {
      WaitingAnswers.Share share = all.share();
      assertTrue(share.admits(LITTLE));
    }
    assertEquals(0, all.bytes());
  }

  @Test
  void whatIsMoreIsCountedUntilItIsTaken() {
    WaitingAnswers.Share share = all.share();
    assertTrue(share.admits(LITTLE));
    assertTrue(share.admits(100_000));
    assertEquals(LITTLE + 100_000, all.bytes());
    share.taken(LITTLE);
    assertEquals(100_000, all.bytes());
    share.taken(100_000);
    assertEquals(0, all.bytes());
  }

  @Test
  void oneClientHasNoMoreThanAQuarter() {
    WaitingAnswers.Share share = all.share();
    assertTrue(share.admits(250_000));
    assertFalse(share.admits(1));
    share.taken(250_000);
    assertTrue(share.admits(1));
  }

  @Test
  void allHaveNoMoreThanTheLimitAndALittleIsAlwaysAdmitted() {
    WaitingAnswers.Share[] shares = new WaitingAnswers.Share[4];
    for (int i = 0; i < shares.length; i++) {
      shares[i] = all.share();
      assertTrue(shares[i].admits(250_000));
    }
    WaitingAnswers.Share late = all.share();
    assertFalse(late.admits(LITTLE + 1));
    assertTrue(late.admits(LITTLE));
    shares[0].taken(250_000);
    assertTrue(late.admits(100_000));
  }

  @Test
  void aConnectionThatEndsGivesEverythingBackAndCountsNothingMore() {
    WaitingAnswers.Share share = all.share();
    assertTrue(share.admits(200_000));
    share.end();
    share.end();
    assertEquals(0, all.bytes());
    share.admits(30_000);
    share.taken(200_000);
    assertEquals(0, all.bytes());
  }

  @Test
  void theThreadsOfAConnectionLeaveNothingBehindHoweverTheyMeet() throws Exception {
    for (int round = 0; round < 50; round++) {
      WaitingAnswers.Share share = all.share();
      AtomicLong made = new AtomicLong();
      int answers = 2_000;
      boolean breaksOff = round % 2 == 1;
      Thread pipeline =
          Thread.ofPlatform()
              .start(
                  () -> {
                    for (int i = 0; i < answers; ) {
                      if (share.admits(10_000)) {
                        made.incrementAndGet();
                        i++;
                      } else {
                        Thread.onSpinWait();
                      }
                    }
                  });
      for (int taken = 0; taken < (breaksOff ? answers - 5 : answers); ) {
        if (made.get() > taken) {
          share.taken(10_000);
          taken++;
        } else {
          Thread.onSpinWait();
        }
      }
      if (breaksOff) {
        share.end();
      }
      pipeline.join();
      assertEquals(0, all.bytes());
    }
  }

  /** The second answer is admitted, and counts from there on, in the moment in which the first is taken. */
  @Test
  void anAnswerAdmittedWhileOneIsTakenIsNotCountedForEver() throws Exception {
    int rounds = 200_000;
    WaitingAnswers.Share share = all.share();
    AtomicInteger begun = new AtomicInteger();
    AtomicInteger admitted = new AtomicInteger();
    Thread pipeline =
        Thread.ofPlatform()
            .start(
                () -> {
                  for (int round = 1; round <= rounds; round++) {
                    awaitAtLeast(begun, round);
                    share.admits(10_000);
                    admitted.set(round);
                  }
                });
    int left = 0;
    for (int round = 1; round <= rounds; round++) {
      share.admits(10_000);
      begun.set(round);
      share.taken(10_000);
      awaitAtLeast(admitted, round);
      share.taken(10_000);
      left += all.bytes() == 0 ? 0 : 1;
    }
    pipeline.join();
    assertEquals(0, left, "rounds after which something was counted that did not wait");
  }

  private static void awaitAtLeast(AtomicInteger value, int wanted) {
    while (value.get() < wanted) {
      Thread.onSpinWait();
    }
  }
}
