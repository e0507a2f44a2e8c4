package io.vivarium.plugin.installer.trust;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vivarium.plugin.installer.content.Refusal;
import io.vivarium.plugin.installer.fixture.SigningKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.bouncycastle.openpgp.api.OpenPGPCertificate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeyFilesTest {
  private final Instant made = Instant.now().minus(Duration.ofDays(3));
  private final OpenPGPCertificate alice = SigningKey.of("Alice", made).key().toCertificate();
  private final OpenPGPCertificate bob = SigningKey.of("Böb \u001b[2J", made).key().toCertificate();

  @TempDir private Path directory;

  @Test
  void keysAreWrittenAsOneBlockEach() throws Exception {
    String text = new String(KeyFiles.armoured(List.of(alice, bob)), StandardCharsets.US_ASCII);
    assertEquals(2, text.lines().filter(line -> line.startsWith("-----BEGIN")).count());
    assertFalse(text.contains("Version:"), text);
    assertEquals(List.of(print(alice), print(bob)), prints(text));
  }

  @Test
  void textBetweenTheBlocksIsForPeople() throws Exception {
    String one = new String(KeyFiles.armoured(List.of(alice)), StandardCharsets.US_ASCII);
    String other = new String(KeyFiles.armoured(List.of(bob)), StandardCharsets.US_ASCII);
    assertEquals(
        List.of(print(bob), print(alice)),
        prints("# Bob, met in May\n" + other + "\n# Alice\n\n" + one + "\nthe end\n"));
    assertEquals(
        List.of(print(alice)), prints(one.replace("\n", "\r\n")), "lines as Windows ends them");
  }

  @Test
  void anEmptyFileHoldsNoKeys() throws Exception {
    assertEquals(List.of(), prints(""));
    assertEquals(List.of(), prints("\n \n"));
  }

  @Test
  void aNameIsShownWithoutItsControlCharacters() {
    TrustedKey key = TrustedKey.of(bob, Instant.now());
    assertEquals("\"Böb ?[2J\"", key.names());
    assertTrue(key.fingerprint().matches("[0-9A-F]{40}"), key::fingerprint);
  }

  private List<String> prints(String text) throws IOException, Refusal {
    Path file = Files.writeString(directory.resolve("keys"), text);
    return KeyFiles.read(file).stream().map(KeyFilesTest::print).toList();
  }

  private static String print(OpenPGPCertificate certificate) {
    return TrustedKey.fingerprint(certificate);
  }
}
