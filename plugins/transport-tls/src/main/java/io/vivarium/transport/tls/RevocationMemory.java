package io.vivarium.transport.tls;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.vivarium.spi.TimeSource;
import io.vivarium.spi.metrics.Counter;
import io.vivarium.transport.tls.HandshakeThreads.LookUp;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertPathValidatorException.BasicReason;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * Whether certificates were revoked, as authorities said a short while ago, so that a crowd that comes back does not ask about each
 * connection. Handshakes that need the same answer at once ask once and wait for it together; others do not wait for them.
 *
 * <p>What could not be found out is told to those who wait for it, and forgotten. An answer belongs to the certificates as they were shown,
 * from that of the other end on, byte by byte: with what is trusted, which does not change while this object lives, they say whose
 * word the answer was. Any thread.
 */
final class RevocationMemory {
  /** Answers that are kept: a few hundred bytes each. */
  private static final int MOST = 10_000;

  private final Duration life;
  private final HandshakeThreads computing;
  private final Counter remembered;
  private final AsyncCache<ByteBuffer, Answer> answers;

  /**
   * What came of a question.
   *
   * @param revoked whether the authority says so
   * @param unknown why it could not be found out; null when it could
   */
  private record Answer(boolean revoked, @Nullable CertificateException unknown) {}

  /**
   * Knows nothing yet.
   *
   * @param life of an answer, from the moment at which it is had; zero to ask in each handshake
   * @param computing the threads that wait for answers
   * @param remembered counts handshakes that needed no question of their own
   */
  RevocationMemory(Duration life, HandshakeThreads computing, TimeSource time, Counter remembered) {
    this.life = life;
    this.computing = computing;
    this.remembered = remembered;
    answers =
        Caffeine.newBuilder()
            .maximumSize(MOST)
            .expireAfterWrite(life)
            .ticker(time::monotonicNanos)
            // What it does beside is little, and a plugin has no threads of others.
            .executor(Runnable::run)
            .buildAsync();
  }

  /**
   * Asks unless the answer is known.
   *
   * @param chain what the other end showed; it has been found to come from a trusted authority
   * @param question asks, and fails when a certificate was revoked or when that cannot be found out
   * @throws CertificateException as the question does, or with the same reason
   */
  void check(X509Certificate[] chain, LookUp question) throws CertificateException {
    if (life.isZero()) {
      computing.lookUp(question);
      return;
    }
    ByteBuffer key = digest(chain);
    CompletableFuture<Answer> own = new CompletableFuture<>();
    CompletableFuture<Answer> other = answers.asMap().putIfAbsent(key, own);
    if (other == null) {
      computing.lookUp(() -> ask(question, key, own));
      return;
    }
    remembered.add(1);
    if (!other.isDone()) {
      computing.lookUp(() -> await(other));
    }
    tell(other.resultNow());
  }

  private void ask(LookUp question, ByteBuffer key, CompletableFuture<Answer> own)
      throws CertificateException {
    Answer answer = new Answer(false, new CertificateException("asking the authority failed"));
    try {
      question.run();
      answer = new Answer(false, null);
    } catch (CertificateException e) {
      boolean revoked = Refusal.isRevocation(e);
      answer = new Answer(revoked, revoked ? null : e);
      throw e;
    } finally {
      if (answer.unknown() != null) {
        // First, so that nobody finds it who comes later.
        answers.asMap().remove(key, own);
      }
      own.complete(answer);
    }
  }

  private static void await(CompletableFuture<Answer> answer) throws CertificateException {
    try {
      answer.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CertificateException("the server stops", e);
    } catch (ExecutionException e) {
      throw new CertificateException(e);
    }
  }

  private static void tell(Answer answer) throws CertificateException {
    CertificateException unknown = answer.unknown();
    if (unknown != null) {
      throw unknown;
    }
    if (answer.revoked()) {
      String message = "the authority has said so a short while ago";
      throw new CertificateException(
          message, new CertPathValidatorException(message, null, null, -1, BasicReason.REVOKED));
    }
  }

  /** Encodings say themselves where they end, so that no two chains are the same in a row. */
  private static ByteBuffer digest(X509Certificate[] chain) throws CertificateEncodingException {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (X509Certificate certificate : chain) {
        digest.update(certificate.getEncoded());
      }
      return ByteBuffer.wrap(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
