package io.vivarium.certificates.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vivarium.certificates.Credentials;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Date;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
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

  @Test
  void aStoreThatIsMissingIsMadeOfWhatIsThere() throws Exception {
    init("--hosts", "a");
    Path store = directory.resolve("out/client-1.store.pem");
    String before = Files.readString(store);
    Files.delete(store);
    assertEquals(0, init("--hosts", "a"));
    assertEquals(before, Files.readString(store));
    assertEquals(
        EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE),
        Files.getPosixFilePermissions(store));
    assertTrue(out.toString().contains(store + " was missing and is made"), out.toString());
  }

  /** As files are that a run made whose disk was full. */
  @ParameterizedTest
  @CsvSource({
    "a.pem, a.key a.pem",
    "a.key, a.key a.pem",
    "client-1.pem, client-1.key client-1.pem client-1.store.pem",
    "client-1.key, client-1.key client-1.pem client-1.store.pem",
    "client-1.store.pem, client-1.store.pem"
  })
  void aFileThatIsTornIsNamedWithWhatToRemove(String name, String remove) throws Exception {
    init("--hosts", "a");
    Path file = directory.resolve("out").resolve(name);
    String whole = Files.readString(file);
    for (int length : new int[] {0, 10, whole.length() / 2, whole.length() - 5}) {
      Files.writeString(file, whole.substring(0, length));
      err.getBuffer().setLength(0);
      assertEquals(1, init("--hosts", "a"), () -> "torn after " + length);
      String told = err.toString();
      assertTrue(told.startsWith("vivarium tls init: " + file + " "), told);
      assertTrue(told.contains("remove "), told);
      assertTrue(told.contains("run this again"), told);
      String advice = told.substring(told.indexOf("remove "));
      for (String each : remove.split(" ", -1)) {
        assertTrue(advice.contains(directory.resolve("out").resolve(each).toString()), told);
      }
    }
    for (String each : remove.split(" ", -1)) {
      Files.delete(directory.resolve("out").resolve(each));
    }
    assertEquals(0, init("--hosts", "a"), err::toString);
  }

  @Test
  void bytesThatAreNoTextAreNamedToo() throws Exception {
    init("--hosts", "a");
    Path file = directory.resolve("out/a.pem");
    Files.write(file, new byte[] {(byte) 0xff, (byte) 0xfe, 0});
    assertEquals(1, init("--hosts", "a"));
    assertTrue(err.toString().startsWith("vivarium tls init: " + file + " "), err.toString());
  }

  @Test
  void aKeyThatDoesNotFitItsCertificateIsAnErrorThatNamesBoth() throws Exception {
    init("--hosts", "a,b");
    Path at = directory.resolve("out");
    Files.writeString(at.resolve("a.key"), Files.readString(at.resolve("b.key")));
    assertEquals(1, init("--hosts", "a"));
    String told = err.toString();
    assertTrue(told.contains("is not the key of"), told);
    assertTrue(told.contains("remove " + at.resolve("a.key")), told);
    assertTrue(told.contains(at.resolve("a.pem").toString()), told);
  }

  @Test
  void aStoreOfAnotherKeyIsAnError() throws Exception {
    init("--hosts", "a", "--clients", "2");
    Path at = directory.resolve("out");
    Path store = at.resolve("client-1.store.pem");
    Files.writeString(store, Files.readString(at.resolve("client-2.store.pem")));
    assertEquals(1, init("--hosts", "a"));
    assertTrue(err.toString().contains("remove " + store), err.toString());
  }

  /** Keys of somebody else's making are as good; ours are elliptic. */
  @ParameterizedTest
  @ValueSource(strings = {"RSA", "Ed25519"})
  void aKeyOfAnotherKindIsLeftAsItIs(String algorithm) throws Exception {
    init("--hosts", "a");
    KeyPair pair = KeyPairGenerator.getInstance(algorithm).generateKeyPair();
    String signature = algorithm.equals("RSA") ? "SHA256withRSA" : algorithm;
    X500Name name = new X500Name("CN=b");
    X509Certificate certificate =
        new JcaX509CertificateConverter()
            .getCertificate(
                new JcaX509v3CertificateBuilder(
                        name,
                        BigInteger.ONE,
                        Date.from(Instant.parse("2025-01-01T00:00:00Z")),
                        Date.from(Instant.parse("2045-01-01T00:00:00Z")),
                        name,
                        pair.getPublic())
                    .build(new JcaContentSignerBuilder(signature).build(pair.getPrivate())));
    Credentials others = new Credentials(pair.getPrivate(), certificate, certificate);
    Files.writeString(directory.resolve("out/b.key"), others.keyPem());
    Files.writeString(directory.resolve("out/b.pem"), others.certificatePem());
    assertEquals(0, init("--hosts", "a,b"), err::toString);
    assertEquals(others.keyPem(), Files.readString(directory.resolve("out/b.key")));
  }

  /** However many files have room: what is there is whole, and a run with room makes the rest. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6})
  void aRunThatAFullDiskEndedIsRunAgain(int room) throws Exception {
    int[] left = {room};
    NewFiles.Content full =
        (file, text) -> {
          if (left[0]-- == 0) {
            Files.writeString(file, text.substring(0, text.length() / 2));
            throw new IOException("No space left on device");
          }
          NewFiles.forced(file, text);
        };
    Path at = directory.resolve("out");
    CommandLine command = new CommandLine(new InitCommand(Clock.systemUTC(), full));
    command.setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
    assertEquals(1, command.execute("--hosts", "a", "--out", at.toString()));
    assertTrue(err.toString().contains("cannot write " + at), err.toString());
    assertTrue(err.toString().contains("No space left on device"), err.toString());
    Set<String> whole = new TreeSet<>();
    if (room >= 2) {
      whole.addAll(List.of("ca.key", "ca.pem"));
    }
    if (room >= 4) {
      whole.addAll(List.of("a.key", "a.pem"));
    }
    assertEquals(whole, files());
    assertEquals(0, init("--hosts", "a"), err::toString);
    assertEquals(
        Set.of(
            "ca.key",
            "ca.pem",
            "a.key",
            "a.pem",
            "client-1.key",
            "client-1.pem",
            "client-1.store.pem"),
        files());
    assertEquals(0, init("--hosts", "a"), err::toString);
  }

  @Test
  void aStoreWithoutItsPairIsNamed() throws Exception {
    init("--hosts", "a");
    Path at = directory.resolve("out");
    Files.delete(at.resolve("client-1.key"));
    Files.delete(at.resolve("client-1.pem"));
    assertEquals(1, init("--hosts", "a"));
    String told = at.resolve("client-1.store.pem") + " is there without ";
    assertTrue(err.toString().contains(told), err.toString());
  }

  @Test
  void whenOneFileCannotBePutInItsPlaceTheOthersAreNotThereEither() throws Exception {
    init("--hosts", "a", "--clients", "0");
    Set<String> before = files();
    Path pem = directory.resolve("out/b.pem");
    Files.createSymbolicLink(pem, directory.resolve("nowhere")); // looks as if there were nothing
    assertEquals(1, init("--hosts", "b", "--clients", "0"));
    assertTrue(err.toString().contains(pem.toString()), err.toString());
    Files.delete(pem);
    assertEquals(before, files());
    assertEquals(0, init("--hosts", "b", "--clients", "0"));
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
    CommandLine command =
        new CommandLine(new InitCommand(Clock.fixed(now, ZoneOffset.UTC), NewFiles::forced));
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
    CommandLine command = new CommandLine(new InitCommand(clock, NewFiles::forced));
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
    assertTrue(err.toString().contains("bring them back from a copy"), err.toString());
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
