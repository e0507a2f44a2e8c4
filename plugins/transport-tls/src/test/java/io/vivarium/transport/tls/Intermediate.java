package io.vivarium.transport.tls;

import io.vivarium.certificates.CertificateAuthority;
import io.vivarium.certificates.Credentials;
import java.io.IOException;
import java.io.StringReader;
import java.math.BigInteger;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.util.Date;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** An authority that another has issued: {@link CertificateAuthority} itself makes none, and allows none below it. */
final class Intermediate {
  private static final String ROOT = "root.pem";

  private Intermediate() {}

  /** An authority below a new root, whose certificate is then beside that of the test's authority in {@link #rootPem}. */
  static CertificateAuthority below(String name, TestCertificates certificates)
      throws GeneralSecurityException, IOException {
    KeyPair root = keys();
    KeyPair own = keys();
    X500Name rootName = new X500Name("CN=a root with authorities below it");
    X509Certificate above =
        authority(rootName, root.getPrivate(), rootName, root.getPublic(), certificates);
    X509Certificate middle =
        authority(
            rootName, root.getPrivate(), new X500Name("CN=" + name), own.getPublic(), certificates);
    Files.writeString(
        certificates.file(ROOT), new Credentials(root.getPrivate(), above, above).certificatePem());
    Credentials pem = new Credentials(own.getPrivate(), middle, above);
    return CertificateAuthority.read(
        new StringReader(pem.keyPem()), new StringReader(pem.certificatePem()));
  }

  /** Both roots. */
  static String rootPem(TestCertificates certificates) throws IOException {
    return certificates.authority().own().certificatePem()
        + Files.readString(certificates.file(ROOT));
  }

  private static KeyPair keys() throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp256r1"));
    return generator.generateKeyPair();
  }

  private static X509Certificate authority(
      X500Name issuer,
      PrivateKey signing,
      X500Name subject,
      PublicKey key,
      TestCertificates certificates)
      throws GeneralSecurityException, IOException {
    JcaX509v3CertificateBuilder builder =
        new JcaX509v3CertificateBuilder(
            issuer,
            BigInteger.valueOf(subject.hashCode() & Integer.MAX_VALUE),
            Date.from(certificates.inDays(-1)),
            Date.from(certificates.inDays(1)),
            subject,
            key);
    builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(true));
    builder.addExtension(
        Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
    try {
      return new JcaX509CertificateConverter()
          .getCertificate(
              builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(signing)));
    } catch (OperatorCreationException e) {
      throw new GeneralSecurityException(e);
    }
  }
}
