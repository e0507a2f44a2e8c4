package io.vivarium.certificates.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TlsCommandTest {
  @TempDir private Path directory;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void everyServerAndClientGetsACertificateOfOneAuthority() throws Exception {
    assertEquals(0, init("--hosts", "a.example.org,10.0.0.2", "--clients", "2"));
    assertEquals(
        Set.of(
            "ca.pem",
            "ca.key",
            "a.example.org.pem",
            "a.example.org.key",
            "10.0.0.2.pem",
            "10.0.0.2.key",
            "client-1.pem",
            "client-1.key",
            "client-1.store.pem",
            "client-2.pem",
            "client-2.key",
            "client-2.store.pem"),
        files());
    X509Certificate ca = certificate("ca.pem");
    for (String name : List.of("a.example.org.pem", "10.0.0.2.pem", "client-1.pem")) {
      certificate(name).verify(ca.getPublicKey());
      certificate(name).checkValidity();
    }
    assertEquals(
        Set.of("a.example.org", "localhost", "127.0.0.1"), alternatives("a.example.org.pem"));
    assertEquals(Set.of("10.0.0.2", "localhost", "127.0.0.1"), alternatives("10.0.0.2.pem"));
    assertEquals(-1, certificate("a.example.org.pem").getBasicConstraints());
  }

  @Test
  void keysAreForTheirOwnerOnly() throws Exception {
    init("--hosts", "a");
    for (String key : List.of("ca.key", "a.key", "client-1.key", "client-1.store.pem")) {
      assertEquals(
          EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE),
          Files.getPosixFilePermissions(directory.resolve("out").resolve(key)),
          key);
    }
  }

  @Test
  void theLinesForEachConfigurationArePrinted() {
    init("--hosts", "a.example.org");
    Path at = directory.resolve("out");
    assertTrue(out.toString().contains("tls.certificate=" + at.resolve("a.example.org.pem")));
    assertTrue(out.toString().contains("tls.key=" + at.resolve("a.example.org.key")));
    assertTrue(out.toString().contains("tls.ca=" + at.resolve("ca.pem")));
    assertTrue(
        out.toString()
            .contains("zookeeper.ssl.keyStore.location=" + at.resolve("client-1.store.pem")));
  }

  @Test
  void aServerCanBeAddedLater() throws Exception {
    init("--hosts", "a");
    byte[] ca = Files.readAllBytes(directory.resolve("out/ca.pem"));
    byte[] a = Files.readAllBytes(directory.resolve("out/a.pem"));
    assertEquals(0, init("--hosts", "a,b", "--clients", "0"));
    assertEquals(List.of(bytes(ca), bytes(a)), List.of(read("ca.pem"), read("a.pem")));
    certificate("b.pem").verify(certificate("ca.pem").getPublicKey());
    assertTrue(out.toString().contains("a.pem is there already and stays as it is"));
  }

  @Test
  void aKeyWithoutItsCertificateIsAnError() throws Exception {
    init("--hosts", "a");
    Files.delete(directory.resolve("out/a.pem"));
    assertEquals(1, init("--hosts", "a"));
    assertTrue(err.toString().contains("only one is there"), err.toString());
  }

  @ParameterizedTest
  @CsvSource({
    "../a, 1, 10, neither a host name nor an address",
    "a b, 1, 10, neither a host name nor an address",
    "ca, 1, 10, is the name of the authority's or of a client's files",
    "client-7, 1, 10, is the name of the authority's or of a client's files",
    "a, -1, 10, must be from 0 to 1000",
    "a, 1, 0, must be from 1 to 36500"
  })
  void wrongArgumentsAreRefused(String hosts, String clients, String days, String message) {
    assertEquals(2, init("--hosts", hosts, "--clients", clients, "--days", days));
    assertTrue(err.toString().contains(message), err.toString());
    assertFalse(Files.exists(directory.resolve("out")));
  }

  @Test
  void helpIsThere() {
    assertEquals(
        0, TlsCommand.execute(new PrintWriter(out), new PrintWriter(err), "tls", "init", "--help"));
    assertTrue(out.toString().contains("vivarium tls init"), out.toString());
    assertNotEquals(0, TlsCommand.execute(new PrintWriter(out), new PrintWriter(err), "tls"));
  }

  private int init(String... options) {
    List<String> all =
        Stream.concat(
                Stream.of("tls", "init", "--out", directory.resolve("out").toString()),
                Stream.of(options))
            .toList();
    return TlsCommand.execute(
        new PrintWriter(out, true), new PrintWriter(err, true), all.toArray(String[]::new));
  }

  private Set<String> files() throws IOException {
    try (Stream<Path> all = Files.list(directory.resolve("out"))) {
      return all.map(file -> file.getFileName().toString())
          .collect(Collectors.toCollection(TreeSet::new));
    }
  }

  private String read(String name) throws IOException {
    return bytes(Files.readAllBytes(directory.resolve("out").resolve(name)));
  }

  private static String bytes(byte[] bytes) {
    return Arrays.toString(bytes);
  }

  private Set<String> alternatives(String name) throws Exception {
    return certificate(name).getSubjectAlternativeNames().stream()
        .map(each -> String.valueOf(each.get(1)))
        .collect(Collectors.toSet());
  }

  private X509Certificate certificate(String name) throws Exception {
    try (InputStream in = Files.newInputStream(directory.resolve("out").resolve(name))) {
      return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
    }
  }
}
