package io.vivarium.client;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vivarium.model.ConnectRequest;
import io.vivarium.scripted.server.ScriptedServer;
import java.time.Duration;
import org.junit.jupiter.api.Test;

final class ReadOnlyTest {
  /** The client asks the one server that it knows, which has been without a quorum. */
  @Test
  void aServerThatTakesWritesIsLookedForAndMovedTo() throws Exception {
    Events events = new Events();
    try (ScriptedServer peer = new ScriptedServer();
        Client client =
            Client.connectTo(peer.address())
                .readOnlyAllowed(true)
                .listener(events)
                .sessionTimeout(Duration.ofMinutes(1))
                .open()) {
      assertTrue(peer.accept().readOnly());
      peer.welcome(5, 60_000, true);
      assertEquals(SessionState.CONNECTED_READ_ONLY, events.nextState());
      assertTrue(client.state().connected());

      peer.connect();
      assertEquals("isro", peer.word());
      peer.raw("ro".getBytes(US_ASCII));
      peer.connect();
      assertEquals("isro", peer.word());
      peer.raw("rw".getBytes(US_ASCII));

      assertEquals(SessionState.CONNECTING, events.nextState());
      // A session of a server without a quorum exists there only.
      ConnectRequest again = peer.accept();
      assertEquals(0, again.sessionId());
      peer.welcome(6, 60_000, false);
      assertEquals(SessionState.CONNECTED, events.nextState());
      peer.hangUp();
    }
  }
}
