package io.vivarium.plugin.installer.trust;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collection;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.bouncycastle.bcpg.KeyIdentifier;
import org.bouncycastle.openpgp.PGPSignature;
import org.bouncycastle.openpgp.PGPSignatureException;
import org.bouncycastle.openpgp.PGPSignatureList;
import org.bouncycastle.openpgp.PGPUtil;
import org.bouncycastle.openpgp.api.OpenPGPCertificate;
import org.bouncycastle.openpgp.api.OpenPGPDetachedSignatureProcessor;
import org.bouncycastle.openpgp.api.OpenPGPSignature;
import org.bouncycastle.openpgp.api.OpenPGPSignature.OpenPGPDocumentSignature;
import org.bouncycastle.openpgp.api.bc.BcOpenPGPApi;
import org.bouncycastle.openpgp.bc.BcPGPObjectFactory;
import org.jspecify.annotations.Nullable;

/** Holds a detached signature against a set of keys. */
final class SignatureCheck {
  private static final int LARGEST = 64 << 10;

  private final Collection<OpenPGPCertificate> trusted;
  private final Date now;

  SignatureCheck(Collection<OpenPGPCertificate> trusted, Instant now) {
    this.trusted = trusted;
    this.now = Date.from(now);
  }

  /** Judges. One good signature by a trusted key is enough; what a trusted key did not sign is refused, whoever else did. */
  Verdict check(Path signed, Path signature) throws IOException {
    PGPSignatureList signatures;
    try {
      signatures = read(signature);
    } catch (IOException | RuntimeException e) {
      return new Verdict.Rejected("its signature cannot be read: " + e.getMessage());
    }
    OpenPGPDetachedSignatureProcessor processor = new BcOpenPGPApi().verifyDetachedSignature();
    trusted.forEach(processor::addVerificationCertificate);
    processor.addSignatures(signatures);
    List<OpenPGPDocumentSignature> byTrusted;
    try (InputStream in = new BufferedInputStream(Files.newInputStream(signed))) {
      byTrusted = processor.process(in);
    }
    if (byTrusted.isEmpty()) {
      return new Verdict.Unknown(
          "it is signed by key "
              + signers(signatures)
              + ", which is not trusted; vivarium plugin trust FILE adds a key");
    }
    for (OpenPGPDocumentSignature each : byTrusted) {
      String complaint = complaint(each);
      if (complaint != null) {
        return new Verdict.Rejected(complaint);
      }
    }
    OpenPGPCertificate signer = byTrusted.getFirst().getIssuerCertificate();
    TrustedKey key = TrustedKey.of(signer, now.toInstant());
    return new Verdict.Trusted(key.fingerprint(), key.names());
  }

  private @Nullable String complaint(OpenPGPDocumentSignature signature) {
    TrustedKey key = TrustedKey.of(signature.getIssuerCertificate(), now.toInstant());
    if (key.problem() != null) {
      return "it is signed by key " + key.grouped() + ", which " + key.problem();
    }
    try {
      if (!signature.isTestedCorrect() || !signature.isValid()) {
        return "it is not what key " + key.grouped() + " signed: it was changed afterwards";
      }
    } catch (PGPSignatureException e) {
      return "the signature by key " + key.grouped() + " does not count: " + e.getMessage();
    }
    Date ends = signature.getExpirationTime();
    if (ends != null && !now.toInstant().isBefore(ends.toInstant())) {
      return "the signature by key " + key.grouped() + " expired on " + ends.toInstant();
    }
    // The signature was judged by the time that it claims for itself. That its key is bound today
    // knows of expiry and revocation,
    // the flags of the key do not.
    if (!signature.getIssuer().isBoundAt(now) || !signature.getIssuer().isSigningKey(now)) {
      return "the part of key " + key.grouped() + " that signed it may not sign today";
    }
    return null;
  }

  private static PGPSignatureList read(Path signature) throws IOException {
    byte[] content;
    try (InputStream in = Files.newInputStream(signature)) {
      content = in.readNBytes(LARGEST + 1);
    }
    if (content.length > LARGEST) {
      throw new IOException("it is larger than " + LARGEST + " bytes");
    }
    InputStream decoded = PGPUtil.getDecoderStream(new ByteArrayInputStream(content));
    Object first = new BcPGPObjectFactory(decoded).nextObject();
    if (first instanceof PGPSignatureList list && !list.isEmpty()) {
      return list;
    }
    throw new IOException("it holds no signature");
  }

  private static String signers(PGPSignatureList signatures) {
    return StreamSupport.stream(signatures.spliterator(), false)
        .map(PGPSignature::getKeyIdentifiers)
        .filter(identifiers -> !identifiers.isEmpty())
        .map(OpenPGPSignature::getMostExpressiveIdentifier)
        .map(KeyIdentifier::toPrettyPrint)
        .map(text -> text.toUpperCase(Locale.ROOT).replaceAll(" +", " "))
        .distinct()
        .limit(5)
        .collect(Collectors.joining(", "));
  }
}
