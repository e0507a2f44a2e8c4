package io.vivarium.plugin.installer.trust;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vivarium.plugin.installer.content.Refusal;
import io.vivarium.plugin.installer.fixture.SigningKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrustedKeysTest {
  private final Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
  private final SigningKey alice =
      SigningKey.of("Alice <a@example.org>", now.minus(Duration.ofDays(100)));
  private final SigningKey mallory =
      SigningKey.of("Alice <a@example.org>", now.minus(Duration.ofDays(1)));

  @TempDir private Path directory;
  private Path file;
  private Path signed;

  @BeforeEach
  void writeWhatIsSigned() throws IOException {
    file = directory.resolve("conf/trusted-keys.asc");
    signed = Files.writeString(directory.resolve("p.zip"), "what is signed");
  }

  @Test
  void withoutAFileNobodyIsTrusted() throws Exception {
    assertEquals(List.of(), at(now).list());
    assertInstanceOf(Verdict.Unknown.class, at(now).check(signed, alice.sign(signed)));
  }

  @Test
  void whatIsNotSignedIsCalledSo() throws Exception {
    assertEquals(new Verdict.Unsigned(), at(now).check(signed, null));
  }

  @Test
  void theSignatureOfATrustedKeyCounts() throws Exception {
    trust(alice);
    assertEquals(
        new Verdict.Trusted(alice.fingerprint(), "\"Alice <a@example.org>\""),
        at(now).check(signed, alice.sign(signed)));
  }

  /** Between the question and the answer the file may be another; or a pipe, which is read once. */
  @Test
  void whatWasShownIsWhatIsTrusted() throws Exception {
    TrustedKeys keys = at(now);
    Path offered = alice.export(directory.resolve("offered.asc"));
    keys.look(offered);
    mallory.export(offered);
    assertEquals(
        List.of(alice.fingerprint()),
        keys.add(offered).stream().map(TrustedKey::fingerprint).toList());
    assertEquals(
        List.of(alice.fingerprint()),
        at(now).list().stream().map(TrustedKey::fingerprint).toList());
  }

  @Test
  void anotherKeyWithTheSameNameDoesNotCount() throws Exception {
    trust(alice);
    Verdict.Unknown verdict =
        assertInstanceOf(Verdict.Unknown.class, at(now).check(signed, mallory.sign(signed)));
    assertTrue(
        verdict.why().contains("which is not trusted; vivarium plugin trust FILE adds a key"));
    assertTrue(
        verdict.why().replace(" ", "").contains(mallory.signingFingerprint()), verdict.why());
  }

  @Test
  void whatWasChangedAfterwardsIsRejected() throws Exception {
    trust(alice);
    Path signature = alice.sign(signed);
    Files.writeString(signed, "What is signed");
    assertRejected("it was changed afterwards", at(now).check(signed, signature));
  }

  @Test
  void aSignatureThatIsNoneIsRejected() throws Exception {
    trust(alice);
    for (String text :
        List.of(
            "",
            "nothing",
            alice.exported(),
            "-----BEGIN PGP SIGNATURE-----\n\nAAAA\n",
            "x".repeat(1 << 17))) {
      Path signature = Files.writeString(directory.resolve("p.zip.asc"), text);
      assertRejected("its signature cannot be read", at(now).check(signed, signature));
    }
  }

  @Test
  void aKeyThatExpiredCountsNoMore() throws Exception {
    SigningKey brief = alice.expiringAfter(Duration.ofDays(200).toSeconds(), now);
    trust(brief);
    Path signature = brief.sign(signed);
    assertInstanceOf(Verdict.Trusted.class, at(now).check(signed, signature));
    Instant later = now.plus(Duration.ofDays(150));
    assertRejected("which expired on ", at(later).check(signed, signature));
    assertEquals(
        "expired on " + now.plus(Duration.ofDays(100)),
        at(later).complaintAbout(brief.fingerprint()));
    assertNull(at(now).complaintAbout(brief.fingerprint()));
  }

  @Test
  void aKeyThatWasRevokedCountsNoMore() throws Exception {
    trust(alice);
    Path signature = alice.sign(signed);
    List<TrustedKey> added = at(now).add(alice.revoked().export(directory.resolve("revoked.asc")));
    assertEquals("is revoked", added.getFirst().problem());
    assertEquals(1, at(now).list().size());
    assertRejected("which is revoked", at(now).check(signed, signature));
  }

  @Test
  void aKeyThatCannotSignIsNotAdded() throws Exception {
    Path revoked = alice.revoked().export(directory.resolve("revoked.asc"));
    Refusal refused = assertThrows(Refusal.class, () -> at(now).add(revoked));
    assertTrue(refused.getMessage().endsWith("is revoked; it is not added"), refused::getMessage);
    assertFalse(Files.exists(file));
  }

  @Test
  void aSecretKeyIsNotTakenForAPublicOne() throws Exception {
    Path secret =
        Files.writeString(directory.resolve("secret.asc"), alice.key().toAsciiArmoredString());
    Refusal refused = assertThrows(Refusal.class, () -> at(now).look(secret));
    assertTrue(refused.getMessage().contains("gpg --armor --export"), refused::getMessage);
  }

  @Test
  void keysAreListedAsPeopleCompareThem() throws Exception {
    trust(alice);
    TrustedKey key = at(now).list().getFirst();
    assertEquals(alice.fingerprint(), key.grouped().replace(" ", ""));
    assertEquals(9, key.grouped().chars().filter(c -> c == ' ').count());
    assertNull(key.problem());
    assertNull(key.expires());
    assertEquals("\"Alice <a@example.org>\"", key.names());
  }

  @Test
  void everyBlockOfAFileIsRead() throws Exception {
    Path both =
        Files.writeString(
            directory.resolve("both.asc"),
            "# ours\n" + alice.exported() + "\n\n" + mallory.exported());
    assertEquals(2, at(now).add(both).size());
    assertEquals(
        List.of(alice.fingerprint(), mallory.fingerprint()),
        at(now).list().stream().map(TrustedKey::fingerprint).toList());
    Path binary = directory.resolve("binary.gpg");
    Files.write(binary, alice.key().toCertificate().getEncoded());
    assertEquals(alice.fingerprint(), at(now).look(binary).getFirst().fingerprint());
  }

  @Test
  void aKeyIsRemovedByItsFingerprint() throws Exception {
    trust(alice);
    trust(mallory);
    String shown = at(now).list().getFirst().grouped().toLowerCase(java.util.Locale.ROOT);
    assertEquals(alice.fingerprint(), at(now).remove(shown).fingerprint());
    assertInstanceOf(Verdict.Unknown.class, at(now).check(signed, alice.sign(signed)));
    assertInstanceOf(Verdict.Trusted.class, at(now).check(signed, mallory.sign(signed)));
    assertEquals("is not trusted any more", at(now).complaintAbout(alice.fingerprint()));
    assertThrows(Refusal.class, () -> at(now).remove(shown));
  }

  @Test
  void whatIsNoFileOfKeysIsRefused() throws Exception {
    Path garbage =
        Files.writeString(directory.resolve("g"), "-----BEGIN PGP PUBLIC KEY BLOCK-----\n\nxx");
    assertThrows(Refusal.class, () -> at(now).look(garbage));
    Path empty = Files.writeString(directory.resolve("e"), " \n");
    assertThrows(Refusal.class, () -> at(now).look(empty));
    Path large = directory.resolve("l");
    Files.write(large, new byte[(4 << 20) + 1]);
    assertThrows(Refusal.class, () -> at(now).look(large));
  }

  private TrustedKeys at(Instant time) {
    return new TrustedKeys(file, Clock.fixed(time, ZoneOffset.UTC));
  }

  private void trust(SigningKey key) throws IOException, Refusal {
    at(now).add(key.export(directory.resolve("key.asc")));
  }

  private static void assertRejected(String why, Verdict verdict) {
    Verdict.Rejected rejected = assertInstanceOf(Verdict.Rejected.class, verdict);
    assertTrue(rejected.why().contains(why), rejected::why);
  }
}
