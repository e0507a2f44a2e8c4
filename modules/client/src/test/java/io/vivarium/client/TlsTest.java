package io.vivarium.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
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
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

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
    String told = refused(otherName, otherName);
    assertTrue(told.contains("No subject alternative names matching IP address 127.0.0.1"), told);
  }

  @Test
  void aServerThatIsNotTrustedIsNotTalkedTo() throws Exception {
    String told = refused(otherName, rightName);
    assertTrue(told.contains("unable to find valid certification path"), told);
  }

  /** Returns what the client has logged of it, which tries again and again and tells it once. */
  private static String refused(SSLContext server, SSLContext client) throws Exception {
    List<String> logged = new CopyOnWriteArrayList<>();
    AppenderBase<ILoggingEvent> appender =
        new AppenderBase<>() {
          @Override
          protected void append(ILoggingEvent event) {
            if (event.getLevel() == Level.ERROR) {
              logged.add(event.getFormattedMessage());
            }
          }
        };
    Logger logger = (Logger) LoggerFactory.getLogger(FailedConnections.class);
    appender.start();
    logger.addAppender(appender);
    try (ScriptedServer peer = new ScriptedServer(server.getServerSocketFactory())) {
      AtomicReference<Throwable> seen = new AtomicReference<>();
      Thread serving =
          new Thread(
              () -> {
                seen.set(assertThrows(IOException.class, peer::accept));
                seen.set(assertThrows(IOException.class, peer::accept));
              });
      serving.start();
      Client refusing =
          Client.connectTo(peer.address())
              .sessionTimeout(Duration.ofSeconds(2))
              .tls(client, true)
              .open();
      Results.refusal(ErrorCode.CONNECTION_LOSS, refusing.sync("/"));
      serving.join();
      refusing.close();
      assertEquals(1, logged.size(), logged::toString);
      return logged.getFirst();
    } finally {
      logger.detachAppender(appender);
    }
  }
}
