package io.vivarium.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.vivarium.model.ErrorCode;
import io.vivarium.model.Reply;
import io.vivarium.model.Request;
import io.vivarium.scripted.server.ScriptedServer;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TlsTest {
  private static final char[] PASSWORD = "changeit".toCharArray();

  @TempDir static Path directory;
  private static SSLContext rightName;
  private static SSLContext otherName;

  @BeforeAll
  static void certificates() throws Exception {
    rightName = context("right", "ip:127.0.0.1");
    otherName = context("other", "dns:elsewhere.example");
  }

  /** A key of its own, which it trusts and nobody else's. */
  private static SSLContext context(String name, String host) throws Exception {
    Path file = directory.resolve(name + ".p12");
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
            "-genkeypair",
            "-keystore",
            file.toString(),
            "-storepass",
            new String(PASSWORD),
            "-alias",
            name,
            "-keyalg",
            "EC",
            "-dname",
            "CN=" + name,
            "-ext",
            "san=" + host);
    assertEquals(0, new ProcessBuilder(command).inheritIO().start().waitFor());
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(file)) {
      keys.load(in, PASSWORD);
    }
    KeyManagerFactory own = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    own.init(keys, PASSWORD);
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    trusted.setCertificateEntry(name, keys.getCertificate(name));
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(trusted);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(own.getKeyManagers(), trust.getTrustManagers(), null);
    return context;
  }

  @Test
  void aServerWithATrustedCertificateOfItsNameIsTalkedTo() throws Exception {
    try (ScriptedServer peer = new ScriptedServer(rightName.getServerSocketFactory())) {
      Client client = Client.connectTo(peer.address()).tls(rightName, true).open();
      CompletableFuture<?> asked = client.sync("/");
      peer.serve(7);
      peer.next(Request.Sync.class);
      peer.answer(new Reply.Path("/"));
      Results.of(asked);
      peer.hangUp();
      client.close();
    }
  }

  @Test
  void theNameIsNotLookedAtWhenThatIsWanted() throws Exception {
    try (ScriptedServer peer = new ScriptedServer(otherName.getServerSocketFactory())) {
      Client client = Client.connectTo(peer.address()).tls(otherName, false).open();
      CompletableFuture<?> asked = client.sync("/");
      peer.serve(7);
      peer.next(Request.Sync.class);
      peer.answer(new Reply.Path("/"));
      Results.of(asked);
      peer.hangUp();
      client.close();
    }
  }

  @Test
  void aServerOfAnotherNameIsNotTalkedTo() throws Exception {
    refused(otherName, otherName);
  }

  @Test
  void aServerThatIsNotTrustedIsNotTalkedTo() throws Exception {
    refused(otherName, rightName);
  }

  private static void refused(SSLContext server, SSLContext client) throws Exception {
    try (ScriptedServer peer = new ScriptedServer(server.getServerSocketFactory())) {
      AtomicReference<Throwable> seen = new AtomicReference<>();
      Thread serving = new Thread(() -> seen.set(assertThrows(IOException.class, peer::accept)));
      serving.start();
      Client refusing =
          Client.connectTo(peer.address())
              .sessionTimeout(Duration.ofSeconds(2))
              .tls(client, true)
              .open();
      Results.refusal(ErrorCode.CONNECTION_LOSS, refusing.sync("/"));
      serving.join();
      refusing.close();
    }
  }
}
