package io.vivarium.bench.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vivarium.bench.load.Network;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Certificates that are made for one measurement. */
class IdentityTest {
  @TempDir private Path directory;

  @Test
  void serversAndClientsTrustTheSameCertificateOfThisMachine() throws Exception {
    Identity identity = Identity.make(directory.resolve("new"));
    Map<String, String> lines = identity.settings();
    KeyStore keys = store(lines, "ssl.keyStore");
    KeyStore trusted = store(lines, "ssl.trustStore");
    X509Certificate own = (X509Certificate) keys.getCertificate("bench");
    assertEquals(own, trusted.getCertificate("bench"));
    assertTrue(own.getSubjectAlternativeNames().toString().contains("localhost"));
    own.checkValidity();
    char[] password = Objects.requireNonNull(lines.get("ssl.keyStore.password")).toCharArray();
    assertNotNull(keys.getKey("bench", password));
    // It reads the files of the client.
    Network.encrypted(1, identity.client()).close();
  }

  private static KeyStore store(Map<String, String> lines, String which) throws Exception {
    return KeyStore.getInstance(
        new File(Objects.requireNonNull(lines.get(which + ".location"))),
        Objects.requireNonNull(lines.get(which + ".password")).toCharArray());
  }

  @Test
  void whatKeytoolSaysIsInTheError() throws Exception {
    Identity.make(directory);
    IOException failure = assertThrows(IOException.class, () -> Identity.make(directory));
    assertTrue(String.valueOf(failure.getMessage()).contains("bench"), failure.getMessage());
  }
}
