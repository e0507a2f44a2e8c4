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
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
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
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

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
  void certificatesAreValidForTheDaysAndTheAuthorityTenTimesAsLong() throws Exception {
    Instant now = Instant.parse("2030-01-01T00:00:00Z");
    CommandLine command = new CommandLine(new InitCommand(Clock.fixed(now, ZoneOffset.UTC)));
    command.setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
    Path at = directory.resolve("out");
    assertEquals(0, command.execute("--hosts", "a", "--days", "30", "--out", at.toString()));
    for (String name : List.of("a.pem", "client-1.pem")) {
      assertEquals(now.plus(Duration.ofDays(30)), certificate(name).getNotAfter().toInstant());
    }
    X509Certificate ca = certificate("ca.pem");
    assertEquals(now.plus(Duration.ofDays(300)), ca.getNotAfter().toInstant());
    assertEquals(
        now.minus(Duration.ofHours(1)),
        ca.getNotBefore().toInstant(),
        "for clocks that are a little behind");
  }

  @Test
  void anAuthorityThatHasExpiredOrSoonWillIsNotUsedAgain() throws Exception {
    assertEquals(0, initAt("2030-01-01T00:00:00Z", "a")); // the authority is for 300 days
    assertEquals(1, initAt("2030-10-01T00:00:00Z", "b"));
    assertTrue(err.toString().contains("it expires at 2030-10-28T00:00:00Z"), err.toString());
    assertTrue(err.toString().contains("--days"), err.toString());
    assertEquals(1, initAt("2031-01-01T00:00:00Z", "b"));
    assertTrue(err.toString().contains("it has expired at 2030-10-28"), err.toString());
    assertTrue(err.toString().contains("ca.pem"), err.toString());
    assertFalse(Files.exists(directory.resolve("out/b.pem")));
    assertEquals(0, initAt("2030-09-01T00:00:00Z", "b"));
  }

  private int initAt(String now, String host) {
    Clock clock = Clock.fixed(Instant.parse(now), ZoneOffset.UTC);
    CommandLine command = new CommandLine(new InitCommand(clock));
    command.setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
    String at = directory.resolve("out").toString();
    return command.execute("--hosts", host, "--days", "30", "--clients", "0", "--out", at);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "no key\n",
        "-----BEGIN PRIVATE KEY-----\n",
        "-----BEGIN PRIVATE KEY-----\n!!\n-----END PRIVATE KEY-----\n",
        "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n"
      })
  void aDamagedKeyOfTheAuthorityIsNamedAndNothingIsMade(String key) throws Exception {
    init("--hosts", "a");
    Path file = directory.resolve("out/ca.key");
    Files.writeString(file, key);
    Set<String> before = files();
    assertEquals(1, init("--hosts", "a,b"));
    assertTrue(
        err.toString().startsWith("vivarium tls init: cannot use the authority in " + file),
        err.toString());
    assertEquals(before, files());
    assertEquals(key, Files.readString(file), "it is left for its owner to look at");
  }

  @Test
  void aFileInThePlaceOfTheDirectoryEndsItWithOne() throws Exception {
    Files.writeString(directory.resolve("out"), "mine");
    assertEquals(1, init("--hosts", "a"));
    assertTrue(err.toString().contains("cannot make the directory"), err.toString());
    assertEquals("mine", Files.readString(directory.resolve("out")));
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
