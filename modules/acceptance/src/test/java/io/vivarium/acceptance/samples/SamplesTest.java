package io.vivarium.acceptance.samples;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.apache.zookeeper.ZooDefs.Ids.OPEN_ACL_UNSAFE;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vivarium.acceptance.server.EventLog;
import io.vivarium.acceptance.server.ServerKind;
import io.vivarium.acceptance.tls.TlsFiles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.URIParameter;
import java.util.List;
import java.util.TreeSet;
import javax.security.auth.login.Configuration;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.ZooKeeper;
import org.apache.zookeeper.admin.ZooKeeperAdmin;
import org.apache.zookeeper.client.ZKClientConfig;
import org.apache.zookeeper.data.ClientInfo;
import org.apache.zookeeper.data.Stat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each sample of the package serves a client that connects as the README of the samples says. */
class SamplesTest {
  @TempDir private Path home;

  private static ZKClientConfig plain() {
    ZKClientConfig config = new ZKClientConfig();
    config.setProperty(ZKClientConfig.ENABLE_CLIENT_SASL_KEY, "false");
    return config;
  }

  private static void write(ZooKeeper client, String path) throws Exception {
    client.create(path, "here".getBytes(UTF_8), OPEN_ACL_UNSAFE, CreateMode.PERSISTENT);
    assertArrayEquals("here".getBytes(UTF_8), client.getData(path, false, null));
  }

  @Test
  void everySampleIsTriedHere() throws Exception {
    try (var samples = Files.list(ServerKind.distribution().resolve("docs/config-samples"))) {
      TreeSet<String> names = new TreeSet<>();
      samples.filter(Files::isDirectory).forEach(path -> names.add(path.getFileName().toString()));
      assertEquals(
          new TreeSet<>(List.of("ensemble", "observer", "reconfig", "sasl", "standalone", "tls")),
          names);
    }
  }

  @Test
  void standalone() throws Exception {
    try (Sample sample = Sample.of("standalone", 1, home).launchAll();
        ZooKeeper client = sample.client(sample.connectString(1), plain())) {
      write(client, "/a");
      sample.awaitMode(1, "standalone");
    }
  }

  @Test
  void ensemble() throws Exception {
    try (Sample sample = Sample.of("ensemble", 3, home).launchAll();
        ZooKeeper client = sample.client(sample.connectString(1, 2, 3), plain())) {
      write(client, "/a");
      for (int id = 1; id <= 3; id++) {
        sample.awaitMode(id, "leader", "follower");
      }
    }
  }

  @Test
  void observer() throws Exception {
    try (Sample sample = Sample.of("observer", 4, home).launchAll()) {
      sample.awaitMode(4, "observer");
      try (ZooKeeper client = sample.client(sample.connectString(4), plain())) {
        write(client, "/through-the-observer");
      }
    }
  }

  @Test
  void sasl() throws Exception {
    Sample sample = Sample.of("sasl", 1, home);
    String login = sample.file(1, "jaas.conf").toString();
    try (sample) {
      sample.launch(1, "-Djava.security.auth.login.config=" + login);
      sample.awaitMode(1, "standalone");
      Configuration before = Configuration.getConfiguration();
      URIParameter file = new URIParameter(sample.file(1, "client-jaas.conf").toUri());
      Configuration.setConfiguration(Configuration.getInstance("JavaLoginConfig", file));
      ZKClientConfig config = new ZKClientConfig();
      config.setProperty("zookeeper.fips-mode", "false");
      try (ZooKeeper client = sample.client(sample.connectString(1), config)) {
        write(client, "/a");
        List<ClientInfo> identities = client.whoAmI();
        assertTrue(identities.contains(new ClientInfo("sasl", "anne")), identities::toString);
      } finally {
        Configuration.setConfiguration(before);
      }
    }
  }

  @Test
  void tls() throws Exception {
    TlsFiles files = TlsFiles.make(home);
    Sample sample = Sample.of("tls", 3, home);
    sample
        .with("/etc/vivarium/zk1.example.org.pem", files.file("127.0.0.1.pem"))
        .with("/etc/vivarium/zk1.example.org.key", files.file("127.0.0.1.key"))
        .with("/etc/vivarium", files.directory().toString());
    try (sample) {
      sample.launchAll();
      ZKClientConfig config = new ZKClientConfig(sample.file(1, "client.properties"));
      config.setProperty(ZKClientConfig.ENABLE_CLIENT_SASL_KEY, "false");
      try (ZooKeeper client = sample.client(sample.connectString(1, 2, 3), config)) {
        write(client, "/a");
        List<ClientInfo> identities = client.whoAmI();
        assertTrue(
            identities.contains(new ClientInfo("x509", "CN=client-1")), identities::toString);
      }
    }
  }

  @Test
  void reconfig() throws Exception {
    Sample sample = Sample.of("reconfig", 4, home);
    try (sample) {
      for (int id = 1; id <= 3; id++) {
        sample.launch(id);
      }
      try (ZooKeeper client = sample.client(sample.connectString(1, 2, 3), plain())) {
        write(client, "/a");
      }
      String third = "server.3=" + sample.line(3);
      sample.with(third, third + "\nserver.4=" + sample.line(4)).launch(4);
      sample.awaitMode(4, "follower");
      sample.awaitMode(2, "leader", "follower");
      EventLog events = new EventLog();
      try (ZooKeeperAdmin admin =
          new ZooKeeperAdmin(sample.connectString(2), 30_000, events, plain())) {
        events.awaitConnected();
        admin.addAuthInfo("digest", "super:change-this-password".getBytes(UTF_8));
        // Server 1 does not lead: with any other it would not have been elected.
        admin.reconfigure("server.4=" + sample.line(4), null, null, -1, new Stat());
        byte[] members = admin.reconfigure(null, "1", null, -1, new Stat());
        String now = new String(members, UTF_8);
        assertTrue(now.contains("server.4=") && !now.contains("server.1="), now);
      }
      try (ZooKeeper client = sample.client(sample.connectString(4), plain())) {
        write(client, "/b");
      }
    }
  }
}
