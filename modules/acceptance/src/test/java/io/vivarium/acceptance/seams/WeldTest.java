package io.vivarium.acceptance.seams;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.vivarium.acceptance.server.Clients;
import io.vivarium.acceptance.server.EventLog;
import io.vivarium.acceptance.server.ServerKind;
import io.vivarium.acceptance.server.ServerSetup;
import io.vivarium.acceptance.server.ServerUnderTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.ZooDefs;
import org.apache.zookeeper.ZooKeeper;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The server without an SPI, which docs/benchmarks.md compares with the package, is the same server. Leaves the homes that are compared in
 * {@code target/seams}.
 */
@Tag("standalone")
class WeldTest {
  private static final Path PLACE = Path.of("target/seams").toAbsolutePath();

  @TempDir Path directory;

  private static Weld weld;
  private static List<Path> homes;

  @BeforeAll
  static void make() throws IOException {
    assumeTrue(ServerKind.selected() == ServerKind.PACKAGED);
    deleteOld();
    WeldedHome server = new WeldedHome(ServerKind.distribution(), PLACE);
    weld = new Weld(server.classes());
    homes = List.of(server.layers(), server.classPath(), server.welded(weld));
  }

  private static void deleteOld() throws IOException {
    if (Files.exists(PLACE)) {
      try (Stream<Path> files = Files.walk(PLACE)) { // links are not followed
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
  }

  @Test
  void everyInterfaceThatARequestGoesThroughIsGone() {
    Set<String> onTheWay =
        Set.of(
            // Not Connection: transport-tcp has two kinds of them.
            "io/vivarium/spi/transport/ConnectionHandler",
            "io/vivarium/spi/consensus/Consensus",
            "io/vivarium/spi/storage/TxnLog");
    assertTrue(weld.replaced().keySet().containsAll(onTheWay), weld.replaced()::toString);
  }

  @Test
  void eachOfTheServersServes() throws Exception {
    for (Path home : homes) {
      String launch = "shift; exec '" + home.resolve("bin/vivarium") + "' \"$@\"";
      Path data = directory.resolve(home.getFileName().toString());
      ServerSetup setup = ServerSetup.plain().through("sh", "-c", launch, "sh");
      try (ServerUnderTest server = ServerUnderTest.start(setup, data);
          ZooKeeper zk = Clients.connect(server.connectString(), 10_000, new EventLog())) {
        zk.create("/a", new byte[] {1}, ZooDefs.Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT);
        assertEquals(1, zk.setData("/a", new byte[] {2}, 0).getVersion());
        assertArrayEquals(new byte[] {2}, zk.getData("/a", false, null));
        assertEquals(
            List.of("a", "zookeeper"), zk.getChildren("/", false).stream().sorted().toList());
      }
    }
  }
}
