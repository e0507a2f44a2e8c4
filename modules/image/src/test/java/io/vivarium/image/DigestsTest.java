package io.vivarium.image;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.security.MessageDigest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Against published values of SHA-256. */
final class DigestsTest {
  @ParameterizedTest
  @CsvSource({
    "'',e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "abc,ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
  })
  void contentsAreNamedByTheirDigest(String content, String digest) {
    assertEquals("sha256:" + digest, Digests.of(content.getBytes(US_ASCII)));
  }

  @Test
  void contentsMayComeInPieces() {
    MessageDigest digest = Digests.begin();
    digest.update("a".getBytes(US_ASCII));
    digest.update("bc".getBytes(US_ASCII));

    assertEquals(Digests.of("abc".getBytes(US_ASCII)), Digests.end(digest));
    assertNotEquals(Digests.of("abd".getBytes(US_ASCII)), Digests.of("abc".getBytes(US_ASCII)));
  }
}
