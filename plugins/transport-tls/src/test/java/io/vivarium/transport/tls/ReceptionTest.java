package io.vivarium.transport.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Whoever crowds the port of clients must not keep the servers of an ensemble from meeting. */
@Timeout(120)
class ReceptionTest {
  /** The type of the record that a server's greeting is in. */
  private static final int GREETING = 0x16;

  @TempDir private Path directory;

  @Test
  void clientsAndPeersTakeNoRoomFromEachOther() throws Exception {
    byte[] hello = Hostile.hello("TLSv1.3");
    Map<String, String> roomForOne =
        TestCertificates.with(
            new TestCertificates(directory).section(),
            Map.of(
                "netty.server.outstandingHandshake.limit", "1", "tls.handshakeTimeout", "120000"));
    try (TlsEnds ends = TlsEnds.clients(roomForOne);
        Socket client = connect(ends.address());
        Socket peer = connect(ends.listenForPeers())) {
      assertEquals(GREETING, answer(client, hello));
      assertEquals(GREETING, answer(peer, hello));
      assertEquals(2, ends.outstandingHandshakes());
    }
  }

  private static Socket connect(InetSocketAddress address) throws IOException {
    return new Socket(address.getAddress(), address.getPort());
  }

  /** The first byte of the answer to a greeting. */
  private static int answer(Socket socket, byte[] hello) throws IOException {
    socket.getOutputStream().write(hello);
    return socket.getInputStream().read();
  }
}
