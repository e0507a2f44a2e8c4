package io.vivarium.transport.tls;

import io.vivarium.spi.tck.transport.TransportTck;
import io.vivarium.spi.transport.Endpoint;
import io.vivarium.spi.transport.TransportProvider;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.io.TempDir;

/** Everything that a transport must do, encrypted, with certificates on both sides. */
class TlsTransportTest extends TransportTck {
  @TempDir static Path directory;

  private TestCertificates certificates;

  @Override
  protected TransportProvider provider() {
    return new TlsTransportProvider();
  }

  @Override
  protected boolean abortsAtOnce() {
    return true;
  }

  @Override
  protected boolean halfCloses() {
    return !TestCertificates.openSsl();
  }

  @Override
  protected Map<String, String> config() {
    try {
      certificates = new TestCertificates(directory);
      return certificates.section();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  protected Endpoint endpoint() {
    return new Endpoint(Endpoint.Purpose.CLIENT, "127.0.0.1", 0, true, -1, false);
  }

  @Override
  protected Socket greet(Socket dialled) throws IOException {
    try {
      SSLContext context = certificates.context(certificates.valid("client"));
      SSLSocket socket =
          (SSLSocket)
              context
                  .getSocketFactory()
                  .createSocket(
                      dialled, dialled.getInetAddress().getHostAddress(), dialled.getPort(), true);
      socket.startHandshake();
      awaitServer();
      return socket;
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  /** The client is done first. */
  private void awaitServer() {
    while (context().gauge("outstanding_tls_handshake") > 0) {
      Thread.onSpinWait();
    }
  }
}
