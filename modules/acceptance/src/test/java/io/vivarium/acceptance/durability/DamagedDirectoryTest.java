package io.vivarium.acceptance.durability;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vivarium.acceptance.server.Clients;
import io.vivarium.acceptance.server.EventLog;
import io.vivarium.acceptance.server.FreePorts;
import io.vivarium.acceptance.server.ServerKind;
import io.vivarium.acceptance.server.ServerProcess;
import io.vivarium.acceptance.server.ServerSetup;
import io.vivarium.acceptance.server.ServerUnderTest;
import io.vivarium.acceptance.server.TreeImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.zookeeper.ZooKeeper;
import org.apache.zookeeper.server.auth.DigestAuthenticationProvider;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Directories with one defect each: the same starts as ZooKeeper's, the same tree, the same refusals. */
class DamagedDirectoryTest {
  private static final Path RECOVERY = Path.of("src/test/resources/recovery");

  /** Where ZooKeeper starts on a directory from which it has silently lost acknowledged writes, we refuse. */
  private static final Map<String, String> REFUSED_HERE =
      Map.of(
          "corrupt-log-middle-no-eor",
              "ZooKeeper drops the rest of the log, and serves a shorter history",
          "missing-log-gap", "ZooKeeper applies what comes after the gap, and serves a wrong tree");

  @TempDir Path home;

  static List<String> directories() throws IOException {
    try (Stream<Path> files = Files.list(RECOVERY)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  @ParameterizedTest
  @MethodSource("directories")
  void aDamagedDirectoryIsRecoveredOrRefusedAsZooKeeperDoes(String name) throws Exception {
    Path expected = RECOVERY.resolve(name).resolve("expected.json");
    boolean packaged = ServerKind.selected() == ServerKind.PACKAGED;
    boolean starts =
        ExpectedTree.read(expected).get("starts").asBoolean()
            && !(packaged && REFUSED_HERE.containsKey(name));
    Path data = Directories.copy(RECOVERY.resolve(name), home.resolve("data"));
    ServerSetup setup =
        ServerSetup.standard()
            .property(
                "zookeeper.DigestAuthenticationProvider.superDigest",
                DigestAuthenticationProvider.generateDigest("super:superpw"));
    if (!starts) {
      assertRefused(setup, data);
      return;
    }
    try (ServerUnderTest server = ServerUnderTest.start(setup, home, data);
        ZooKeeper zk = Clients.connect(server.connectString(), 10_000, new EventLog())) {
      zk.addAuthInfo("digest", "super:superpw".getBytes(UTF_8));
      ExpectedTree.assertServed(expected, TreeImage.of(zk));
    }
  }

  private void assertRefused(ServerSetup setup, Path data) throws Exception {
    Path config = ServerUnderTest.writeConfig(setup, home, data, FreePorts.take());
    ServerProcess process = ServerProcess.start(setup, config, home.resolve("server.log"));
    assertNotEquals(0, process.exitCode(Duration.ofSeconds(60)));
    if (ServerKind.selected() == ServerKind.PACKAGED) {
      assertTrue(process.log().contains(data.toString()), () -> "names no file:\n" + process.log());
    }
  }
}
