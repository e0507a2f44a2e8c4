package io.vivarium.plugin.installer.trust;

import io.vivarium.plugin.installer.content.PackageLimits;
import java.time.Instant;
import java.util.Date;
import java.util.HexFormat;
import java.util.Locale;
import java.util.stream.Collectors;
import org.bouncycastle.openpgp.api.OpenPGPCertificate;
import org.jspecify.annotations.Nullable;

/**
 * A key that signs packages, as people compare it.
 *
 * @param fingerprint in upper-case hexadecimal digits
 * @param names whose it is, as it says; proves nothing
 * @param expires when it does; null for never
 * @param problem why it cannot sign today; null when it can
 */
public record TrustedKey(
    String fingerprint, String names, @Nullable Instant expires, @Nullable String problem) {
  static TrustedKey of(OpenPGPCertificate certificate, Instant now) {
    Date said = certificate.getExpirationTime(Date.from(now));
    Instant expires = said == null ? null : said.toInstant();
    String names =
        certificate.getAllUserIds().stream()
            .map(user -> PackageLimits.printable(user.getUserId()))
            .limit(5)
            .collect(Collectors.joining(", "));
    return new TrustedKey(
        fingerprint(certificate),
        names.isEmpty() ? "no name" : names,
        expires,
        problem(certificate, now, expires));
  }

  private static @Nullable String problem(
      OpenPGPCertificate certificate, Instant now, @Nullable Instant expires) {
    if (certificate.getRevocation() != null) {
      return "is revoked";
    }
    if (expires != null && !now.isBefore(expires)) {
      return "expired on " + expires;
    }
    return certificate.getSigningKeys(Date.from(now)).isEmpty()
        ? "has no key that can sign today"
        : null;
  }

  static String fingerprint(OpenPGPCertificate certificate) {
    return HexFormat.of().formatHex(certificate.getFingerprint()).toUpperCase(Locale.ROOT);
  }

  /** The fingerprint in groups of four, as people read it. */
  public String grouped() {
    return fingerprint.replaceAll("(.{4})(?=.)", "$1 ");
  }
}
