package io.vivarium.transport.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.handler.ssl.OpenSsl;
import io.vivarium.spi.tck.TckContext;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.util.Date;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** When OpenSSL is used, and that what it holds is given back. */
class OpenSslEnginesTest {
  private static final InetSocketAddress REMOTE =
      new InetSocketAddress(InetAddress.getLoopbackAddress(), 1);

  @TempDir private Path directory;

  private TestCertificates certificates;
  private HandshakeThreads threads;

  @BeforeEach
  void makeCertificates() throws Exception {
    boolean packaged =
        System.getProperty("os.name").equals("Linux")
            && List.of("amd64", "aarch64").contains(System.getProperty("os.arch"));
    Assumptions.assumeTrue(
        packaged || OpenSsl.isAvailable(), "there is no OpenSSL for this machine");
    assertTrue(OpenSsl.isAvailable(), () -> String.valueOf(OpenSsl.unavailabilityCause()));
    certificates = new TestCertificates(directory);
    threads = new HandshakeThreads(Thread::new, 1, false);
  }

  private TlsContext load(String provider, Map<String, String> more) throws Exception {
    Map<String, String> config =
        TestCertificates.with(
            TestCertificates.with(certificates.section(), Map.of("ssl.sslProvider", provider)),
            more);
    TlsSettings.Side side = TlsSettings.from(new TckContext(config).config()).clients();
    return TlsContext.load(side, threads, memory(config));
  }

  private RevocationMemory memory(Map<String, String> config) {
    TestHost host = new TestHost(config);
    return new RevocationMemory(
        Duration.ZERO, threads, host.time(), host.metrics().counter("remembered"));
  }

  @Test
  void itIsUsedWhereNothingElseIsAskedFor() throws Exception {
    TlsContext context = load("AUTO", Map.of());
    assertInstanceOf(OpenSslEngines.class, context.engines());
    context.close();
  }

  @Test
  void itIsNotUsedWhereTheJdksIsAskedFor() throws Exception {
    assertInstanceOf(JdkEngines.class, load("jdk", Map.of()).engines());
  }

  /** Of TLS 1.3 it offers all suites, whatever is configured. */
  @Test
  void itIsNotUsedWhereSuitesAreChosen() throws Exception {
    Map<String, String> suites = Map.of("ssl.ciphersuites", "TLS_AES_256_GCM_SHA384");
    assertInstanceOf(JdkEngines.class, load("AUTO", suites).engines());
    IOException refused = assertThrows(IOException.class, () -> load("OPENSSL", suites));
    String message = String.valueOf(refused.getMessage());
    assertTrue(message.contains("ssl.ciphersuites is set"), message);
    assertTrue(message.contains("ssl.sslProvider=JDK"), message);
  }

  @Test
  void itIsNotUsedForKeysThatItDoesNotTake() throws Exception {
    KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    X509Certificate certificate = selfSigned("CN=edwards", pair, "Ed25519");
    String obstacle = obstacle(pair.getPrivate(), certificate);
    assertTrue(obstacle.contains("a key like the one of CN=edwards"), obstacle);
  }

  /** It signs with that curve and does not accept such signatures: two servers would not understand each other. */
  @Test
  void itIsNotUsedForTheCurveP521() throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp521r1"));
    KeyPair pair = generator.generateKeyPair();
    String obstacle = obstacle(pair.getPrivate(), selfSigned("CN=large", pair, "SHA256withECDSA"));
    assertTrue(obstacle.contains("a key like the one of CN=large"), obstacle);
  }

  @Test
  void itIsNotUsedWhereAnAuthorityIsTrustedWhoseSignaturesItDoesNotTake() throws Exception {
    KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    String ca = TestCertificates.pem(selfSigned("CN=edwards", pair, "Ed25519"));
    Files.writeString(certificates.file("others.pem"), ca);
    Map<String, String> trusting = Map.of("tls.ca", certificates.file("others.pem").toString());
    TlsContext context = load("AUTO", trusting);
    assertInstanceOf(JdkEngines.class, context.engines());
    assertTrue(context.implementation().contains("CN=edwards, which is trusted"));
  }

  private X509Certificate selfSigned(String subject, KeyPair pair, String algorithm)
      throws Exception {
    X500Name name = new X500Name(subject);
    return new JcaX509CertificateConverter()
        .getCertificate(
            new JcaX509v3CertificateBuilder(
                    name,
                    BigInteger.ONE,
                    Date.from(certificates.inDays(-1)),
                    Date.from(certificates.inDays(1)),
                    name,
                    pair.getPublic())
                .build(new JcaContentSignerBuilder(algorithm).build(pair.getPrivate())));
  }

  @Test
  void itIsNotUsedForCertificatesThatAreNotMeantForSignatures() throws Exception {
    var authority = certificates.authority().own();
    String obstacle = obstacle(authority.key(), authority.certificate());
    assertTrue(obstacle.contains("not meant for signatures"), obstacle);
  }

  private String obstacle(PrivateKey key, X509Certificate certificate) throws Exception {
    Path file = directory.resolve("keys.p12");
    char[] password = "test".toCharArray();
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    store.setKeyEntry("key", key, password, new X509Certificate[] {certificate});
    try (OutputStream out = Files.newOutputStream(file)) {
      store.store(out, password);
    }
    Map<String, String> config =
        Map.of("ssl.keyStore.location", file.toString(), "ssl.keyStore.password", "test");
    TlsSettings.Side side = TlsSettings.from(new TckContext(config).config()).clients();
    OwnKeys keys = OwnKeys.of(new KeySource.Loaded(store, password), () -> {});
    return OpenSslEngines.obstacle(side, keys, TrustCheck.of(side, threads, memory(config)));
  }

  @Test
  void anEngineOutlivesTheKeysThatItWasMadeWith() throws Exception {
    TlsContext context = load("OPENSSL", Map.of());
    ClosableEngine engine = context.engines().server(REMOTE);
    context.close();
    SSLEngine client = certificates.context(certificates.valid("client")).createSSLEngine();
    client.setUseClientMode(true);
    ByteBuffer room = ByteBuffer.allocate(client.getSession().getPacketBufferSize());
    client.wrap(ByteBuffer.allocate(0), room);
    engine.unwrap(room.flip(), ByteBuffer.allocate(room.capacity()));
    engine.getDelegatedTask().run();
    assertEquals(HandshakeStatus.NEED_WRAP, engine.getHandshakeStatus());
    engine.release();
    assertNull(engine.getDelegatedTask());
    assertEquals(HandshakeStatus.NOT_HANDSHAKING, engine.getHandshakeStatus());
  }
}
