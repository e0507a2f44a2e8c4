package io.vivarium.transport.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vivarium.certificates.CertificateAuthority;
import io.vivarium.certificates.CertificateRequest;
import io.vivarium.certificates.Credentials;
import io.vivarium.spi.transport.Endpoint.Purpose;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigInteger;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** New files are used for new handshakes, and nobody who is connected notices. */
class ReloadTest {
  private static final String PASSWORD = "open sesame";
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(30);

  @TempDir private Path directory;

  private TestCertificates certificates;
  private Map<String, String> client;

  @BeforeEach
  void makeCertificates() throws Exception {
    certificates = new TestCertificates(directory);
    client = certificates.section("client", certificates.valid("client"));
  }

  @Test
  void aRenewedCertificateIsShownToWhoeverComesNext() throws Exception {
    try (TlsEnds ends = TlsEnds.clients(certificates.section("server", certificates.valid("a")));
        TlsEnds.Caller before = ends.call(client, true)) {
      before.exchange();
      Credentials renewed = certificates.valid("b");
      replace("server.pem", renewed.certificatePem());
      replace("server.key", renewed.keyPem());
      awaitServer(ends, renewed);
      before.exchange();
    }
  }

  /** As Kubernetes does: the files are links through a link to a directory, and that one is swapped. */
  @Test
  void aDirectoryThatIsSwappedAsAWholeIsFollowed() throws Exception {
    Path first = Files.createDirectory(certificates.file("v1"));
    Path second = Files.createDirectory(certificates.file("v2"));
    Credentials renewed = certificates.valid("b");
    write(first, certificates.valid("a"));
    write(second, renewed);
    Path current = certificates.file("current");
    Files.createSymbolicLink(current, first);
    for (String name : List.of("mounted.pem", "mounted.key")) {
      Files.createSymbolicLink(certificates.file(name), current.resolve(name));
    }
    Map<String, String> server =
        Map.of(
            "tls.certificate", certificates.file("mounted.pem").toString(),
            "tls.key", certificates.file("mounted.key").toString(),
            "tls.ca", certificates.file("ca.pem").toString());
    try (TlsEnds ends = TlsEnds.clients(server)) {
      ends.exchange(client);
      Path next = Files.createSymbolicLink(certificates.file("next"), second);
      Files.move(
          next, current, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      awaitServer(ends, renewed);
    }
  }

  @Test
  void anotherAuthorityIsTrustedWithoutARestart() throws Exception {
    CertificateAuthority other =
        CertificateAuthority.create("next", certificates.inDays(-1), certificates.inDays(1));
    Credentials ofOther =
        other.issue(
            new CertificateRequest(
                "client", List.of(), certificates.inDays(-1), certificates.inDays(1), null));
    Map<String, String> server = certificates.section("server", certificates.valid("server"));
    try (TlsEnds ends = TlsEnds.clients(server)) {
      Map<String, String> newcomer = certificates.section("newcomer", ofOther);
      assertTrue(ends.refused(newcomer).contains(TestCertificates.notTrusted()));
      replace(
          "ca.pem", certificates.authority().own().certificatePem() + other.own().certificatePem());
      long deadline = System.nanoTime() + PATIENCE_NANOS;
      while (true) {
        try {
          ends.exchange(newcomer);
          break;
        } catch (ExecutionException e) {
          assertTrue(System.nanoTime() < deadline, "the new authority was never trusted");
        }
      }
    }
  }

  /** ZooKeeper's stores are read again where its switches say so, and only there. Both servers look at the same two files. */
  @ParameterizedTest
  @CsvSource({"CLIENT, ssl., client.certReload", "PEER, ssl.quorum., sslQuorumReloadCertFiles"})
  void storesAreReadAgainWhereThatIsSwitchedOn(Purpose purpose, String family, String reload)
      throws Exception {
    Credentials first = certificates.valid("a");
    CertificateAuthority other =
        CertificateAuthority.create("next", certificates.inDays(-1), certificates.inDays(1));
    Credentials ofOther =
        other.issue(
            new CertificateRequest(
                "client",
                List.of("127.0.0.1"),
                certificates.inDays(-1),
                certificates.inDays(1),
                null));
    store("own.p12", keys(first));
    store("trust.p12", trusted(certificates.authority()));
    Map<String, String> stores =
        new TreeMap<>(Map.of("ssl.sslProvider", TestCertificates.PROVIDER));
    for (String name : List.of("own.p12", "trust.p12")) {
      String key = family + (name.startsWith("own") ? "keyStore." : "trustStore.");
      stores.put(key + "location", certificates.file(name).toString());
      stores.put(key + "password", PASSWORD);
    }
    Map<String, String> newcomer = certificates.section("newcomer", ofOther);
    Map<String, String> switched = TestCertificates.with(stores, Map.of(reload, "true"));
    try (TlsEnds still = new TlsEnds(stores, purpose, true);
        TlsEnds reloading = new TlsEnds(switched, purpose, true)) {
      awaitServer(still, first);
      awaitServer(reloading, first);
      assertTrue(reloading.refused(newcomer).contains(TestCertificates.notTrusted()));
      // Twice: whoever looks at all has looked by then.
      for (int round = 0; round < 2; round++) {
        Credentials renewed = certificates.valid("b");
        store("trust.p12", trusted(certificates.authority(), other));
        store("own.p12", keys(renewed));
        awaitServer(reloading, renewed);
      }
      reloading.exchange(newcomer);
      awaitServer(still, first);
      assertTrue(still.refused(newcomer).contains(TestCertificates.notTrusted()));
    }
  }

  private static KeyStore empty() throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    return store;
  }

  private static KeyStore keys(Credentials credentials)
      throws GeneralSecurityException, IOException {
    KeyStore store = empty();
    store.setKeyEntry(
        "key",
        credentials.key(),
        PASSWORD.toCharArray(),
        credentials.chain().toArray(X509Certificate[]::new));
    return store;
  }

  private static KeyStore trusted(CertificateAuthority... authorities)
      throws GeneralSecurityException, IOException {
    KeyStore store = empty();
    for (CertificateAuthority authority : authorities) {
      store.setCertificateEntry("ca-" + store.size(), authority.own().certificate());
    }
    return store;
  }

  /** Puts a store in the place of the one before, in one step. */
  private void store(String name, KeyStore store) throws GeneralSecurityException, IOException {
    Path next = certificates.file(name + ".next");
    try (OutputStream out = Files.newOutputStream(next)) {
      store.store(out, PASSWORD.toCharArray());
    }
    Files.move(
        next,
        certificates.file(name),
        StandardCopyOption.ATOMIC_MOVE,
        StandardCopyOption.REPLACE_EXISTING);
  }

  @Test
  void filesThatCannotBeUsedChangeNothing() throws Exception {
    List<String> loads = new ArrayList<>();
    Path file = certificates.file("watched");
    Files.writeString(file, "good");
    FileWatch watch = new FileWatch(Thread::new, 1);
    watch.add(
        List.of(file),
        () -> {
          loads.add(Files.readString(file));
          if (loads.getLast().equals("bad")) {
            throw new IOException("bad");
          }
        });
    watch.look();
    assertEquals(List.of(), loads);
    replace("watched", "bad");
    watch.look();
    watch.look();
    assertEquals(List.of("bad", "bad"), loads);
    Files.delete(file);
    replace("watched", "good again");
    watch.look();
    watch.look();
    assertEquals(List.of("bad", "bad", "good again"), loads);
  }

  /** After a chown or a chmod all is as it was, but for what the watch does not look at: the files can be read. */
  @Test
  void filesThatCouldNotBeReadAreUsedOnceTheyCan() throws Exception {
    List<Boolean> attempts = new ArrayList<>();
    AtomicBoolean readable = new AtomicBoolean();
    Path file = certificates.file("watched");
    Files.writeString(file, "old");
    FileWatch watch = new FileWatch(Thread::new, 1);
    watch.add(
        List.of(file),
        () -> {
          attempts.add(readable.get());
          if (!readable.get()) {
            throw new AccessDeniedException(file.toString());
          }
        });
    replace("watched", "renewed");
    watch.look();
    readable.set(true);
    watch.look();
    assertEquals(List.of(false, true), attempts);
    watch.look();
    assertEquals(List.of(false, true), attempts, "once they are used, nothing is left to do");
  }

  private void awaitServer(TlsEnds ends, Credentials expected) throws Exception {
    long deadline = System.nanoTime() + PATIENCE_NANOS;
    BigInteger wanted = expected.certificate().getSerialNumber();
    while (true) {
      try (TlsEnds.Caller caller = ends.call(client, true)) {
        caller.exchange();
        if (caller.peer().certificates().getFirst().getSerialNumber().equals(wanted)) {
          return;
        }
      }
      assertTrue(System.nanoTime() < deadline, "the new certificate was never shown");
    }
  }

  private void replace(String name, String text) throws IOException {
    Path next = certificates.file(name + ".next");
    Files.writeString(next, text);
    Files.move(
        next,
        certificates.file(name),
        StandardCopyOption.ATOMIC_MOVE,
        StandardCopyOption.REPLACE_EXISTING);
  }

  private static void write(Path into, Credentials credentials) throws IOException {
    Files.writeString(into.resolve("mounted.pem"), credentials.certificatePem());
    Files.writeString(into.resolve("mounted.key"), credentials.keyPem());
  }
}
