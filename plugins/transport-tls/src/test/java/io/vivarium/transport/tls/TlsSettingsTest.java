package io.vivarium.transport.tls;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vivarium.spi.PluginException;
import io.vivarium.spi.tck.TckContext;
import io.vivarium.transport.tls.TlsSettings.Checks;
import io.vivarium.transport.tls.TlsSettings.ClientAuth;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the keys mean, and what holds without them. */
class TlsSettingsTest {
  @TempDir private Path directory;

  private static TlsSettings settings(String... pairs) throws PluginException {
    Map<String, String> config = new TreeMap<>();
    for (int i = 0; i < pairs.length; i += 2) {
      config.put(pairs[i], pairs[i + 1]);
    }
    return TlsSettings.from(new TckContext(config).config());
  }

  @Test
  void withoutAnyKeyThePortsAreAsStrictAsZooKeepers() throws PluginException {
    TlsSettings settings = settings();
    assertEquals(List.of("TLSv1.3"), settings.clients().protocols());
    assertEquals(List.of("TLSv1.3", "TLSv1.2"), settings.peers().protocols());
    assertNull(settings.clients().cipherSuites());
    assertEquals(
        new Checks(ClientAuth.NEED, true, false, false, false, false, 300, false),
        settings.clients().checks());
    assertEquals(
        new Checks(ClientAuth.NEED, true, false, false, false, false, 300, false),
        settings.peers().checks());
    assertFalse(settings.clients().unified());
    assertFalse(settings.peers().unified());
    assertNull(settings.clients().files().key());
    assertEquals(1000, settings.outstandingHandshakes());
  }

  /** Peers that connect are asked for their names outside of FIPS mode, or where somebody wants it. */
  @ParameterizedTest
  @CsvSource({
    "ssl.quorum.clientHostnameVerification, true, true, false",
    "fips-mode, false, true, true",
    "ssl.quorum.allowReverseDnsLookup, true, false, false"
  })
  void namesOfPeersThatConnect(String key, String value, boolean names, boolean lookup)
      throws PluginException {
    Checks checks = settings(key, value).peers().checks();
    assertEquals(names, checks.clientHostNames());
    assertEquals(lookup, checks.reverseLookup());
  }

  @Test
  void whereNoNamesAreCheckedNoneOfClientsAreEither() throws PluginException {
    Checks checks =
        settings("ssl.hostnameVerification", "false", "ssl.clientHostnameVerification", "true")
            .clients()
            .checks();
    assertFalse(checks.hostNames());
    assertFalse(checks.clientHostNames());
  }

  @Test
  void theFamiliesAreIndependent() throws PluginException {
    TlsSettings settings =
        settings(
            "ssl.clientAuth", "Want",
            "ssl.quorum.protocol", "TLSv1.2",
            "ssl.enabledProtocols", " TLSv1.2 , TLSv1.3,",
            "ssl.quorum.crl", "true",
            "ssl.ocsp", "true",
            "client.portUnification", "true",
            "ssl.handshakeDetectionTimeoutMillis", "0",
            "ssl.quorum.handshakeDetectionTimeoutMillis", "70",
            "netty.server.outstandingHandshake.limit", "9");
    assertEquals(ClientAuth.WANT, settings.clients().checks().clientAuth());
    assertEquals(ClientAuth.NEED, settings.peers().checks().clientAuth());
    assertEquals(List.of("TLSv1.2", "TLSv1.3"), settings.clients().protocols());
    assertEquals(List.of("TLSv1.2"), settings.peers().protocols());
    assertTrue(settings.peers().checks().crl());
    assertTrue(settings.clients().checks().ocsp());
    assertTrue(settings.clients().unified());
    assertEquals(5_000, settings.clients().detectionTimeoutMillis());
    assertEquals(70, settings.peers().detectionTimeoutMillis());
    assertEquals(9, settings.outstandingHandshakes());
  }

  @Test
  void theShortSectionIsForBothAndIsReloaded() throws PluginException {
    TlsSettings settings =
        settings(
            "tls.certificate",
            "c.pem",
            "tls.key",
            "k.pem",
            "tls.ca",
            "a.pem",
            "tls.crl",
            "r.pem",
            "tls.keyPasswordPath",
            "p");
    List<Path> all =
        List.of(
            Path.of("c.pem"), Path.of("k.pem"), Path.of("p"), Path.of("a.pem"), Path.of("r.pem"));
    assertEquals(all, settings.clients().files().all());
    assertEquals(all, settings.peers().files().all());
    assertEquals(all, settings.files());
    assertTrue(settings.clients().files().reload());
    assertFalse(
        settings("ssl.keyStore.location", "k.p12").clients().files().reload(),
        "as in ZooKeeper, where client.certReload is off");
  }

  @Test
  void theHostIsAskedForEveryFile() throws Exception {
    Map<String, String> section = new TestCertificates(directory).section();
    TckContext context = new TckContext(section);
    new TlsTransportProvider().create(context).close();
    for (String key : List.of("tls.certificate", "tls.key", "tls.ca")) {
      Path file = Path.of(section.getOrDefault(key, "not configured"));
      assertTrue(context.filesAsked().contains(file), () -> file + " of " + context.filesAsked());
    }
  }

  @ParameterizedTest
  @CsvSource({"'secret', secret", "'secret\n', secret", "'secret\r\n', secret", "'a\n\n', 'a\n'"})
  void oneLineBreakAtTheEndOfAPasswordFileDoesNotCount(String written, String password)
      throws IOException {
    Path file = directory.resolve("password");
    Files.writeString(file, written);
    assertArrayEquals(password.toCharArray(), new Password("other", file).read());
    assertArrayEquals("other".toCharArray(), new Password("other", null).read());
  }

  @Test
  void largeFilesAreNotTakenForKeys() throws IOException {
    Path file = directory.resolve("large.pem");
    Files.write(file, new byte[(8 << 20) + 1]);
    IOException e = assertThrows(IOException.class, () -> PemFile.read(file));
    assertTrue(String.valueOf(e.getMessage()).contains("larger than"), e.getMessage());
  }
}
