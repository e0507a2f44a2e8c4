package io.vivarium.transport.tls;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import io.vivarium.spi.tck.TckContext;
import io.vivarium.spi.transport.Connection;
import io.vivarium.spi.transport.ConnectionHandler;
import io.vivarium.spi.transport.Endpoint;
import io.vivarium.spi.transport.Endpoint.Purpose;
import io.vivarium.spi.transport.Transport;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How an encrypted connection ends. */
class FarewellTest {
  /** More than a socket of the server takes that nobody reads from, and less than one of the client does. */
  private static final byte[] LAST_WORDS =
      "last words ".repeat(6_000).getBytes(StandardCharsets.UTF_8);

  private static final int SERVER_BUFFER = 4 << 10;
  private static final int PATIENCE_SECONDS = 20;

  @TempDir private Path directory;

  /**
   * With TLS 1.3 a client may speak before the server has looked at its certificate and sent its tickets. Would it close the socket
   * before they come, the system would throw away what has not been taken of its words.
   */
  @Test
  void whatWasWrittenArrivesThoughTheOtherEndIsStillGreeting() throws Exception {
    TestCertificates certificates = new TestCertificates(directory);
    CompletableFuture<Void> spoken = new CompletableFuture<>();
    CompletableFuture<Void> closed = new CompletableFuture<>();
    Transport transport =
        new TlsTransportProvider()
            .create(new TckContext(certificates.section("client", certificates.valid("client"))));
    transport.start();
    try (SSLServerSocket listening = listening(certificates, spoken)) {
      transport.connect(
          new Endpoint(Purpose.CLIENT, "127.0.0.1", listening.getLocalPort(), true, -1, false),
          connection -> new LastWords(connection, spoken, closed),
          closed::completeExceptionally);
      try (SSLSocket peer = (SSLSocket) listening.accept()) {
        peer.setSoTimeout((int) TimeUnit.SECONDS.toMillis(PATIENCE_SECONDS));
        peer.startHandshake();
        assertArrayEquals(LAST_WORDS, peer.getInputStream().readAllBytes());
      }
      closed.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } finally {
      transport.close();
    }
  }

  private static SSLServerSocket listening(
      TestCertificates certificates, CompletableFuture<Void> spoken) throws Exception {
    SSLServerSocket socket =
        (SSLServerSocket)
            TestCertificates.context(certificates.valid("server"), new Slow(spoken))
                .getServerSocketFactory()
                .createServerSocket();
    socket.setReceiveBufferSize(SERVER_BUFFER);
    socket.setNeedClientAuth(true);
    socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    return socket;
  }

  /** Looks at a certificate only when its owner has said everything. */
  private record Slow(CompletableFuture<Void> spoken) implements X509TrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String kind) {
      spoken.orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join();
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String kind) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }

  /** Says its last words as soon as it may. */
  private static final class LastWords implements ConnectionHandler {
    private final CompletableFuture<Void> closed;

    LastWords(
        Connection connection, CompletableFuture<Void> spoken, CompletableFuture<Void> closed) {
      this.closed = closed;
      connection.execute(
          () -> {
            connection.write(ByteBuffer.wrap(LAST_WORDS));
            connection.close();
            spoken.complete(null);
          });
    }

    @Override
    public int frameLength(ByteBuffer received) {
      return 1;
    }

    @Override
    public void onFrame(ByteBuffer frame) {
      closed.completeExceptionally(new AssertionError("nothing was to come"));
    }

    @Override
    public void onReadDone() {}

    @Override
    public void onWritable(boolean writable) {}

    @Override
    public void onClosed(@Nullable Throwable cause) {
      if (cause == null) {
        closed.complete(null);
      } else {
        closed.completeExceptionally(cause);
      }
    }
  }
}
