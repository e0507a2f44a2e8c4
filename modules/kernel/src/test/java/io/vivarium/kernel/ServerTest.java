package io.vivarium.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vivarium.model.Acl;
import io.vivarium.model.ErrorCode;
import io.vivarium.model.OpCode;
import io.vivarium.model.Reply;
import io.vivarium.model.Request;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class ServerTest {
  private static Request.Create create(String path, String data) {
    return new Request.Create(
        OpCode.CREATE, path, data.getBytes(StandardCharsets.UTF_8), Acl.OPEN, 0, 0);
  }

  @Test
  void whatWasWrittenIsReadBack() throws Exception {
    try (Server server = TestServer.inMemory();
        WireClient client = WireClient.connect(server.clientPort())) {
      assertTrue(client.session().sessionId() != 0);
      assertEquals(new Reply.Path("/a"), client.ask(create("/a", "one")).body());
      Reply.DataStat read =
          assertInstanceOf(
              Reply.DataStat.class, client.ask(new Request.GetData("/a", false)).body());
      assertArrayEquals("one".getBytes(StandardCharsets.UTF_8), read.data());
      assertEquals(ErrorCode.NODE_EXISTS.code(), client.ask(create("/a", "two")).header().error());
    }
  }

  @Test
  void aServerOnDiskComesBackWithWhatItAcknowledged(@TempDir Path directory) throws Exception {
    try (Server server = TestServer.onDisk(directory);
        WireClient client = WireClient.connect(server.clientPort())) {
      client.ask(create("/kept", "x"));
    }
    try (Server server = TestServer.onDisk(directory);
        WireClient client = WireClient.connect(server.clientPort())) {
      assertEquals(
          ErrorCode.OK.code(), client.ask(new Request.Exists("/kept", false)).header().error());
    }
  }

  /** What the first life replays the next need not. */
  @Test
  @Timeout(120)
  void afterALongReplayASnapshotIsWritten(@TempDir Path directory) throws Exception {
    try (Server server = TestServer.onDisk(directory);
        WireClient client = WireClient.connect(server.clientPort())) {
      for (int i = 0; i < 60; i++) {
        client.ask(create("/a" + i, "x"));
      }
    }
    assertEquals(1, snapshots(directory));
    try (Server _ = TestServer.onDisk(directory, "snapCount=100")) {
      while (snapshots(directory) < 2) {
        Thread.onSpinWait();
      }
    }
  }

  private static long snapshots(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory.resolve("version-2"))) {
      return files
          .filter(file -> file.getFileName().toString().matches("snapshot\\.[0-9a-f]+"))
          .count();
    }
  }

  @Test
  void aFourLetterWordIsAnsweredThoughThePeerHasClosedItsSide() throws Exception {
    for (String word : new String[] {"mntr", "srvr", "ruok"}) {
      try (Server server = TestServer.inMemory("4lw.commands.whitelist=*");
          WireClient client = WireClient.raw(server.clientPort())) {
        client.sendBytes(word.getBytes(StandardCharsets.US_ASCII));
        client.closeOutput();
        assertTrue(client.readAll().length > 0, word);
      }
    }
  }
}
