package io.vivarium.transport.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vivarium.spi.tck.TckContext;
import io.vivarium.spi.transport.Connection;
import io.vivarium.spi.transport.ConnectionHandler;
import io.vivarium.spi.transport.Endpoint;
import io.vivarium.spi.transport.HandlerFactory;
import io.vivarium.spi.transport.Listener;
import io.vivarium.spi.transport.Transport;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** An address has so many connections, those whose handshake is under way included. */
@Timeout(120)
class AdmissionTest {
  private static final int LIMIT = 10;

  /** The type of the record that a server's greeting is in. */
  private static final int GREETING = 0x16;

  @TempDir private Path directory;

  private static final HandlerFactory SO_MANY =
      new HandlerFactory() {
        @Override
        public boolean admits(InetSocketAddress remote, int beginning) {
          return beginning < LIMIT;
        }

        @Override
        public @Nullable ConnectionHandler opened(Connection connection) {
          return null;
        }
      };

  @Test
  void whoHasAsManyHandshakesUnderWayAsConnectionsIsNotAnswered() throws Exception {
    byte[] hello = Hostile.hello("TLSv1.3");
    Transport transport =
        new TlsTransportProvider()
            .create(
                new TckContext(
                    TestCertificates.with(
                        new TestCertificates(directory).section(),
                        Map.of("tls.handshakeTimeout", "120000"))));
    transport.start();
    List<Socket> open = new ArrayList<>();
    try (Listener listener =
        transport.listen(
            new Endpoint(Endpoint.Purpose.CLIENT, "127.0.0.1", 0, true, -1, false), SO_MANY)) {
      InetSocketAddress address = (InetSocketAddress) listener.address();
      for (int i = 0; i < LIMIT; i++) {
        Socket socket = new Socket(address.getAddress(), address.getPort());
        open.add(socket);
        assertEquals(GREETING, answer(socket, hello));
      }
      try (Socket further = new Socket(address.getAddress(), address.getPort())) {
        assertEquals(-1, answer(further, hello));
      }
      open.removeFirst().close();
      boolean answered = false;
      while (!answered) { // until the server has noticed
        Socket socket = new Socket(address.getAddress(), address.getPort());
        open.add(socket);
        answered = answer(socket, hello) == GREETING;
      }
      assertTrue(answered);
    } finally {
      for (Socket socket : open) {
        socket.close();
      }
      transport.close();
    }
  }

  /** The first byte of the answer to a greeting; −1 when the connection ends without one. */
  private static int answer(Socket socket, byte[] hello) throws IOException {
    try {
      socket.getOutputStream().write(hello);
      return socket.getInputStream().read();
    } catch (SocketException e) {
      return -1; // reset
    }
  }
}
