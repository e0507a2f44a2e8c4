package io.vivarium.certificates;

import java.io.IOException;
import java.io.Reader;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.util.Collection;
import java.util.Date;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.CRLDistPoint;
import org.bouncycastle.asn1.x509.CRLReason;
import org.bouncycastle.asn1.x509.DistributionPoint;
import org.bouncycastle.asn1.x509.DistributionPointName;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CRLConverter;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v2CRLBuilder;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.ContentSigner;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.util.IPAddress;

/**
 * Issues certificates to the servers and clients of one ensemble. Keys are elliptic (P-256), signatures SHA-256 with ECDSA. One
 * thread.
 */
public final class CertificateAuthority {
  static final String SIGNATURE = "SHA256withECDSA";
  private static final int SERIAL_BITS = 120;

  private final SecureRandom random = new SecureRandom();
  private final PrivateKey key;
  private final X509Certificate certificate;

  private CertificateAuthority(PrivateKey key, X509Certificate certificate) {
    this.key = key;
    this.certificate = certificate;
  }

  /** A new authority with a new key; its certificate signs itself. */
  public static CertificateAuthority create(String name, Instant from, Instant until)
      throws GeneralSecurityException {
    KeyPair pair = keyPair();
    X500Name subject = named(name);
    try {
      X509v3CertificateBuilder builder =
          builder(subject, serial(new SecureRandom()), from, until, subject, pair.getPublic());
      builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(0));
      builder.addExtension(
          Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
      builder.addExtension(
          Extension.subjectKeyIdentifier,
          false,
          new JcaX509ExtensionUtils().createSubjectKeyIdentifier(pair.getPublic()));
      return new CertificateAuthority(pair.getPrivate(), signed(builder, pair.getPrivate()));
    } catch (IOException | OperatorCreationException e) {
      throw new GeneralSecurityException("cannot make a certificate for " + name, e);
    }
  }

  /**
   * The authority that was written down before.
   *
   * @param keyPem its key, as of {@link Credentials#keyPem}
   * @param certificatePem its certificate
   * @throws IOException when one of them is something else, or they do not belong together
   */
  public static CertificateAuthority read(Reader keyPem, Reader certificatePem) throws IOException {
    PrivateKey key = Pem.key(keyPem);
    X509Certificate certificate = Pem.certificate(certificatePem);
    if (!Pem.belongTogether(key, certificate)) {
      throw new IOException("the private key is not the one that the certificate is about");
    }
    return new CertificateAuthority(key, certificate);
  }

  /** The authority's own key and certificate. */
  public Credentials own() {
    return new Credentials(key, certificate, certificate);
  }

  /** A new key with a certificate that this authority signs. */
  public Credentials issue(CertificateRequest request) throws GeneralSecurityException {
    KeyPair pair = keyPair();
    try {
      X509v3CertificateBuilder builder =
          builder(
              issuerName(),
              serial(random),
              request.from(),
              request.until(),
              named(request.name()),
              pair.getPublic());
      extend(builder, request, pair.getPublic());
      return new Credentials(pair.getPrivate(), signed(builder, key), certificate);
    } catch (IOException | OperatorCreationException e) {
      throw new GeneralSecurityException("cannot make a certificate for " + request.name(), e);
    }
  }

  private void extend(
      X509v3CertificateBuilder builder, CertificateRequest request, PublicKey publicKey)
      throws IOException, GeneralSecurityException {
    builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
    builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
    // Servers are clients of each other.
    KeyPurposeId[] purposes =
        request.hosts().isEmpty()
            ? new KeyPurposeId[] {KeyPurposeId.id_kp_clientAuth}
            : new KeyPurposeId[] {KeyPurposeId.id_kp_serverAuth, KeyPurposeId.id_kp_clientAuth};
    builder.addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(purposes));
    JcaX509ExtensionUtils identifiers = new JcaX509ExtensionUtils();
    builder.addExtension(
        Extension.subjectKeyIdentifier, false, identifiers.createSubjectKeyIdentifier(publicKey));
    builder.addExtension(
        Extension.authorityKeyIdentifier,
        false,
        identifiers.createAuthorityKeyIdentifier(certificate));
    if (!request.hosts().isEmpty()) {
      GeneralName[] names =
          request.hosts().stream()
              .map(CertificateAuthority::alternative)
              .toArray(GeneralName[]::new);
      builder.addExtension(Extension.subjectAlternativeName, false, new GeneralNames(names));
    }
    String list = request.revocationList();
    if (list != null) {
      GeneralNames at =
          new GeneralNames(new GeneralName(GeneralName.uniformResourceIdentifier, list));
      DistributionPoint[] points = {
        new DistributionPoint(new DistributionPointName(at), null, null)
      };
      builder.addExtension(Extension.cRLDistributionPoints, false, new CRLDistPoint(points));
    }
  }

  /** A signed list of certificates that are not to be trusted any more. */
  public X509CRL revoke(Collection<X509Certificate> revoked, Instant from, Instant until)
      throws GeneralSecurityException {
    JcaX509v2CRLBuilder builder =
        new JcaX509v2CRLBuilder(certificate.getSubjectX500Principal(), Date.from(from));
    builder.setNextUpdate(Date.from(until));
    for (X509Certificate each : revoked) {
      builder.addCRLEntry(each.getSerialNumber(), Date.from(from), CRLReason.keyCompromise);
    }
    try {
      return new JcaX509CRLConverter().getCRL(builder.build(signer(key)));
    } catch (OperatorCreationException e) {
      throw new GeneralSecurityException("cannot sign a list of revoked certificates", e);
    }
  }

  private static X509v3CertificateBuilder builder(
      X500Name issuer,
      BigInteger serial,
      Instant from,
      Instant until,
      X500Name subject,
      PublicKey key) {
    return new JcaX509v3CertificateBuilder(
        issuer, serial, Date.from(from), Date.from(until), subject, key);
  }

  private X500Name issuerName() {
    return X500Name.getInstance(certificate.getSubjectX500Principal().getEncoded());
  }

  private static X500Name named(String commonName) {
    return new X500NameBuilder(BCStyle.INSTANCE).addRDN(BCStyle.CN, commonName).build();
  }

  private static GeneralName alternative(String host) {
    return IPAddress.isValid(host)
        ? new GeneralName(GeneralName.iPAddress, host)
        : new GeneralName(GeneralName.dNSName, host);
  }

  private static X509Certificate signed(X509v3CertificateBuilder builder, PrivateKey key)
      throws GeneralSecurityException, OperatorCreationException {
    return new JcaX509CertificateConverter().getCertificate(builder.build(signer(key)));
  }

  private static ContentSigner signer(PrivateKey key) throws OperatorCreationException {
    return new JcaContentSignerBuilder(SIGNATURE).build(key);
  }

  private static KeyPair keyPair() throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp256r1"));
    return generator.generateKeyPair();
  }

  private static BigInteger serial(SecureRandom random) {
    return new BigInteger(SERIAL_BITS, random).setBit(SERIAL_BITS);
  }
}
