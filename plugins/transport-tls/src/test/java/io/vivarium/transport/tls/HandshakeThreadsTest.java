package io.vivarium.transport.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.security.cert.CertificateException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(120)
class HandshakeThreadsTest {
  /** Of any machine's processors that leaves one. */
  private static final int SMALL_SHARE = 10_000;

  private static final int MANY = 20;

  /** Long enough for another thread to be seen computing, if it could. */
  private static final int SPINS = 1_000;

  @ParameterizedTest
  @CsvSource({
    "1, 2, 1",
    "2, 2, 1",
    "3, 2, 1",
    "4, 2, 2",
    "16, 2, 8",
    "64, 2, 8",
    "2, 4, 1",
    "8, 4, 2",
    "64, 4, 8"
  })
  void handshakesLeaveMostProcessorsToOpenConnections(int processors, int share, int threads) {
    assertEquals(threads, HandshakeThreads.count(processors, share));
  }

  /** An authority that does not answer must not stop the handshakes of those who need another, or none. */
  @Test
  void whoWaitsForAnAnswerLetsOthersCompute() throws Exception {
    HandshakeThreads threads =
        new HandshakeThreads(HandshakeThreadsTest::daemon, SMALL_SHARE, true);
    CountDownLatch asking = new CountDownLatch(MANY);
    CountDownLatch done = new CountDownLatch(MANY);
    AtomicInteger computing = new AtomicInteger();
    AtomicBoolean together = new AtomicBoolean();
    Runnable compute =
        () -> {
          if (computing.incrementAndGet() > 1) {
            together.set(true);
          }
          for (int spin = 0; spin < SPINS; spin++) {
            Thread.onSpinWait();
          }
          computing.decrementAndGet();
        };
    for (int i = 0; i < MANY; i++) {
      threads.execute(
          () -> {
            compute.run();
            ask(threads, asking); // each is answered when all have asked
            compute.run();
            done.countDown();
          });
    }
    done.await();
    assertFalse(together.get(), "one processor computes one handshake at a time");
    threads.close();
  }

  private static void ask(HandshakeThreads threads, CountDownLatch asking) {
    try {
      threads.lookUp(
          () -> {
            asking.countDown();
            try {
              asking.await();
            } catch (InterruptedException e) {
              throw new CertificateException("nobody answers", e);
            }
          });
    } catch (CertificateException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void whatWasFoundOutIsToldAndTheTurnComesBack() throws Exception {
    HandshakeThreads threads =
        new HandshakeThreads(HandshakeThreadsTest::daemon, SMALL_SHARE, true);
    CompletableFuture<Exception> told = new CompletableFuture<>();
    threads.execute(
        () ->
            told.complete(
                assertThrows(
                    CertificateException.class,
                    () -> threads.lookUp(HandshakeThreadsTest::revoked))));
    assertEquals("revoked", told.get().getMessage());
    CompletableFuture<Boolean> next = new CompletableFuture<>();
    threads.execute(() -> next.complete(true));
    assertTrue(next.get());
    threads.close();
  }

  /** Where others than these threads compute a handshake, they have no turn to pass on. */
  @Test
  void anyOtherThreadJustAsks() {
    HandshakeThreads threads =
        new HandshakeThreads(HandshakeThreadsTest::daemon, SMALL_SHARE, true);
    assertThrows(CertificateException.class, () -> threads.lookUp(HandshakeThreadsTest::revoked));
    threads.close();
  }

  /** There are more threads than processors, or as many: others wait for a turn, or for a thread. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aHandshakeRestsUnlessOthersWait(boolean lookUps) throws Exception {
    HandshakeThreads threads =
        new HandshakeThreads(HandshakeThreadsTest::daemon, SMALL_SHARE, lookUps);
    CountDownLatch done = new CountDownLatch(2);
    CompletableFuture<Boolean> alone = new CompletableFuture<>();
    CompletableFuture<Boolean> crowded = new CompletableFuture<>();
    threads.execute(
        () -> {
          alone.complete(threads.rest());
          threads.execute(done::countDown);
          while (!threads.crowded()) {
            Thread.onSpinWait();
          }
          crowded.complete(threads.rest());
          done.countDown();
        });
    assertTrue(alone.get(), "alone");
    assertFalse(crowded.get(), "while another waits");
    done.await();
    assertFalse(threads.rest(), "on a thread that computes no handshakes");
    threads.close();
  }

  private static void revoked() throws CertificateException {
    throw new CertificateException("revoked");
  }

  private static Thread daemon(Runnable task) {
    Thread thread = new Thread(task);
    thread.setDaemon(true);
    return thread;
  }
}
