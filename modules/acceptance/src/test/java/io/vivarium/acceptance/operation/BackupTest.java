package io.vivarium.acceptance.operation;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.apache.zookeeper.ZooDefs.Ids.OPEN_ACL_UNSAFE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vivarium.acceptance.durability.Directories;
import io.vivarium.acceptance.server.Await;
import io.vivarium.acceptance.server.Clients;
import io.vivarium.acceptance.server.EventLog;
import io.vivarium.acceptance.server.ServerKind;
import io.vivarium.acceptance.server.ServerSetup;
import io.vivarium.acceptance.server.ServerUnderTest;
import io.vivarium.acceptance.server.TreeImage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Semaphore;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.ZooKeeper;
import org.apache.zookeeper.server.ZKDatabase;
import org.apache.zookeeper.server.persistence.FileTxnSnapLog;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Backups of a packaged server under load, by the packaged tool. */
final class BackupTest {
  private static final Duration LIMIT = Duration.ofMinutes(3);
  private static final Pattern LAST_ZXID = Pattern.compile("\"lastZxid\": \"0x([0-9a-f]+)\"");

  @TempDir Path home;

  @Test
  void underLoadThenRestoredToATxnWithTheDigestThatTheLiveServerHadThere() throws Exception {
    ServerSetup setup = ServerSetup.standard().with("snapCount", "300").with("preAllocSize", "64");
    Path backups = home.resolve("backups");
    Path restored = home.resolve("restored");
    try (ServerUnderTest server = ServerUnderTest.start(setup, home.resolve("live"));
        Load load = new Load(server.connectString())) {
      for (int i = 0; i < 3; i++) {
        load.awaitMore(700);
        succeed("backup", "--data-dir", server.dataDirectory(), "--to", backups, "--verify");
      }
      succeed("backup", "verify", "--to", backups, "--replay");
      Map<Long, Long> digests = digests(server);
      long zxid = between(backups, digests);

      String said =
          succeed("restore", "--from", backups, "--data-dir", restored, "--to-zxid", zxid);

      String digest = Long.toUnsignedString(digests.get(zxid));
      assertTrue(said.contains("Verified: the digest is " + digest), said);
      assertEquals(digest, inZooKeeper(restored, zxid));
      // With a load that keeps it busy it may say that requests are waiting.
      load.close();
      String status = succeed("status", "--server", server.connectString());
      assertTrue(status.contains("well: a standalone server serves"), status);
    }
    // Without the session of the load, which would expire on one of the two and not yet on the
    // other.
    Path quiet = home.resolve("quiet");
    succeed("restore", "--from", backups, "--data-dir", quiet, "--drop-ephemerals");
    servedAlike(setup, quiet);
  }

  /** A zxid that the first backup does not reach, the last one does, and the live server remembers the digest of. */
  private long between(Path backups, Map<Long, Long> digests) throws Exception {
    List<Long> ends =
        LAST_ZXID
            .matcher(succeed("backup", "list", "--to", backups, "--output", "json"))
            .results()
            .map((MatchResult match) -> Long.parseLong(match.group(1), 16))
            .toList();
    assertEquals(3, ends.size());
    return digests.keySet().stream()
        .filter(zxid -> zxid > ends.getFirst() && zxid <= ends.getLast())
        .reduce((_, later) -> later)
        .orElseThrow(() -> new AssertionError(ends + " have none of " + digests.keySet()));
  }

  /** What the server says of every 128th txn. */
  private static Map<Long, Long> digests(ServerUnderTest server) throws Exception {
    Map<Long, Long> digests = new TreeMap<>();
    for (String line : server.ask("hash").lines().toList()) {
      String[] parts = line.split(": ", -1);
      digests.put(Long.parseUnsignedLong(parts[0], 16), Long.parseUnsignedLong(parts[1]));
    }
    return digests;
  }

  /** The digest that ZooKeeper's own classes find in a directory. */
  private static String inZooKeeper(Path directory, long zxid) throws Exception {
    Path copy = Directories.copy(directory, directory.resolveSibling("zookeeper"));
    ZKDatabase database = new ZKDatabase(new FileTxnSnapLog(copy.toFile(), copy.toFile()));
    database.loadDataBase();
    assertEquals(zxid, database.getDataTreeLastProcessedZxid());
    String digest = Long.toUnsignedString(database.getDataTree().getTreeDigest());
    database.close();
    return digest;
  }

  private void servedAlike(ServerSetup setup, Path restored) throws Exception {
    List<Map<String, TreeImage.Node>> images = new ArrayList<>();
    for (ServerKind kind : ServerKind.values()) {
      Path data = Directories.copy(restored, home.resolve("data-" + kind));
      try (ServerUnderTest server =
              ServerUnderTest.start(setup.on(kind), home.resolve(kind.toString()), data);
          ZooKeeper zk = Clients.connect(server.connectString(), 20_000, new EventLog())) {
        images.add(TreeImage.of(zk));
        assertTrue(server.ask("mntr").lines().anyMatch("zk_digest_mismatches_count\t0"::equals));
      }
    }
    assertTrue(images.getFirst().size() > 100, () -> images.getFirst().keySet().toString());
    assertEquals(images.getFirst(), images.getLast());
  }

  private String succeed(Object... words) throws Exception {
    Path output = home.resolve("output");
    Path errors = home.resolve("errors");
    String launcher = ServerKind.distribution().resolve("bin/vivarium").toString();
    Process process =
        new ProcessBuilder(
                Stream.concat(Stream.of(launcher), Stream.of(words).map(Object::toString)).toList())
            .redirectOutput(output.toFile())
            .redirectError(errors.toFile())
            .start();
    int code = process.waitFor();
    assertEquals(0, code, Files.readString(output) + Files.readString(errors));
    return Files.readString(output);
  }

  /** One session that creates, changes and deletes as fast as the server answers. */
  private static final class Load implements AutoCloseable {
    private static final int WINDOW = 64;

    private final ZooKeeper zk;
    private final Semaphore window = new Semaphore(WINDOW);
    private final Thread thread;
    private volatile boolean stopped;
    private volatile int done;

    Load(String connectString) throws Exception {
      zk = Clients.connect(connectString, 20_000, new EventLog());
      zk.create("/load", null, OPEN_ACL_UNSAFE, CreateMode.PERSISTENT);
      thread = Thread.ofPlatform().start(this::write);
    }

    private void write() {
      for (int n = 1; !stopped; n++) {
        window.acquireUninterruptibly();
        String path = "/load/" + n;
        CreateMode mode = n % 50 == 0 ? CreateMode.EPHEMERAL : CreateMode.PERSISTENT;
        zk.create(path, path.getBytes(UTF_8), OPEN_ACL_UNSAFE, mode, (_, _, _, _) -> {}, null);
        if (n % 3 == 0) {
          zk.delete("/load/" + (n - 2), -1, (_, _, _) -> {}, null);
        }
        zk.setData(path, new byte[100], 0, (_, _, _, _) -> answered(), null);
      }
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // the client's one thread for events
    private void answered() {
      done++;
      window.release();
    }

    /** Waits until so many more steps were acknowledged. */
    void awaitMore(int steps) throws Exception {
      int before = done;
      Await.until(steps + " more steps", LIMIT, () -> done >= before + steps);
    }

    @Override
    public void close() throws Exception {
      stopped = true;
      thread.join();
      zk.close();
    }
  }
}
