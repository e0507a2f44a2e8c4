package io.vivarium.transport.tls;

import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Damaged files are refused with a message that names them, never with anything else. */
class PemFuzzTest {
  private static final int ROUNDS = Integer.getInteger("vivarium.fuzz.rounds", 500);

  @TempDir private Path directory;

  @Test
  void damagedFilesAreNamed() throws Exception {
    TestCertificates certificates = new TestCertificates(directory);
    byte[] sound = certificates.valid("server").storePem().getBytes(StandardCharsets.US_ASCII);
    Random random = new Random(42);
    Path file = directory.resolve("damaged.pem");
    int refused = 0;
    for (int round = 0; round < ROUNDS; round++) {
      Files.write(file, damaged(sound, random));
      try {
        PemFile pem = PemFile.read(file);
        assertNotNull(pem.key(new char[0]));
        assertNotNull(pem.certificates().getFirst());
      } catch (IOException e) {
        refused++;
        assertTrue(String.valueOf(e.getMessage()).contains("damaged.pem"), e.getMessage());
      }
    }
    assertTrue(refused > ROUNDS / 2, "the damage was too small to be noticed: " + refused);
  }

  private static byte[] damaged(byte[] sound, Random random) {
    byte[] bytes = sound.clone();
    int changes = 1 + random.nextInt(8);
    for (int i = 0; i < changes; i++) {
      bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
    }
    return random.nextInt(4) == 0
        ? java.util.Arrays.copyOf(bytes, random.nextInt(bytes.length))
        : bytes;
  }
}
