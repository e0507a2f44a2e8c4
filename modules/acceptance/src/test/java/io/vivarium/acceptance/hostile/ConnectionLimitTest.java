package io.vivarium.acceptance.hostile;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vivarium.acceptance.fixture.ServerExtension;
import io.vivarium.acceptance.server.Await;
import io.vivarium.acceptance.server.ServerSetup;
import io.vivarium.acceptance.wire.RawRequest;
import io.vivarium.acceptance.wire.WireConnection;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketException;
import java.util.ArrayDeque;
import java.util.Deque;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ConnectionLimitTest {
  private static final int LIMIT = 10;

  @RegisterExtension
  static final ServerExtension SERVER =
      ServerExtension.with(ServerSetup.standard().with("maxClientCnxns", Integer.toString(LIMIT)));

  private final Deque<WireConnection> open = new ArrayDeque<>();

  private boolean served() throws IOException {
    try {
      open.add(SERVER.closing(WireConnection.session(SERVER.server().port())));
      return true;
    } catch (SocketException | EOFException refused) {
      return false;
    }
  }

  /** What alerts go by; -1 while the word is refused as well. */
  private static long rejected() {
    try {
      return SERVER
          .server()
          .ask("mntr")
          .lines()
          .filter(line -> line.startsWith("zk_connection_rejected\t"))
          .mapToLong(line -> Long.parseLong(line.substring(line.indexOf('\t') + 1)))
          .findFirst()
          .orElse(-1);
    } catch (IOException refused) {
      return -1;
    }
  }

  @Test
  void anAddressGetsItsNumberOfConnectionsAndNoMore() throws Exception {
    // the connection that asked whether the server is up may still count for a moment
    Await.until("all connections are served", () -> served() && open.size() == LIMIT);
    for (int i = 0; i < 100; i++) {
      assertTrue(!served(), "one connection too many is refused");
    }
    open.remove().close();
    Await.until("the refusals are counted", () -> rejected() >= 100);
    Await.until("the freed place is given away", this::served);
    for (WireConnection connection : open) {
      connection.send(RawRequest.request(1, RawRequest.EXISTS).string("/").flag(false).frame());
      connection.receive();
    }
  }
}
