package io.vivarium.client;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.vivarium.model.Acl;
import io.vivarium.model.CreateMode;
import io.vivarium.model.Stat;
import io.vivarium.transport.inprocess.InProcessNetwork;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The client and a server of this JVM, without a socket between them. */
final class InProcessTest {
  @TempDir private static Path directory;
  private static ServerInThisJvm server;

  @BeforeAll
  static void start() throws Exception {
    server = ServerInThisJvm.withoutSockets(directory);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static Client client() {
    return Client.connectTo(server.address())
        .connector(InProcessNetwork.ofThisJvm()::connect)
        .open();
  }

  @Test
  void dataOfAnySizePassesBothWays() throws Exception {
    byte[] large = new byte[1_000_000];
    Arrays.fill(large, (byte) 7);
    try (Client client = client()) {
      Results.of(client.create("/large", large, Acl.OPEN, CreateMode.PERSISTENT));
      assertArrayEquals(large, Results.of(client.getData("/large", null)).data());
    }
  }

  @Test
  void manyRequestsAreUnderWayAtATime() throws Exception {
    try (Client client = client()) {
      Results.of(client.create("/many", null, Acl.OPEN, CreateMode.PERSISTENT));
      List<CompletableFuture<Stat>> results = new ArrayList<>();
      for (int i = 0; i < 20_000; i++) {
        results.add(client.setData("/many", new byte[100], -1));
      }
      for (int i = 0; i < results.size(); i++) {
        assertEquals(i + 1, Results.of(results.get(i)).version());
      }
    }
  }

  @Test
  void oneClientIsToldWhatAnotherDoes() throws Exception {
    try (Client one = client();
        Client other = client()) {
      CompletableFuture<ClientEvent> told = new CompletableFuture<>();
      Results.of(one.exists("/watched", told::complete));
      Results.of(other.create("/watched", null, Acl.OPEN, CreateMode.EPHEMERAL));
      assertEquals("/watched", ((ClientEvent.NodeChanged) Results.of(told)).change().path());
    }
  }
}
