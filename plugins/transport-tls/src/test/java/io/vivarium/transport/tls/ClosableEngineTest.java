package io.vivarium.transport.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SNIMatcher;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.StandardConstants;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** An engine whose handshake is computed for as long as the test wants: it stands where an authority is asked, which may not answer. */
@Timeout(120)
class ClosableEngineTest {
  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

  /** Records that a server says after a greeting, and more. */
  private static final int MOST_RECORDS = 20;

  @TempDir private Path directory;

  private final CountDownLatch computing = new CountDownLatch(1);
  private final CountDownLatch answer = new CountDownLatch(1);
  private final AtomicInteger released = new AtomicInteger();
  private ClosableEngine engine;
  private ByteBuffer room;

  @BeforeEach
  void greet() throws Exception {
    TestCertificates certificates = new TestCertificates(directory);
    SSLContext context = certificates.context(certificates.valid("server"));
    SSLEngine plain = context.createSSLEngine();
    plain.setUseClientMode(false);
    SSLParameters parameters = plain.getSSLParameters();
    parameters.setSNIMatchers(List.of(new Slow()));
    plain.setSSLParameters(parameters);
    engine = new ClosableEngine(plain, () -> released.incrementAndGet());
    room = ByteBuffer.allocate(engine.getSession().getPacketBufferSize());

    SSLEngine client = context.createSSLEngine("server.example.org", 1);
    client.setUseClientMode(true);
    ByteBuffer hello = ByteBuffer.allocate(room.capacity());
    client.wrap(NOTHING, hello);
    engine.unwrap(hello.flip(), room);
  }

  /** Looks at the name that the client asked for. */
  private final class Slow extends SNIMatcher {
    Slow() {
      super(StandardConstants.SNI_HOST_NAME);
    }

    @Override
    public boolean matches(SNIServerName name) {
      computing.countDown();
      try {
        answer.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      return true;
    }
  }

  @Test
  void whoClosesDoesNotWaitForWhoComputes() throws Exception {
    Thread thread = Thread.startVirtualThread(engine.getDelegatedTask());
    computing.await();
    engine.closeOutbound();
    engine.closeInbound();
    engine.release();
    assertTrue(thread.isAlive());
    assertEquals(0, released.get(), "what is computed with must stay");

    answer.countDown();
    thread.join();
    assertEquals(1, released.get());
    assertTrue(engine.isInboundDone());
    assertTrue(endsItsOutput());
  }

  @Test
  void itIsClosedAtOnceWhenNobodyComputes() throws Exception {
    answer.countDown();
    engine.getDelegatedTask().run();
    engine.closeOutbound();
    assertTrue(endsItsOutput());
    assertThrows(SSLException.class, engine::closeInbound); // nobody has taken his leave
    assertTrue(engine.isInboundDone());
  }

  @Test
  void theHandshakeGoesOnWhenNobodyClosesIt() throws Exception {
    answer.countDown();
    engine.getDelegatedTask().run();
    assertFalse(endsItsOutput());
    assertFalse(engine.isInboundDone());
    assertEquals(HandshakeStatus.NEED_UNWRAP, engine.getHandshakeStatus());
  }

  private boolean endsItsOutput() throws SSLException {
    for (int i = 0; i < MOST_RECORDS && !engine.isOutboundDone(); i++) {
      engine.wrap(NOTHING, room.clear());
    }
    return engine.isOutboundDone();
  }
}
