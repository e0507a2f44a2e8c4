package io.vivarium.acceptance.security;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.vivarium.acceptance.server.Clients;
import io.vivarium.acceptance.server.EventLog;
import io.vivarium.acceptance.server.FreePorts;
import io.vivarium.acceptance.server.ServerKind;
import io.vivarium.acceptance.server.ServerProcess;
import io.vivarium.acceptance.server.ServerSetup;
import io.vivarium.acceptance.server.ServerUnderTest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.Op;
import org.apache.zookeeper.ZooDefs.Ids;
import org.apache.zookeeper.ZooKeeper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The audit log of a client's day, in the log and in files. */
class AuditTest {
  private static final Duration LIMIT = Duration.ofMinutes(1);
  private static final String USER = System.getProperty("user.name");

  @TempDir Path home;

  /** What a client does to the server; everything in it is told. */
  private static void work(ServerUnderTest server) throws Exception {
    try (ZooKeeper client = Clients.connect(server.connectString(), 10_000, new EventLog())) {
      client.addAuthInfo("digest", "bob:sesame".getBytes(UTF_8));
      client.create("/app", "data".getBytes(UTF_8), Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT);
      assertThrows(
          KeeperException.NodeExistsException.class,
          () -> client.create("/app", null, Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT));
      client.create("/app/s-", null, Ids.OPEN_ACL_UNSAFE, CreateMode.EPHEMERAL_SEQUENTIAL);
      client.setData("/app", "more".getBytes(UTF_8), -1);
      client.multi(
          List.of(
              Op.create("/m", null, Ids.OPEN_ACL_UNSAFE, CreateMode.CONTAINER),
              Op.check("/app", 1),
              Op.delete("/m", -1)));
      assertThrows(
          KeeperException.class,
          () -> client.multi(List.of(Op.setData("/app", null, -1), Op.delete("/no", -1))));
      client.setACL("/app", Ids.CREATOR_ALL_ACL, -1);
    }
  }

  private static List<String> expected() {
    String bob = "session=S\tuser=127.0.0.1,bob\tip=127.0.0.1\toperation=";
    return List.of(
        "user=" + USER + "\toperation=serverStart\tresult=success",
        bob + "create\tznode=/app\tznode_type=persistent\tresult=success",
        bob + "create\tznode=/app\tznode_type=persistent\tresult=failure",
        bob + "create\tznode=/app/s-0000000000\tznode_type=ephemeral_sequential\tresult=success",
        bob + "setData\tznode=/app\tresult=success",
        bob + "create\tznode=/m\tznode_type=container\tresult=success",
        bob + "delete\tznode=/m\tresult=success",
        bob + "multiOperation\tresult=failure",
        bob + "setAcl\tznode=/app\tacl=auth::cdrwa\tresult=success",
        "session=S\tuser="
            + USER
            + "\toperation=ephemeralZNodeDeletionOnSessionCloseOrExpire\tznode=/app/s-0000000000\tresult=success",
        "user=" + USER + "\toperation=serverStop\tresult=invoked");
  }

  /** The records among these lines, the session named S, the identities of a user sorted: ZooKeeper has them in any order. */
  private static List<String> records(String text) {
    List<String> records = new ArrayList<>();
    for (String line : text.lines().filter(each -> each.contains("\toperation=")).toList()) {
      int start = line.contains("session=0x") ? line.indexOf("session=0x") : line.indexOf("user=");
      List<String> fields = new ArrayList<>();
      for (String field : line.substring(start).split("\t", -1)) {
        if (field.startsWith("session=")) {
          fields.add("session=S");
        } else if (field.startsWith("user=")) {
          List<String> users = Arrays.asList(field.substring(5).split(",", -1));
          fields.add("user=" + String.join(",", new TreeSet<>(users)));
        } else {
          fields.add(field);
        }
      }
      records.add(String.join("\t", fields));
    }
    return records;
  }

  @Test
  void throughTheLogItIsWhatZooKeeperWrites() throws Exception {
    ServerSetup setup =
        ServerSetup.standard().with("audit.enable", "true").with("audit.destination", "log");
    try (ServerUnderTest server = ServerUnderTest.start(setup, home)) {
      work(server);
      server.stop();
      assertEquals(expected(), records(server.log()));
    }
  }

  @Test
  void inAFileItIsTheSame() throws Exception {
    assumeTrue(ServerKind.selected() == ServerKind.PACKAGED);
    Path file = home.resolve("records").resolve("audit.log");
    ServerSetup setup =
        ServerSetup.standard().with("audit.enable", "true").with("audit.file", file.toString());
    try (ServerUnderTest server = ServerUnderTest.start(setup, home)) {
      work(server);
      server.stop();
      assertEquals(expected(), records(Files.readString(file)));
    }
  }

  @Test
  void withoutTheSwitchThereIsNone() throws Exception {
    Path file = home.resolve("audit.log");
    ServerSetup setup = ServerSetup.standard().with("audit.file", file.toString());
    try (ServerUnderTest server = ServerUnderTest.start(setup, home)) {
      work(server);
      server.stop();
      assertEquals(List.of(), records(server.log()));
      assertFalse(Files.exists(file));
    }
  }

  @Test
  void aFullDiskStopsNobodysWrites() throws Exception {
    assumeTrue(ServerKind.selected() == ServerKind.PACKAGED);
    ServerSetup setup =
        ServerSetup.standard().with("audit.enable", "true").with("audit.file", "/dev/full");
    try (ServerUnderTest server = ServerUnderTest.start(setup, home)) {
      work(server);
      assertEquals(0, server.stop());
    }
  }

  @Test
  void aServerThatMayNotLoseARecordStopsWithTheExitCodeOfAWriteThatFailed() throws Exception {
    assumeTrue(ServerKind.selected() == ServerKind.PACKAGED);
    ServerSetup setup =
        ServerSetup.standard()
            .with("audit.enable", "true")
            .with("audit.whenLost", "stop")
            .with("audit.file", "/dev/full");
    Path config = ServerUnderTest.writeConfig(setup, home, home.resolve("data"), FreePorts.take());
    ServerProcess process = ServerProcess.start(setup, config, home.resolve("server.log"));
    assertEquals(10, process.exitCode(LIMIT), process::log);
    assertTrue(process.log().contains("audit.whenLost=continue"), process::log);
  }
}
