package io.vivarium.plugin.installer.trust;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vivarium.plugin.installer.content.Refusal;
import io.vivarium.plugin.installer.fixture.SigningKey;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.bouncycastle.bcpg.ArmoredOutputStream;
import org.bouncycastle.openpgp.PGPUtil;
import org.bouncycastle.openpgp.api.OpenPGPCertificate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Signatures as people make them, and as nobody should. */
class SignatureCheckTest {
  private final Instant now = Instant.now();
  private final SigningKey alice = SigningKey.of("Alice", now.minus(Duration.ofDays(9)));
  private final SigningKey bob = SigningKey.of("Bob", now.minus(Duration.ofDays(9)));

  @TempDir private Path directory;
  private Path signed;

  @BeforeEach
  void writeWhatIsSigned() throws IOException {
    signed = Files.writeString(directory.resolve("p.zip"), "what is signed");
  }

  @Test
  void oneOfSeveralSignersIsEnough() throws Exception {
    byte[] bobs = Files.readAllBytes(bob.sign(signed));
    Path other = Files.write(directory.resolve("bob.asc"), bobs);
    Path both = join(alice.sign(signed), other);
    assertInstanceOf(Verdict.Trusted.class, check(both, alice));
    assertInstanceOf(Verdict.Trusted.class, check(both, bob));
    assertInstanceOf(Verdict.Unknown.class, check(both));
  }

  @Test
  void aTrustedSignerOfSomethingElseIsNotOutweighed() throws Exception {
    byte[] bobs = Files.readAllBytes(bob.sign(signed));
    Path other = Files.writeString(directory.resolve("other.zip"), "something else");
    Path wrong = alice.sign(other);
    Path right = Files.write(directory.resolve("right.asc"), bobs);
    assertInstanceOf(Verdict.Rejected.class, check(join(wrong, right), alice, bob));
    assertInstanceOf(Verdict.Trusted.class, check(join(wrong, right), bob));
  }

  @Test
  void aBinarySignatureCountsToo() throws Exception {
    Path binary = Files.write(directory.resolve("p.zip.sig"), packets(alice.sign(signed)));
    assertInstanceOf(Verdict.Trusted.class, check(binary, alice));
  }

  /** Who holds the old part can say of what he signs that it is as old as he likes. */
  @Test
  void aPartOfTheKeyThatWasSupersededSignsNoMore() throws Exception {
    Path signature = alice.sign(signed);
    Instant later = now.plus(Duration.ofHours(1));
    SigningKey renewed = alice.superseded(later);
    List<OpenPGPCertificate> trusted = List.of(renewed.key().toCertificate());
    assertInstanceOf(
        Verdict.Trusted.class, new SignatureCheck(trusted, now).check(signed, signature));
    Verdict.Rejected rejected =
        assertInstanceOf(
            Verdict.Rejected.class,
            new SignatureCheck(trusted, later.plus(Duration.ofHours(1))).check(signed, signature));
    assertTrue(rejected.why().endsWith("may not sign today"), rejected::why);
  }

  @Test
  void aSignatureOfAnotherFileIsRejected() throws Exception {
    Path other = Files.writeString(directory.resolve("other.zip"), "something else");
    Verdict.Rejected rejected =
        assertInstanceOf(Verdict.Rejected.class, check(alice.sign(other), alice));
    assertTrue(rejected.why().startsWith("it is not what key "), rejected::why);
  }

  /** Whatever bit of it is another one: never does it count for a key that did not make it, nor for other content. */
  @Test
  void noDamagedSignatureCountsForSomethingElse() throws Exception {
    byte[] sound = packets(alice.sign(signed));
    Path other = Files.writeString(directory.resolve("other.zip"), "something else");
    Path file = directory.resolve("damaged.sig");
    Random random = new Random(11);
    int refused = 0;
    for (int i = 0; i < sound.length; i++) {
      byte[] damaged = sound.clone();
      damaged[i] ^= (byte) (1 << random.nextInt(8));
      Files.write(file, damaged);
      assertFalse(
          new SignatureCheck(List.of(alice.key().toCertificate()), now).check(other, file)
              instanceof Verdict.Trusted);
      if (!(check(file, alice) instanceof Verdict.Trusted)) {
        refused++;
      }
    }
    // What is not covered by a signature is a hint to its maker; all else is.
    assertTrue(refused > sound.length / 2, "only " + refused + " of " + sound.length);
  }

  @Test
  void noDamagedFileOfKeysEndsInAnythingButARefusal() throws Exception {
    byte[] sound = alice.key().toCertificate().getEncoded();
    Path file = directory.resolve("keys.gpg");
    Random random = new Random(5);
    int read = 0;
    for (int i = 0; i < sound.length; i += 3) {
      byte[] damaged = sound.clone();
      damaged[i] ^= (byte) (1 << random.nextInt(8));
      Files.write(file, damaged);
      try {
        KeyFiles.read(file)
            .forEach(each -> assertEquals(40, TrustedKey.fingerprint(each).length()));
        read++;
      } catch (Refusal e) {
        assertTrue(e.getMessage().startsWith(file.toString()), e::getMessage);
      }
    }
    assertTrue(read > 0);
  }

  private Verdict check(Path signature, SigningKey... trusted) throws IOException {
    return new SignatureCheck(
            List.of(trusted).stream().map(each -> each.key().toCertificate()).toList(), now)
        .check(signed, signature);
  }

  /** One armoured block with the signatures of both, as gpg makes for two keys. */
  private Path join(Path one, Path other) throws IOException {
    Path joined = directory.resolve("joined.asc");
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    try (OutputStream block = ArmoredOutputStream.builder().build(text)) {
      byte[] first = packets(one);
      block.write(first);
      block.write(packets(other));
    }
    return Files.writeString(joined, text.toString(StandardCharsets.US_ASCII));
  }

  private static byte[] packets(Path armoured) throws IOException {
    byte[] text = Files.readAllBytes(armoured);
    return PGPUtil.getDecoderStream(new ByteArrayInputStream(text)).readAllBytes();
  }
}
