package io.vivarium.bench.load;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.HexFormat;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;

/**
 * Certificates that have signed themselves, made as X.509 says: the JDK has no public way to make one.
 *
 * @param certificate valid for an hour before and after now, and for one name of a host
 * @param keys whose public half it holds
 */
record Certificates(X509Certificate certificate, KeyPair keys) {
  private static final int SEQUENCE = 0x30;
  private static final int SET = 0x31;
  private static final int INTEGER = 0x02;
  private static final int BIT_STRING = 0x03;
  private static final int OCTET_STRING = 0x04;
  private static final int OBJECT = 0x06;
  private static final int UTF8 = 0x0c;
  private static final int UTC_TIME = 0x17;
  private static final int VERSION = 0xa0;
  private static final int EXTENSIONS = 0xa3;
  private static final int DNS_NAME = 0x82;
  private static final byte[] ECDSA_WITH_SHA256 = HexFormat.of().parseHex("2a8648ce3d040302");
  private static final byte[] COMMON_NAME = HexFormat.of().parseHex("550403");
  private static final byte[] ALTERNATIVE_NAME = HexFormat.of().parseHex("551d11");

  /** A new one for a host of that name. */
  static Certificates of(String name, String host) throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp256r1"));
    KeyPair keys = generator.generateKeyPair();
    byte[] algorithm = der(SEQUENCE, der(OBJECT, ECDSA_WITH_SHA256));
    byte[] known = der(UTF8, name.getBytes(StandardCharsets.UTF_8));
    byte[] names = der(SEQUENCE, der(SET, der(SEQUENCE, der(OBJECT, COMMON_NAME), known)));
    Instant now = Instant.now();
    byte[] signed =
        der(
            SEQUENCE,
            der(VERSION, der(INTEGER, new byte[] {2})),
            der(INTEGER, new byte[] {1}),
            algorithm,
            names,
            der(
                SEQUENCE,
                time(now.minus(1, ChronoUnit.HOURS)),
                time(now.plus(1, ChronoUnit.HOURS))),
            names,
            keys.getPublic().getEncoded(),
            der(EXTENSIONS, der(SEQUENCE, alternative(host))));
    Signature signature = Signature.getInstance("SHA256withECDSA");
    signature.initSign(keys.getPrivate());
    signature.update(signed);
    byte[] whole =
        der(
            SEQUENCE,
            signed,
            algorithm,
            // A string of bits begins with how many of its last ones are none.
            der(BIT_STRING, new byte[] {0}, signature.sign()));
    CertificateFactory factory = CertificateFactory.getInstance("X.509");
    return new Certificates(
        (X509Certificate) factory.generateCertificate(new ByteArrayInputStream(whole)), keys);
  }

  private static byte[] alternative(String host) {
    byte[] hosts = der(SEQUENCE, der(DNS_NAME, host.getBytes(StandardCharsets.US_ASCII)));
    return der(SEQUENCE, der(OBJECT, ALTERNATIVE_NAME), der(OCTET_STRING, hosts));
  }

  private static byte[] time(Instant moment) {
    String text =
        DateTimeFormatter.ofPattern("yyMMddHHmmss'Z'").withZone(ZoneOffset.UTC).format(moment);
    return der(UTC_TIME, text.getBytes(StandardCharsets.US_ASCII));
  }

  private static byte[] der(int tag, byte[]... parts) {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      body.writeBytes(part);
    }
    ByteArrayOutputStream whole = new ByteArrayOutputStream();
    whole.write(tag);
    int length = body.size();
    if (length > 0xff) {
      whole.write(0x82);
      whole.write(length >> 8);
    } else if (length > 0x7f) {
      whole.write(0x81);
    }
    whole.write(length);
    whole.writeBytes(body.toByteArray());
    return whole.toByteArray();
  }

  /** What a TLS server proves itself with. */
  KeyManager[] keyManagers() throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    char[] password = "changeit".toCharArray();
    store.setKeyEntry("own", keys.getPrivate(), password, new X509Certificate[] {certificate});
    KeyManagerFactory factory =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    factory.init(store, password);
    return factory.getKeyManagers();
  }

  /** A file with the certificate. */
  Path certificateFile(Path file) throws GeneralSecurityException, IOException {
    return pem(file, "CERTIFICATE", certificate.getEncoded());
  }

  /** A file with the private key, in PKCS #8. */
  Path keyFile(Path file) throws IOException {
    return pem(file, "PRIVATE KEY", keys.getPrivate().getEncoded());
  }

  private static Path pem(Path file, String kind, byte[] bytes) throws IOException {
    String text = Base64.getMimeEncoder().encodeToString(bytes);
    return Files.writeString(
        file, "-----BEGIN " + kind + "-----\n" + text + "\n-----END " + kind + "-----\n");
  }
}
