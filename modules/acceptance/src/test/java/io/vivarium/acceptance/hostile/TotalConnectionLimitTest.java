package io.vivarium.acceptance.hostile;

import static org.junit.jupiter.api.Assertions.assertThrows;

import io.vivarium.acceptance.fixture.ServerExtension;
import io.vivarium.acceptance.server.Await;
import io.vivarium.acceptance.server.ServerSetup;
import io.vivarium.acceptance.wire.WireConnection;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketException;
import java.util.ArrayDeque;
import java.util.Deque;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class TotalConnectionLimitTest {
  private static final int LIMIT = 5;

  @RegisterExtension
  static final ServerExtension SERVER =
      ServerExtension.with(ServerSetup.standard().with("maxCnxns", Integer.toString(LIMIT)));

  private final Deque<WireConnection> open = new ArrayDeque<>();

  private void connect() throws IOException {
    open.add(SERVER.closing(WireConnection.session(SERVER.server().port())));
  }

  private boolean connects() throws IOException {
    try {
      connect();
      return true;
    } catch (SocketException | EOFException refused) {
      return false;
    }
  }

  @Test
  void theServerHoldsItsNumberOfConnectionsAndNoMore() throws Exception {
    // the connection that asked whether the server is up may still count for a moment
    Await.until("all connections are served", () -> connects() && open.size() == LIMIT);
    assertThrows(IOException.class, this::connect);
    open.remove().close();
    Await.until("the freed place is given away", this::connects);
  }
}
