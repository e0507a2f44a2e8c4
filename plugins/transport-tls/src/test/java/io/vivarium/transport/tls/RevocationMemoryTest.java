package io.vivarium.transport.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vivarium.certificates.CertificateAuthority;
import io.vivarium.certificates.CertificateRequest;
import java.nio.file.Path;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertPathValidatorException.BasicReason;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What authorities say is remembered for a while, and only that. */
@Timeout(120)
class RevocationMemoryTest {
  private static final String REMEMBERED = "tls_revocation_remembered";
  private static final Duration LIFE = Duration.ofMinutes(5);

  @TempDir private Path directory;

  private final TestHost host = new TestHost(Map.of());
  private final HandshakeThreads threads = new HandshakeThreads(host.threads(), 1, true);
  private final AtomicInteger asked = new AtomicInteger();
  private TestCertificates certificates;
  private RevocationMemory memory;
  private X509Certificate[] chain;

  @BeforeEach
  void remember() throws Exception {
    certificates = new TestCertificates(directory);
    memory = memory(LIFE);
    chain = chain("client");
  }

  @AfterEach
  void stop() {
    threads.close();
  }

  private RevocationMemory memory(Duration life) {
    return new RevocationMemory(life, threads, host.time(), host.metrics().counter(REMEMBERED));
  }

  private X509Certificate[] chain(String name) throws Exception {
    return certificates.valid(name).chain().toArray(X509Certificate[]::new);
  }

  private void good() {
    asked.incrementAndGet();
  }

  private void revoked() throws CertificateException {
    throw refusal(BasicReason.REVOKED);
  }

  private void unknown() throws CertificateException {
    throw refusal(BasicReason.UNDETERMINED_REVOCATION_STATUS);
  }

  private CertificateException refusal(BasicReason reason) {
    asked.incrementAndGet();
    return new CertificateException(new CertPathValidatorException("test", null, null, -1, reason));
  }

  @Test
  void aGoodOneIsAskedAboutOnceUntilItsTimeIsOver() throws Exception {
    memory.check(chain, this::good);
    host.advance(LIFE.minusMinutes(1));
    memory.check(chain, this::revoked);
    assertEquals(1, asked.get());
    assertEquals(1, host.count(REMEMBERED));

    host.advance(Duration.ofMinutes(1)); // that it was used has made it no younger
    CertificateException refusal =
        assertThrows(CertificateException.class, () -> memory.check(chain, this::revoked));
    assertTrue(Refusal.isRevocation(refusal));
    assertEquals(2, asked.get());
    assertEquals(1, host.count(REMEMBERED));
  }

  @Test
  void aRevokedOneIsRememberedToo() throws Exception {
    assertThrows(CertificateException.class, () -> memory.check(chain, this::revoked));
    CertificateException again =
        assertThrows(CertificateException.class, () -> memory.check(chain, this::good));
    assertTrue(Refusal.isRevocation(again));
    assertEquals(1, asked.get());

    host.advance(LIFE);
    memory.check(chain, this::good);
    assertEquals(2, asked.get());
  }

  @Test
  void whatCouldNotBeFoundOutIsForgotten() throws Exception {
    assertThrows(CertificateException.class, () -> memory.check(chain, this::unknown));
    CertificateException again =
        assertThrows(CertificateException.class, () -> memory.check(chain, this::unknown));
    assertFalse(Refusal.isRevocation(again));
    memory.check(chain, this::good);
    assertEquals(3, asked.get());
    assertEquals(0, host.count(REMEMBERED));
  }

  @Test
  void namesAreNotEnough() throws Exception {
    CertificateAuthority other =
        CertificateAuthority.create(
            "authority of the test", certificates.inDays(-1), certificates.inDays(1));
    CertificateRequest request =
        new CertificateRequest(
            "client", List.of(), certificates.inDays(-1), certificates.inDays(1), null);
    X509Certificate[] ofOther = other.issue(request).chain().toArray(X509Certificate[]::new);
    X509Certificate[] otherIssuer = {chain[0], other.own().certificate()};
    memory.check(chain, this::good);
    for (X509Certificate[] each : List.of(chain("client"), ofOther, otherIssuer)) {
      assertThrows(CertificateException.class, () -> memory.check(each, this::revoked));
    }
    assertEquals(4, asked.get());
  }

  @Test
  void zeroAsksEachTime() throws Exception {
    RevocationMemory none = memory(Duration.ZERO);
    none.check(chain, this::good);
    none.check(chain, this::good);
    assertThrows(CertificateException.class, () -> none.check(chain, this::revoked));
    assertEquals(3, asked.get());
  }

  @Test
  void thoseAtOnceAskOnceAndOthersDoNotWaitForThem() throws Exception {
    CountDownLatch answer = new CountDownLatch(1);
    CompletableFuture<Boolean> first = slowly(answer, this::good);
    CompletableFuture<Boolean> second = waiting(this::good);

    memory.check(chain("another"), this::good);
    assertFalse(first.isDone());
    assertFalse(second.isDone());

    answer.countDown();
    assertTrue(first.get());
    assertTrue(second.get());
    assertEquals(2, asked.get(), "once for each chain");
  }

  @Test
  void thoseAtOnceLearnTogetherThatItCannotBeFoundOut() throws Exception {
    CountDownLatch answer = new CountDownLatch(1);
    CompletableFuture<Boolean> first = slowly(answer, this::unknown);
    CompletableFuture<Boolean> second = waiting(this::good);
    answer.countDown();
    assertSame(first.handle((good, why) -> why).get(), second.handle((good, why) -> why).get());
    memory.check(chain, this::good);
    assertEquals(2, asked.get());
  }

  @Test
  void whoAsksAndFailsUnforeseenKeepsNobodyWaiting() throws Exception {
    CountDownLatch answer = new CountDownLatch(1);
    CompletableFuture<Boolean> first =
        slowly(
            answer,
            () -> {
              throw new IllegalStateException("a bug of the test's");
            });
    CompletableFuture<Boolean> second = waiting(this::good);
    answer.countDown();
    assertTrue(first.handle((good, why) -> why instanceof IllegalStateException).get());
    assertTrue(second.handle((good, why) -> why instanceof CertificateException).get());
    memory.check(chain, this::good);
    assertEquals(1, asked.get());
  }

  /** Two certificates in all rows of fourteen. */
  @Test
  void thereIsABoundToWhatIsRemembered() throws Exception {
    for (int round = 0; round < 2; round++) {
      for (int row = 0; row < 1 << 14; row++) {
        X509Certificate[] chainOfRow = new X509Certificate[14];
        for (int i = 0; i < chainOfRow.length; i++) {
          chainOfRow[i] = chain[row >> i & 1];
        }
        memory.check(chainOfRow, this::good);
      }
    }
    assertTrue(asked.get() - (1 << 14) > 5_000, () -> asked + " questions");
  }

  /** Another thread, which asks now and has its answer when the test says so. */
  private CompletableFuture<Boolean> slowly(CountDownLatch answer, HandshakeThreads.LookUp question)
      throws InterruptedException {
    CountDownLatch asking = new CountDownLatch(1);
    CompletableFuture<Boolean> done = new CompletableFuture<>();
    start(
        done,
        () -> {
          asking.countDown();
          try {
            answer.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
          question.run();
        });
    asking.await();
    return done;
  }

  /** Another thread, which waits for what somebody has asked; if it asks itself, it is done. */
  private CompletableFuture<Boolean> waiting(HandshakeThreads.LookUp question) {
    CompletableFuture<Boolean> done = new CompletableFuture<>();
    Thread thread = start(done, question);
    while (thread.getState() != Thread.State.WAITING && thread.isAlive()) {
      Thread.onSpinWait();
    }
    return done;
  }

  private Thread start(CompletableFuture<Boolean> done, HandshakeThreads.LookUp question) {
    Thread thread =
        host.threads()
            .newThread(
                () -> {
                  try {
                    memory.check(chain, question);
                    done.complete(true);
                  } catch (CertificateException | RuntimeException e) {
                    done.completeExceptionally(e);
                  }
                });
    thread.start();
    return thread;
  }
}
