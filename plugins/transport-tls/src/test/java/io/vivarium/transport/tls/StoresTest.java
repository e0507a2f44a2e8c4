package io.vivarium.transport.tls;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vivarium.certificates.Credentials;
import io.vivarium.spi.PluginException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Map;
import java.util.TreeMap;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.openssl.PKCS8Generator;
import org.bouncycastle.openssl.jcajce.JcaMiscPEMGenerator;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.openssl.jcajce.JceOpenSSLPKCS8EncryptorBuilder;
import org.bouncycastle.openssl.jcajce.JcePEMEncryptorBuilder;
import org.bouncycastle.operator.OutputEncryptor;
import org.bouncycastle.util.io.pem.PemObject;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every form in which keys and certificates may come; and what is said of files that are none of them. */
class StoresTest {
  private static final String PASSWORD = "open sesame";

  @TempDir private Path directory;

  private TestCertificates certificates;
  private Credentials credentials;

  @BeforeEach
  void makeCertificates() throws Exception {
    certificates = new TestCertificates(directory);
    credentials = certificates.valid("server");
  }

  @ParameterizedTest
  @CsvSource({"JKS, keys.jks", "PKCS12, keys.p12", "BCFKS, keys.bcfks", "PKCS12, keys.other"})
  void keyStoresOfEveryFormat(String type, String name) throws Exception {
    Path keys = certificates.file(name);
    Path trust = certificates.file("trust-" + name);
    write(store(type, true), keys);
    write(store(type, false), trust);
    Files.writeString(certificates.file("password"), PASSWORD + "\n");
    Map<String, String> config =
        Map.of(
            "ssl.keyStore.location",
            keys.toString(),
            "ssl.keyStore.password",
            "not this one",
            "ssl.keyStore.passwordPath",
            certificates.file("password").toString(),
            "ssl.keyStore.type",
            name.endsWith("other") ? type : "",
            "ssl.trustStore.location",
            trust.toString(),
            "ssl.trustStore.password",
            PASSWORD,
            "ssl.trustStore.type",
            name.endsWith("other") ? type : "");
    assertServes(config);
  }

  @Test
  void aPemStoreHasKeyAndCertificatesInOneFile() throws Exception {
    Path store = certificates.file("both.pem");
    Files.writeString(store, credentials.storePem());
    assertServes(
        Map.of(
            "ssl.keyStore.location", store.toString(),
            "ssl.trustStore.location", certificates.file("ca.pem").toString()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"PKCS#8", "PKCS#8 encrypted", "SEC1", "SEC1 encrypted"})
  void privateKeysInEveryForm(String form) throws Exception {
    Map<String, String> section = certificates.section("server", credentials);
    Path key = certificates.file("server.key");
    try (JcaPEMWriter writer = new JcaPEMWriter(Files.newBufferedWriter(key))) {
      switch (form) {
        case "PKCS#8" -> writer.writeObject(new JcaPKCS8Generator(credentials.key(), null));
        case "PKCS#8 encrypted" ->
            writer.writeObject(new JcaPKCS8Generator(credentials.key(), encryptor()));
        case "SEC1" -> writer.writeObject(new JcaMiscPEMGenerator(withCurve(credentials.key())));
        default ->
            writer.writeObject(
                new JcaMiscPEMGenerator(
                    withCurve(credentials.key()),
                    new JcePEMEncryptorBuilder("AES-256-CBC")
                        .setProvider(new BouncyCastleProvider())
                        .build(PASSWORD.toCharArray())));
      }
    }
    assertServes(TestCertificates.with(section, Map.of("tls.keyPassword", PASSWORD)));
  }

  @Test
  void rsaKeysAsPkcs1() throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(2048);
    PrivateKey key = generator.generateKeyPair().getPrivate();
    Path file = certificates.file("rsa.key");
    byte[] pkcs1 =
        PrivateKeyInfo.getInstance(key.getEncoded())
            .parsePrivateKey()
            .toASN1Primitive()
            .getEncoded();
    try (JcaPEMWriter writer = new JcaPEMWriter(Files.newBufferedWriter(file))) {
      writer.writeObject(new PemObject("RSA PRIVATE KEY", pkcs1));
    }
    assertTrue(key.equals(PemFile.read(file).key(new char[0])));
  }

  @Test
  void aKeyThatBelongsToAnotherCertificateIsNamed() throws Exception {
    Map<String, String> section = certificates.section("server", credentials);
    Files.writeString(certificates.file("server.key"), certificates.valid("other").keyPem());
    assertRefused(section, "server.key does not belong to the first certificate in");
  }

  @Test
  void filesThatAreSomethingElseAreNamed() throws Exception {
    Map<String, String> section = certificates.section("server", credentials);
    Path key = certificates.file("server.key");
    Files.writeString(key, credentials.certificatePem());
    assertRefused(section, "server.key holds no private key");
    Files.writeString(key, "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n");
    assertRefused(section, "server.key");
    try (JcaPEMWriter writer = new JcaPEMWriter(Files.newBufferedWriter(key))) {
      writer.writeObject(new JcaPKCS8Generator(credentials.key(), encryptor()));
    }
    assertRefused(section, "server.key is encrypted, and no password is configured");
    assertRefused(
        TestCertificates.with(section, Map.of("tls.keyPassword", "wrong")),
        "server.key cannot be decrypted: is the password right?");
    Files.delete(key);
    assertRefused(section, "cannot read " + key);
  }

  @Test
  void aWrongPasswordOfAStoreIsNotShown() throws Exception {
    Path keys = certificates.file("keys.p12");
    write(store("PKCS12", true), keys);
    PluginException e =
        assertRefused(
            Map.of("ssl.keyStore.location", keys.toString(), "ssl.keyStore.password", "mistaken"),
            "keys.p12 cannot be opened as a store of the type PKCS12");
    assertTrue(!String.valueOf(e.getMessage()).contains("mistaken"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "tls.ca | | tls.ca is missing",
        "ssl.keyStore.location | x.pem | tls.certificate and ssl.keyStore.location both say",
        "ssl.quorum.trustStore.location | x.pem | tls.certificate and ssl.quorum.trustStore.location both say",
        "ssl.clientAuth | perhaps | ssl.clientAuth=perhaps must be none, want or need",
        "ssl.enabledProtocols | TLSv1.1,TLSv1.3 | asks for TLSv1.1; offered can be TLSv1.2 and TLSv1.3",
        "ssl.ciphersuites | TLS_FAST | TLS_FAST is no cipher suite",
        "ssl.ciphersuites | TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256 | ssl.ciphersuites has none for TLSv1.3",
        "ssl.sslProvider | FAST | ssl.sslProvider=FAST must be AUTO, JDK, OPENSSL or OPENSSL_REFCNT",
        "tls.crl | nowhere.pem | cannot read nowhere.pem"
      })
  void contradictionsAreRefusedAtTheStart(String key, String value, String message)
      throws Exception {
    Map<String, String> config = new TreeMap<>(certificates.section("server", credentials));
    if (value == null) {
      config.remove(key);
    } else {
      config.put(key, value);
    }
    assertRefused(config, message);
  }

  @Test
  void aStoreOfUnknownFormatIsRefused() {
    assertRefused(
        Map.of("ssl.keyStore.location", "keys.store"),
        "keys.store does not tell its format; set ssl.keyStore.type to one of");
  }

  @Test
  void anEndpointForTlsWithoutKeysIsRefused() {
    IOException e = assertThrows(IOException.class, () -> TlsEnds.clients(Map.of()).close());
    assertTrue(
        String.valueOf(e.getMessage()).contains("set tls.certificate, tls.key and tls.ca, or"),
        e.getMessage());
  }

  private void assertServes(Map<String, String> config) throws Exception {
    try (TlsEnds ends = TlsEnds.clients(config)) {
      ends.exchange(config);
    }
  }

  private PluginException assertRefused(Map<String, String> config, String message) {
    PluginException e = assertThrows(PluginException.class, () -> TlsEnds.clients(config).close());
    assertTrue(String.valueOf(e.getMessage()).contains(message), e.getMessage());
    return e;
  }

  private KeyStore store(String type, boolean keys) throws IOException, GeneralSecurityException {
    Provider bouncy = new BouncyCastleProvider();
    KeyStore store =
        type.equals("BCFKS") ? KeyStore.getInstance(type, bouncy) : KeyStore.getInstance(type);
    store.load(null, null);
    if (keys) {
      store.setKeyEntry(
          "key",
          credentials.key(),
          PASSWORD.toCharArray(),
          credentials.chain().toArray(X509Certificate[]::new));
    } else {
      store.setCertificateEntry("ca", certificates.authority().own().certificate());
    }
    return store;
  }

  private static void write(KeyStore store, Path file)
      throws IOException, GeneralSecurityException {
    try (OutputStream out = Files.newOutputStream(file)) {
      store.store(out, PASSWORD.toCharArray());
    }
  }

  /** As OpenSSL writes it: with the name of its curve inside. */
  private static PrivateKey withCurve(PrivateKey key) throws GeneralSecurityException {
    return KeyFactory.getInstance("EC", new BouncyCastleProvider())
        .generatePrivate(new PKCS8EncodedKeySpec(key.getEncoded()));
  }

  private static OutputEncryptor encryptor() throws Exception {
    return new JceOpenSSLPKCS8EncryptorBuilder(PKCS8Generator.AES_256_CBC)
        .setProvider(new BouncyCastleProvider())
        .setPassword(PASSWORD.toCharArray())
        .build();
  }
}
