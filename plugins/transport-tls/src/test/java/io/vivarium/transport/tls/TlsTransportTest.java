package io.vivarium.transport.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.vivarium.spi.tck.transport.TransportTck;
import io.vivarium.spi.transport.Endpoint;
import io.vivarium.spi.transport.TransportProvider;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
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
      awaitServer(context, socket);
      return socket;
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  /** The client is done first; the server is when it sends a ticket, which the client keeps in its cache. */
  private static void awaitServer(SSLContext context, SSLSocket socket) throws IOException {
    socket.setSoTimeout(10);
    while (!context.getClientSessionContext().getIds().hasMoreElements()) {
      try {
        assertEquals(-1, socket.getInputStream().read());
      } catch (SocketTimeoutException e) {
        continue; // nothing but tickets comes here
      }
      break; // the server has closed it
    }
    socket.setSoTimeout(0);
  }
}
