package io.vivarium.acceptance.distributions;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vivarium.acceptance.server.Await;
import io.vivarium.acceptance.server.FreePorts;
import io.vivarium.acceptance.server.ServerProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Three servers with the configuration that the distribution brings, but for addresses and places. */
@Tag("standalone")
class SecureEnsembleTest {
  @TempDir Path directory;
  private final Example secure = Example.called("secure-ensemble");
  private final List<ServerProcess> servers = new ArrayList<>();
  private final List<Integer> clientPorts = new ArrayList<>();

  @AfterEach
  void stop() {
    servers.forEach(ServerProcess::kill);
  }

  @Test
  void clientsWithCertificateAndLoginAreServedAndOnRecord() throws Exception {
    makeCertificates();
    String addresses = addresses();
    for (int number = 1; number <= 3; number++) {
      servers.add(start(number, addresses));
    }

    AtomicReference<String> said = new AtomicReference<>("");
    Await.until("three servers form an ensemble", () -> created(said));

    Example.Ran read = zkCli(properties("anne"), "get", "/secret");
    assertEquals(0, read.exitCode(), read.output());
    assertTrue(read.output().contains("treasure"), read.output());
    assertNotEquals(0, zkCli(properties("mallory"), "get", "/secret").exitCode());
    assertTrue(
        records().anyMatch(line -> line.contains("anne") && line.contains("znode=/secret")),
        () -> "nothing on record; the client said " + said);
  }

  private boolean created(AtomicReference<String> said) throws Exception {
    servers.forEach(server -> assertTrue(server.alive(), server::log));
    Example.Ran created = zkCli(properties("anne"), "create", "/secret", "treasure");
    said.set(created.output());
    return created.exitCode() == 0;
  }

  private void makeCertificates() throws Exception {
    Example.Ran made =
        secure.run(
            "vivarium",
            "tls",
            "init",
            "--hosts",
            "127.0.0.1",
            "--clients",
            "1",
            "--out",
            directory.resolve("certificates"));
    assertEquals(0, made.exitCode(), made.output());
    Files.writeString(
        directory.resolve("jaas.conf"),
        """
        Server {
          org.apache.zookeeper.server.auth.DigestLoginModule required
          user_anne="her password";
        };
        """);
  }

  private String addresses() throws Exception {
    StringBuilder lines = new StringBuilder();
    for (int number = 1; number <= 3; number++) {
      clientPorts.add(FreePorts.take());
      lines.append(
          "server.%d=127.0.0.1:%d:%d;127.0.0.1:%d%n"
              .formatted(number, FreePorts.take(), FreePorts.take(), clientPorts.get(number - 1)));
    }
    return lines.toString();
  }

  private ServerProcess start(int number, String addresses) throws Exception {
    Path own = Files.createDirectories(directory.resolve("server-" + number));
    Path data = Files.createDirectories(own.resolve("data"));
    Files.writeString(data.resolve("myid"), number + "\n");
    String certificate = directory.resolve("certificates").resolve("127.0.0.1").toString();
    String configuration =
        Files.readString(secure.home().resolve("conf/zoo.cfg"))
            .replaceAll("(?m)^server\\..*\\R", "")
            .replace("/var/lib/secure-ensemble", data.toString())
            .replace("/etc/secure-ensemble/server", certificate)
            .replace("/etc/secure-ensemble/ca.pem", directory + "/certificates/ca.pem")
            .replace("/etc/secure-ensemble", directory.toString());
    Path file = Files.writeString(own.resolve("zoo.cfg"), configuration + addresses);
    return secure.start(
        own.resolve("log"), Map.of("ZOO_LOG_DIR", own.toString()), "vivarium", "server", file);
  }

  private Path properties(String user) throws Exception {
    Path login =
        Files.writeString(
            directory.resolve(user + ".conf"),
            """
            Client {
              org.apache.zookeeper.server.auth.DigestLoginModule required
              username="%s" password="her password";
            };
            """
                .formatted(user));
    return Files.writeString(
        directory.resolve(user + ".properties"),
        """
        zookeeper.client.secure=true
        zookeeper.ssl.keyStore.location=%s/certificates/client-1.store.pem
        zookeeper.ssl.trustStore.location=%s/certificates/ca.pem
        java.security.auth.login.config=%s
        """
            .formatted(directory, directory, login));
  }

  private Example.Ran zkCli(Path properties, Object... words) throws Exception {
    List<Object> all =
        new ArrayList<>(
            List.of(
                "-server", "127.0.0.1:" + clientPorts.get(0), "-client-configuration", properties));
    all.addAll(List.of(words));
    return secure.run("zkCli.sh", all.toArray());
  }

  private java.util.stream.Stream<String> records() throws Exception {
    List<String> lines = new ArrayList<>();
    for (int number = 1; number <= 3; number++) {
      Path log = directory.resolve("server-" + number).resolve("zookeeper_audit.log");
      if (Files.exists(log)) {
        lines.addAll(Files.readAllLines(log));
      }
    }
    return lines.stream();
  }
}
