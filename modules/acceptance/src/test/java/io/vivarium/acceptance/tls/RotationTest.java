package io.vivarium.acceptance.tls;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.vivarium.acceptance.server.Await;
import io.vivarium.acceptance.server.ServerKind;
import io.vivarium.acceptance.server.ServerSetup;
import io.vivarium.acceptance.server.ServerUnderTest;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.ZooDefs.Ids;
import org.apache.zookeeper.ZooKeeper;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Certificates are replaced while clients are at work, and none of them notices. */
class RotationTest {
  private static final int CLIENTS = 3;
  private static final int ROUNDS = 3;
  private static final Duration LIMIT = Duration.ofMinutes(1);

  @TempDir Path home;

  private final AtomicBoolean working = new AtomicBoolean(true);
  private final AtomicLong writes = new AtomicLong();
  private final List<Exception> errors = new CopyOnWriteArrayList<>();

  @BeforeEach
  void onlyThePackageReloadsTheShortSection() {
    assumeTrue(ServerKind.selected() == ServerKind.PACKAGED);
  }

  @Test
  void certificatesAreRenewedUnderLoadWithoutAnErrorSeenByAClient() throws Exception {
    TlsFiles files = TlsFiles.make(home);
    ServerSetup setup = ServerSetup.standard();
    for (Map.Entry<String, String> line : files.server().entrySet()) {
      setup = setup.with(line.getKey(), line.getValue());
    }
    try (ServerUnderTest server = ServerUnderTest.start(setup, home)) {
      List<ZooKeeper> clients = new ArrayList<>();
      List<Long> sessions = new ArrayList<>();
      List<Thread> threads = new ArrayList<>();
      for (int i = 0; i < CLIENTS; i++) {
        ZooKeeper client = files.client(server.connectString());
        String path = "/load-" + i;
        client.create(path, null, Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT);
        clients.add(client);
        sessions.add(client.getSessionId());
        threads.add(Thread.ofPlatform().start(() -> work(client, path)));
      }
      for (int round = 0; round < ROUNDS; round++) {
        renew(files, server.port());
      }
      working.set(false);
      for (Thread thread : threads) {
        thread.join();
      }
      assertEquals(List.of(), errors);
      for (int i = 0; i < CLIENTS; i++) {
        assertEquals(ZooKeeper.States.CONNECTED, clients.get(i).getState());
        assertEquals(sessions.get(i), clients.get(i).getSessionId());
        clients.get(i).close();
      }
      try (ZooKeeper late = files.client(server.connectString())) {
        assertEquals(CLIENTS, late.getChildren("/", false).size() - 1);
      }
    }
  }

  private void work(ZooKeeper client, String path) {
    byte[] data = "data".getBytes(UTF_8);
    try {
      while (working.get()) {
        client.setData(path, data, -1);
        writes.incrementAndGet();
      }
    } catch (KeeperException | InterruptedException e) {
      errors.add(e);
    }
  }

  /** Puts another certificate in the place of the server's, and waits until it is shown, and until each client has gone on after that. */
  private void renew(TlsFiles files, int port) throws Exception {
    BigInteger before = shown(files, port);
    Path fresh = home.resolve("fresh");
    Files.createDirectories(fresh);
    for (String name : List.of("ca.pem", "ca.key")) {
      Files.deleteIfExists(fresh.resolve(name));
      Files.copy(Path.of(files.file(name)), fresh.resolve(name));
    }
    TlsFiles.make(home, fresh);
    for (String name : List.of("127.0.0.1.key", "127.0.0.1.pem")) {
      Files.move(
          fresh.resolve(name),
          Path.of(files.file(name)),
          StandardCopyOption.REPLACE_EXISTING,
          StandardCopyOption.ATOMIC_MOVE);
    }
    Await.until("the new certificate is shown", LIMIT, () -> !shown(files, port).equals(before));
    assertNotEquals(before, shown(files, port));
    long reached = writes.get();
    Await.until("writes go on", LIMIT, () -> writes.get() > reached + 10 || !errors.isEmpty());
    assertTrue(errors.isEmpty(), errors::toString);
  }

  /** The number of the certificate that a new connection gets to see. */
  private static BigInteger shown(TlsFiles files, int port) {
    try (InputStream pem = Files.newInputStream(Path.of(files.file("ca.pem")))) {
      KeyStore trusted = KeyStore.getInstance("PKCS12");
      trusted.load(null, null);
      trusted.setCertificateEntry(
          "ca", CertificateFactory.getInstance("X.509").generateCertificate(pem));
      TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
      trust.init(trusted);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, trust.getTrustManagers(), null);
      try (SSLSocket socket =
          (SSLSocket)
              context.getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), port)) {
        socket.startHandshake();
        X509Certificate certificate =
            (X509Certificate) socket.getSession().getPeerCertificates()[0];
        return certificate.getSerialNumber();
      }
    } catch (IOException | GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }
}
