package io.vivarium.transport.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** TLS 1.2 lets a client ask for another handshake, as often as it likes, past every limit on handshakes. */
@Timeout(120)
class RenegotiationTest {
  @TempDir private Path directory;

  @Test
  void aSecondHandshakeOnAConnectionIsRefused() throws Exception {
    TestCertificates certificates = new TestCertificates(directory);
    Map<String, String> older = Map.of("ssl.enabledProtocols", "TLSv1.2");
    try (TlsEnds ends = TlsEnds.clients(TestCertificates.with(certificates.section(), older));
        SSLSocket socket =
            (SSLSocket)
                certificates
                    .context(certificates.valid("client"))
                    .getSocketFactory()
                    .createSocket("127.0.0.1", ends.address().getPort())) {
      socket.startHandshake();
      assertEquals("TLSv1.2", socket.getSession().getProtocol());
      socket.getOutputStream().write(1);
      assertEquals(2, socket.getInputStream().read());
      assertEquals(-1, answerAfterAnotherHandshake(socket));
    }
  }

  private static int answerAfterAnotherHandshake(SSLSocket socket) {
    try {
      socket.startHandshake();
      socket.getOutputStream().write(1);
      return socket.getInputStream().read();
    } catch (IOException e) {
      return -1;
    }
  }
}
