package io.vivarium.transport.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.vivarium.spi.tck.TckContext;
import io.vivarium.spi.transport.Endpoint;
import io.vivarium.spi.transport.Endpoint.Purpose;
import io.vivarium.spi.transport.Transport;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.X509ExtendedTrustManager;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** In a session that is resumed nobody shows a certificate: one that has expired or was revoked meanwhile would go on. */
class ResumptionTest {
  private static final int CONNECTIONS = 3;

  @TempDir private Path directory;

  private final AtomicInteger handshakes = new AtomicInteger();

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void whoComesAgainProvesHimselfAgain(String version) throws Exception {
    TestCertificates certificates = new TestCertificates(directory);
    SSLContext client =
        TestCertificates.context(certificates.valid("client"), new CountedHandshakes());
    var server =
        TestCertificates.with(certificates.section(), Map.of("ssl.enabledProtocols", version));
    try (TlsEnds ends = TlsEnds.clients(server)) {
      for (int i = 0; i < CONNECTIONS; i++) {
        try (SSLSocket socket =
            (SSLSocket)
                client.getSocketFactory().createSocket("127.0.0.1", ends.address().getPort())) {
          socket.getOutputStream().write(1);
          assertEquals(2, socket.getInputStream().read());
        }
      }
    }
    assertEquals(CONNECTIONS, handshakes.get(), "a server is judged in each whole handshake");
  }

  /** Whom this server connects to is judged each time as well, though servers like ZooKeeper's hand out tickets. */
  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void whoIsCalledAgainProvesHimselfAgain(String version) throws Exception {
    TestCertificates certificates = new TestCertificates(directory);
    SSLContext foreign =
        TestCertificates.context(certificates.valid("foreign"), new CountedHandshakes());
    Map<String, String> config =
        TestCertificates.with(certificates.section(), Map.of("ssl.enabledProtocols", version));
    Transport transport = new TlsTransportProvider().create(new TckContext(config));
    try (SSLServerSocket server =
        (SSLServerSocket)
            foreign
                .getServerSocketFactory()
                .createServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      server.setNeedClientAuth(true);
      Thread serving = Thread.ofVirtual().start(() -> serve(server));
      transport.start();
      Endpoint to =
          new Endpoint(Purpose.CLIENT, "127.0.0.1", server.getLocalPort(), true, -1, false);
      for (int i = 0; i < CONNECTIONS; i++) {
        new TlsEnds.Caller(transport, to).exchange();
      }
      serving.join();
    } finally {
      transport.close();
    }
    assertEquals(CONNECTIONS, handshakes.get(), "a client is judged in each whole handshake");
  }

  private static void serve(SSLServerSocket server) {
    try {
      for (int i = 0; i < CONNECTIONS; i++) {
        Socket socket = server.accept(); // closed by the client, after the ticket
        assertEquals(1, socket.getInputStream().read());
        socket.getOutputStream().write(2);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Takes everybody, which is judged only where somebody shows a certificate. */
  private final class CountedHandshakes extends X509ExtendedTrustManager {
    @Override
    public void checkServerTrusted(X509Certificate[] chain, String kind, Socket socket) {
      handshakes.incrementAndGet();
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String kind, SSLEngine engine) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String kind) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String kind, Socket socket) {
      handshakes.incrementAndGet();
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String kind, SSLEngine engine) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String kind) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
