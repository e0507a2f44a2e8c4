package io.vivarium.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vivarium.client.Client;
import io.vivarium.model.Reply;
import io.vivarium.model.Request;
import io.vivarium.scripted.server.ScriptedServer;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ClientSettingsTest {
  private static final String PASSWORD = "changeit";

  @TempDir private static Path directory;

  @BeforeAll
  static void keys() throws Exception {
    Path store = directory.resolve("own.p12");
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
            "-genkeypair",
            "-keystore",
            store.toString(),
            "-storepass",
            PASSWORD,
            "-alias",
            "own",
            "-keyalg",
            "EC",
            "-dname",
            "CN=own",
            "-ext",
            "san=ip:127.0.0.1");
    assertEquals(
        0,
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start()
            .waitFor());
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(store)) {
      keys.load(in, PASSWORD.toCharArray());
    }
    String key = pem("PRIVATE KEY", keys.getKey("own", PASSWORD.toCharArray()).getEncoded());
    String certificate = pem("CERTIFICATE", keys.getCertificate("own").getEncoded());
    Files.writeString(directory.resolve("own.pem"), certificate + key);
    Files.writeString(directory.resolve("trusted.pem"), certificate);
    Files.writeString(directory.resolve("password"), PASSWORD + "\n");
  }

  private static String pem(String kind, byte[] bytes) {
    return "-----BEGIN %s-----\n%s\n-----END %s-----\n"
        .formatted(kind, Base64.getMimeEncoder().encodeToString(bytes), kind);
  }

  private static ClientSettings settings(String... lines) {
    Properties properties = new Properties();
    for (String line : lines) {
      int equals = line.indexOf('=');
      properties.setProperty(
          line.substring(0, equals),
          line.substring(equals + 1).replace("DIR", directory.toString()));
    }
    return new ClientSettings(Duration.ofMinutes(1), false, properties, false);
  }

  private static SSLContext server() throws Failure {
    return new TlsSettings(
            settings(
                "zookeeper.ssl.keyStore.location=DIR/own.p12",
                "zookeeper.ssl.keyStore.password=" + PASSWORD))
        .context();
  }

  @ParameterizedTest
  @CsvSource({
    "own.p12,zookeeper.ssl.trustStore.password=changeit",
    "own.p12,zookeeper.ssl.trustStore.passwordPath=DIR/password",
    "trusted.pem,zookeeper.ssl.trustStore.type=PEM",
    "trusted.pem,zookeeper.ssl.protocol=TLSv1.3"
  })
  void storesOfEachKindAreTrusted(String store, String more) throws Exception {
    ClientSettings settings =
        settings(
            "zookeeper.client.secure=true",
            "zookeeper.ssl.trustStore.location=DIR/" + store,
            "zookeeper.ssl.keyStore.location=DIR/own.pem",
            more);
    try (ScriptedServer peer = new ScriptedServer(server().getServerSocketFactory())) {
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

  @ParameterizedTest
  @CsvSource({
    "zookeeper.ssl.trustStore.location=DIR/missing.p12,missing.p12",
    "zookeeper.ssl.trustStore.location=DIR/own.p12,own.p12",
    "zookeeper.ssl.keyStore.location=DIR/trusted.pem,no unencrypted private key",
    "zookeeper.ssl.protocol=nonsense,nonsense"
  })
  void whatCannotBeUsedIsNamed(String line, String named) {
    ClientSettings settings = settings("zookeeper.client.secure=true", line);

    Failure failure = assertThrows(Failure.class, () -> settings.builder("a"));

    assertTrue(failure.text().contains(named), failure.text());
    assertEquals(Failure.MISUSED, failure.exitCode());
  }

  @Test
  void aFileOfPropertiesGoesBeforeThoseOfTheJvm() throws Exception {
    Path file = Files.writeString(directory.resolve("client.cfg"), "user.dir=mine\n");

    Properties read = ClientSettings.read(file);
    ClientSettings settings = new ClientSettings(Duration.ofSeconds(1), false, read, false);

    assertEquals("mine", settings.value("user.dir"));
    assertEquals(System.getProperty("user.home"), settings.value("user.home"));
    assertEquals("else", settings.value("no.such.property", "else"));
    assertEquals(0, ClientSettings.read(null).size());
    assertThrows(Failure.class, () -> ClientSettings.read(directory));
  }

  @Test
  void theLargestAnswerIsBounded() throws Exception {
    assertNotNull(settings("jute.maxbuffer=0x1000").builder("a"));
    assertThrows(Failure.class, () -> settings("jute.maxbuffer=many").builder("a"));
  }
}
