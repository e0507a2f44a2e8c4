package io.vivarium.acceptance.durability;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.vivarium.acceptance.server.Await;
import io.vivarium.acceptance.server.Clients;
import io.vivarium.acceptance.server.EventLog;
import io.vivarium.acceptance.server.ServerSetup;
import io.vivarium.acceptance.server.ServerUnderTest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.zookeeper.ZooKeeper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kills the server under load (SIGKILL) again and again. The short form kills a few times; {@code
 * -Dvivarium.acceptance.kills=100} is the long form.
 */
class KilledServerTest {
  private static final int KILLS = Integer.getInteger("vivarium.acceptance.kills", 5);
  private static final long SEED = Long.getLong("vivarium.acceptance.seed", 42);
  private static final int WRITERS = 3;

  private final Random random = new Random(SEED);
  private final Map<String, Integer> kept = new HashMap<>();

  @Test
  void noAcknowledgedWriteIsLostWhenTheServerIsKilledUnderLoad(@TempDir Path home)
      throws Exception {
    // a snapshot every few hundred writes, so that kills also meet snapshots being written
    ServerSetup setup =
        ServerSetup.standard().with("snapCount", "400").with("preAllocSize", "1024");
    try (ServerUnderTest server = ServerUnderTest.start(setup, home)) {
      for (int kill = 1; kill <= KILLS; kill++) {
        try {
          killOnce(server, kill);
        } catch (Exception | AssertionError failed) {
          String log = server.log();
          throw new AssertionError(
              "after kill "
                  + kill
                  + " of "
                  + KILLS
                  + ", seed "
                  + SEED
                  + ": "
                  + failed
                  + "; the server printed:\n"
                  + log.substring(Math.max(0, log.length() - 20_000)),
              failed);
        }
      }
    }
  }

  private void killOnce(ServerUnderTest server, int kill) throws Exception {
    List<Writer> writers = new ArrayList<>();
    for (int i = 0; i < WRITERS; i++) {
      writers.add(new Writer(server.connectString(), "/kill-" + kill + "-writer-" + i));
    }
    int enough = 100 + random.nextInt(1_500);
    writers.forEach(Writer::start);
    Await.until(
        enough + " writes are acknowledged",
        Duration.ofSeconds(60),
        () -> writers.stream().mapToInt(Writer::acknowledged).sum() >= enough);
    server.kill();
    for (Writer writer : writers) {
      writer.awaitEnd();
    }
    closeWhileRestarting(server, writers);
    try (ZooKeeper reader = Clients.connect(server.connectString(), 10_000, new EventLog())) {
      for (int i = 0; i < WRITERS; i++) {
        kept.put("/kill-" + kill + "-writer-" + i, writers.get(i).verify(reader));
      }
      for (Map.Entry<String, Integer> earlier : kept.entrySet()) {
        assertEquals(
            earlier.getValue(), reader.getAllChildrenNumber(earlier.getKey()), earlier.getKey());
      }
    }
  }

  /** A client that has lost its server takes up to a second to close. */
  private static void closeWhileRestarting(ServerUnderTest server, List<Writer> writers)
      throws Exception {
    try (ExecutorService closing = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Writer writer : writers) {
        closing.execute(writer::close);
      }
      server.restart();
    }
  }
}
