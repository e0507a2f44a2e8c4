package io.vivarium.shell;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vivarium.client.Client;
import io.vivarium.model.Reply;
import io.vivarium.model.Request;
import io.vivarium.scripted.server.ScriptedServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.security.sasl.SaslException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the shell says first to a server that it logs in to, and what it does not begin with. */
final class LoginsTest {
  @TempDir Path directory;

  private Path jaas;

  @BeforeEach
  void writeFile() throws IOException {
    jaas =
        Files.writeString(
            directory.resolve("jaas.conf"),
            """
            Client {
              org.apache.zookeeper.server.auth.DigestLoginModule required
              username="bob" password="secret";
            };
            Empty {
              org.apache.zookeeper.server.auth.DigestLoginModule required;
            };
            Tickets {
              com.sun.security.auth.module.Krb5LoginModule required
              useKeyTab=true keyTab="/nowhere/bob.keytab" principal="bob@EXAMPLE.ORG" doNotPrompt=true;
            };
            """);
  }

  private static ClientSettings settings(String... lines) {
    Properties properties = new Properties();
    for (String line : lines) {
      int equals = line.indexOf('=');
      properties.setProperty(line.substring(0, equals), line.substring(equals + 1));
    }
    return new ClientSettings(Duration.ofMinutes(2), false, properties, false);
  }

  private String file() {
    return "java.security.auth.login.config=" + jaas;
  }

  private static Reply.SaslToken token(String text) {
    return new Reply.SaslToken(text.getBytes(UTF_8));
  }

  private static String text(Request.Sasl request) {
    byte[] token = request.token();
    return token == null ? "" : new String(token, UTF_8);
  }

  @Test
  void aPasswordIsProvedByDigestMd5() throws Exception {
    try (ScriptedServer peer = new ScriptedServer()) {
      Client client = settings(file()).builder(peer.address()).open();
      peer.serve(7);
      assertArrayEquals(new byte[0], peer.next(Request.Sasl.class).token());
      peer.answer(
          token("realm=\"zk-sasl-md5\",nonce=\"n\",qop=\"auth\",charset=utf-8,algorithm=md5-sess"));
      String proof = text(peer.next(Request.Sasl.class));
      assertTrue(proof.contains("username=\"bob\""), proof);
      assertTrue(!proof.contains("secret"), proof);
      peer.hangUp();
      client.close();
    }
  }

  @Test
  void aPasswordIsProvedByScramWhereThatIsWanted() throws Exception {
    ClientSettings settings = settings(file(), "vivarium.sasl.mechanism=SCRAM-SHA-256");
    try (ScriptedServer peer = new ScriptedServer()) {
      Client client = settings.builder(peer.address()).open();
      peer.serve(7);
      String first = text(peer.next(Request.Sasl.class));
      assertTrue(first.startsWith("n,,n=bob,r="), first);
      String nonce = first.substring(first.indexOf("r="));
      peer.answer(token(nonce + "12345678,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096"));
      String proof = text(peer.next(Request.Sasl.class));
      assertTrue(proof.startsWith("c=biws," + nonce + "12345678,p="), proof);
      peer.hangUp();
      client.close();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "zookeeper.sasl.clientconfig=Empty,has neither username and password nor a Krb5LoginModule",
    "zookeeper.sasl.clientconfig=Tickets,does not log in to Kerberos",
    "vivarium.sasl.mechanism=PLAIN,vivarium.sasl.mechanism=PLAIN is neither DIGEST-MD5 nor"
  })
  void whatCannotBeIsToldBeforeAnybodyIsConnectedTo(String line, String told) {
    Failure failure = assertThrows(Failure.class, () -> settings(file(), line).builder("a"));

    assertTrue(failure.text().contains(told), failure.text());
    assertEquals(Failure.MISUSED, failure.exitCode());
  }

  @Test
  void withoutTheSectionOrWhenItIsNotWantedNobodyLogsIn() throws Exception {
    for (ClientSettings settings :
        List.of(
            settings(file(), "zookeeper.sasl.clientconfig=Nobody"),
            settings(file(), "zookeeper.sasl.client=false"))) {
      try (ScriptedServer peer = new ScriptedServer()) {
        Client client = settings.builder(peer.address()).open();
        CompletableFuture<?> asked = client.sync("/");
        peer.serve(7);
        peer.next(Request.Sync.class);
        peer.answer(new Reply.Path("/"));
        asked.get(2, TimeUnit.MINUTES);
        peer.hangUp();
        client.close();
      }
    }
    assertThrows(
        Failure.class,
        () -> settings("java.security.auth.login.config=/nowhere/jaas.conf").builder("a"));
  }

  @Test
  void serversAreCalledInKerberosAsZooKeepersClientsCallThem() throws Exception {
    String asDialled = "zookeeper.sasl.client.canonicalize.hostname=false";
    ServicePrincipal usual = ServicePrincipal.of(settings(asDialled));
    assertEquals("zookeeper", usual.service());
    assertEquals("zk1", usual.host("zk1"));

    ServicePrincipal other =
        ServicePrincipal.of(settings(asDialled, "zookeeper.sasl.client.username=zk"));
    assertEquals("zk", other.service());

    ServicePrincipal whole =
        ServicePrincipal.of(settings("zookeeper.server.principal=zk/all.example.org@EXAMPLE.ORG"));
    assertEquals("zk", whole.service());
    assertEquals("all.example.org", whole.host("zk1"));
  }

  @Test
  void aHostIsCalledByItsNameAndAnUnknownOneIsTold() throws Exception {
    ServicePrincipal canonical = ServicePrincipal.of(settings());
    String name = canonical.host("127.0.0.1");
    // The name service of this machine may have none for it.
    assertTrue(name.equals("127.0.0.1") || !name.matches("[0-9.]+"), name);
    assertThrows(SaslException.class, () -> canonical.host("no such host"));
  }
}
