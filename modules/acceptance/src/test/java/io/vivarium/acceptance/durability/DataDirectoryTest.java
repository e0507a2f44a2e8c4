package io.vivarium.acceptance.durability;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.apache.zookeeper.ZooDefs.Ids.CREATOR_ALL_ACL;
import static org.apache.zookeeper.ZooDefs.Ids.OPEN_ACL_UNSAFE;
import static org.apache.zookeeper.ZooDefs.Ids.READ_ACL_UNSAFE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.vivarium.acceptance.server.Clients;
import io.vivarium.acceptance.server.EventLog;
import io.vivarium.acceptance.server.ServerKind;
import io.vivarium.acceptance.server.ServerSetup;
import io.vivarium.acceptance.server.ServerUnderTest;
import io.vivarium.acceptance.server.TreeImage;
import io.vivarium.acceptance.server.TreeImage.Node;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.Op;
import org.apache.zookeeper.ZooKeeper;
import org.apache.zookeeper.server.auth.DigestAuthenticationProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataDirectoryTest {
  private static final Path GOLDEN = Path.of("src/test/resources/datadir-3.9.5");

  @TempDir Path home;

  private ServerSetup setup;

  @BeforeEach
  void configure() throws Exception {
    setup =
        ServerSetup.standard()
            .with("maxSessionTimeout", "3600000")
            .with("snapCount", "100")
            .with("preAllocSize", "64")
            .property(
                "zookeeper.DigestAuthenticationProvider.superDigest",
                DigestAuthenticationProvider.generateDigest("super:superpw"));
  }

  private static ZooKeeper superUser(ServerUnderTest server) throws Exception {
    ZooKeeper zk = Clients.connect(server.connectString(), 30_000, new EventLog());
    zk.addAuthInfo("digest", "super:superpw".getBytes(UTF_8));
    return zk;
  }

  private static Map<String, Node> image(ServerUnderTest server) throws Exception {
    try (ZooKeeper zk = superUser(server)) {
      return TreeImage.of(zk);
    }
  }

  @Test
  void aDirectoryOfZooKeeperOpensWithEveryPathStatAndAclEqual() throws Exception {
    Path data = Directories.copy(GOLDEN, home.resolve("data"));
    try (ServerUnderTest server = ServerUnderTest.start(setup, home, data)) {
      ExpectedTree.assertServed(GOLDEN.resolve("expected-tree.json"), image(server));
    }
  }

  @Test
  void aDirectoryWrittenHereOpensInZooKeeperWithTheSameTreeAndDigest() throws Exception {
    Map<String, Node> written;
    try (ServerUnderTest server = ServerUnderTest.start(setup, home.resolve("ours"))) {
      ZooKeeper staying = writeEveryKindOfNode(server);
      written = image(server);
      server.kill();
      staying.close();
    }
    Path data = Directories.copy(home.resolve("ours/data"), home.resolve("copy"));
    ServerSetup apache = setup.on(ServerKind.APACHE);
    try (ServerUnderTest server = ServerUnderTest.start(apache, home.resolve("apache"), data)) {
      assertSameTree(written, image(server));
      assertEquals("0", metric(server, "zk_digest_mismatches_count"));
      assertFalse(server.log().contains("Digests are not matching"), server::log);
    }
  }

  @Test
  void aDirectoryGoesToZooKeeperAndBack() throws Exception {
    Map<String, Node> written;
    Path data = home.resolve("data");
    try (ServerUnderTest server = ServerUnderTest.start(setup, home.resolve("first"), data)) {
      writeEveryKindOfNode(server).close();
      server.stop();
    }
    ServerSetup apache = setup.on(ServerKind.APACHE);
    try (ServerUnderTest server = ServerUnderTest.start(apache, home.resolve("second"), data)) {
      try (ZooKeeper zk = superUser(server)) {
        for (int i = 0; i < 150; i++) {
          zk.create("/apache-" + i, null, OPEN_ACL_UNSAFE, CreateMode.PERSISTENT);
        }
      }
      written = image(server);
      server.stop();
    }
    try (ServerUnderTest server = ServerUnderTest.start(setup, home.resolve("third"), data)) {
      assertSameTree(written, image(server));
    }
  }

  private static void assertSameTree(Map<String, Node> expected, Map<String, Node> actual) {
    assertEquals(new TreeSet<>(expected.keySet()), new TreeSet<>(actual.keySet()));
    expected.forEach((path, node) -> assertEquals(node, actual.get(path), path));
  }

  private static String metric(ServerUnderTest server, String name) throws Exception {
    return server
        .ask("mntr")
        .lines()
        .filter(line -> line.startsWith(name + "\t"))
        .map(line -> line.substring(name.length() + 1))
        .findFirst()
        .orElse("absent");
  }

  /** Returns a client whose session has a live ephemeral node. */
  private static ZooKeeper writeEveryKindOfNode(ServerUnderTest server) throws Exception {
    ZooKeeper zk = Clients.connect(server.connectString(), 60_000, new EventLog());
    zk.addAuthInfo("digest", "alice:pw1".getBytes(UTF_8));
    zk.create("/kinds", "root".getBytes(UTF_8), OPEN_ACL_UNSAFE, CreateMode.PERSISTENT);
    zk.create("/kinds/null", null, OPEN_ACL_UNSAFE, CreateMode.PERSISTENT);
    zk.create("/kinds/empty", new byte[0], OPEN_ACL_UNSAFE, CreateMode.PERSISTENT);
    zk.create("/kinds/ephemeral", new byte[1], OPEN_ACL_UNSAFE, CreateMode.EPHEMERAL);
    zk.create("/kinds/container", null, OPEN_ACL_UNSAFE, CreateMode.CONTAINER);
    zk.create("/kinds/container/child", null, OPEN_ACL_UNSAFE, CreateMode.PERSISTENT);
    zk.create(
        "/kinds/ttl", null, OPEN_ACL_UNSAFE, CreateMode.PERSISTENT_WITH_TTL, null, 1_000_000_000L);
    zk.create("/kinds/alices", null, CREATOR_ALL_ACL, CreateMode.PERSISTENT);
    zk.create("/kinds/read-only", null, READ_ACL_UNSAFE, CreateMode.PERSISTENT);
    zk.create("/kinds/ümläut-日本", "дата".getBytes(UTF_8), OPEN_ACL_UNSAFE, CreateMode.PERSISTENT);
    zk.create("/kinds/large", new byte[900_000], OPEN_ACL_UNSAFE, CreateMode.PERSISTENT);
    zk.setACL("/kinds/null", CREATOR_ALL_ACL, 0);
    zk.setData("/kinds/empty", "no longer".getBytes(UTF_8), 0);
    zk.multi(
        List.of(
            Op.create("/kinds/multi", null, OPEN_ACL_UNSAFE, CreateMode.PERSISTENT),
            Op.setData("/kinds/multi", "m".getBytes(UTF_8), 0),
            Op.delete("/kinds/read-only", 0)));
    for (int i = 0; i < 250; i++) {
      String path = zk.create("/kinds/s-", null, OPEN_ACL_UNSAFE, CreateMode.PERSISTENT_SEQUENTIAL);
      if (i % 3 == 0) {
        zk.delete(path, -1);
      }
    }
    try (ZooKeeper ended = Clients.connect(server.connectString(), 10_000, new EventLog())) {
      ended.create("/kinds/gone", null, OPEN_ACL_UNSAFE, CreateMode.EPHEMERAL);
    }
    return zk;
  }
}
