package com.example.embedded;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vivarium.client.Client;
import io.vivarium.client.SessionState;
import io.vivarium.kernel.Server;
import io.vivarium.model.Acl;
import io.vivarium.model.CreateMode;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedTest {
  @Test
  void aTestHasAServerOfItsOwn() throws Exception {
    try (Coordination coordination = new Coordination();
        Client client = coordination.connect()) {
      client.create("/mine", null, Acl.OPEN, CreateMode.EPHEMERAL).join();
      assertTrue(client.exists("/mine", null).join().isPresent());
      assertEquals(SessionState.CONNECTED, client.state());
    }
  }

  @Test
  void whatIsOnDiskIsThereAgain(@TempDir Path directory) throws Exception {
    try (Server server = Listening.start(directory);
        Client client = Client.connectTo("127.0.0.1:" + server.clientPort()).open()) {
      client.create("/kept", null, Acl.OPEN, CreateMode.PERSISTENT).join();
    }
    try (Server server = Listening.start(directory);
        Client client = Client.connectTo("127.0.0.1:" + server.clientPort()).open()) {
      assertTrue(client.exists("/kept", null).join().isPresent());
    }
  }
}
