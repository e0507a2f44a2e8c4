package io.vivarium.certificates;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Servers and clients with these certificates find each other trustworthy, and those of another authority do not. */
class HandshakeTest {
  private static final char[] PASSWORD = "in memory".toCharArray();

  private final Instant now = Instant.now();
  private CertificateAuthority authority;
  private Credentials server;
  private Credentials client;

  @BeforeEach
  void issue() throws Exception {
    authority = authority();
    server = authority.issue(request("server", "a.example.org", "10.0.0.1"));
    client = authority.issue(request("client"));
  }

  @Test
  void bothEndsBelieveEachOther() throws Exception {
    SSLEngine serving = engine(server, authority, false, "");
    SSLEngine calling = engine(client, authority, true, "a.example.org");
    shakeHands(calling, serving);
    assertEquals("TLSv1.3", calling.getSession().getProtocol());
    assertEquals(client.certificate(), serving.getSession().getPeerCertificates()[0]);
    assertEquals(server.certificate(), calling.getSession().getPeerCertificates()[0]);
  }

  @Test
  void anAddressIsAsGoodAsAName() throws Exception {
    SSLEngine calling = engine(client, authority, true, "10.0.0.1");
    shakeHands(calling, engine(server, authority, false, ""));
    assertEquals(server.certificate(), calling.getSession().getPeerCertificates()[0]);
  }

  @Test
  void anotherHostIsNotBelieved() throws Exception {
    SSLEngine calling = engine(client, authority, true, "b.example.org");
    SSLEngine serving = engine(server, authority, false, "");
    SSLException e = assertThrows(SSLException.class, () -> shakeHands(calling, serving));
    assertTrue(String.valueOf(e.getMessage()).contains("b.example.org"), e.getMessage());
  }

  @Test
  void anotherAuthorityIsNotBelieved() throws Exception {
    SSLEngine calling = engine(client, authority(), true, "a.example.org");
    SSLEngine serving = engine(server, authority, false, "");
    assertThrows(SSLException.class, () -> shakeHands(calling, serving));
  }

  @Test
  void aClientCannotBeAServer() throws Exception {
    SSLEngine calling = engine(client, authority, true, "client");
    SSLEngine serving = engine(client, authority, false, "");
    SSLException e = assertThrows(SSLException.class, () -> shakeHands(calling, serving));
    assertTrue(String.valueOf(e.getMessage()).contains("usage"), e.getMessage());
  }

  private CertificateAuthority authority() throws Exception {
    return CertificateAuthority.create(
        "authority", now.minus(Duration.ofDays(1)), now.plus(Duration.ofDays(1)));
  }

  private CertificateRequest request(String name, String... hosts) {
    return new CertificateRequest(
        name, List.of(hosts), now.minus(Duration.ofHours(1)), now.plus(Duration.ofHours(1)), null);
  }

  private static SSLEngine engine(
      Credentials own, CertificateAuthority trusted, boolean calling, String host)
      throws Exception {
    KeyStore keys = KeyStore.getInstance("PKCS12");
    keys.load(null, null);
    keys.setKeyEntry("own", own.key(), PASSWORD, own.chain().toArray(X509Certificate[]::new));
    KeyManagerFactory keyManagers = KeyManagerFactory.getInstance("PKIX");
    keyManagers.init(keys, PASSWORD);
    KeyStore trust = KeyStore.getInstance("PKCS12");
    trust.load(null, null);
    trust.setCertificateEntry("authority", trusted.own().certificate());
    TrustManagerFactory trustManagers = TrustManagerFactory.getInstance("PKIX");
    trustManagers.init(trust);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keyManagers.getKeyManagers(), trustManagers.getTrustManagers(), null);
    SSLEngine engine = context.createSSLEngine(host, 2181);
    engine.setUseClientMode(calling);
    SSLParameters parameters = engine.getSSLParameters();
    if (calling) {
      parameters.setEndpointIdentificationAlgorithm("HTTPS");
    } else {
      parameters.setNeedClientAuth(true);
    }
    engine.setSSLParameters(parameters);
    return engine;
  }

  /** Passes what either end says to the other until both are done. */
  private static void shakeHands(SSLEngine calling, SSLEngine serving) throws SSLException {
    ByteBuffer toServer = ByteBuffer.allocate(1 << 17);
    ByteBuffer toClient = ByteBuffer.allocate(1 << 17);
    calling.beginHandshake();
    serving.beginHandshake();
    while (calling.getHandshakeStatus() != HandshakeStatus.NOT_HANDSHAKING
        || serving.getHandshakeStatus() != HandshakeStatus.NOT_HANDSHAKING) {
      step(calling, toClient, toServer);
      step(serving, toServer, toClient);
    }
  }

  private static void step(SSLEngine engine, ByteBuffer in, ByteBuffer out) throws SSLException {
    ByteBuffer nothing = ByteBuffer.allocate(0);
    ByteBuffer application = ByteBuffer.allocate(1 << 15);
    Runnable task;
    while ((task = engine.getDelegatedTask()) != null) {
      task.run();
    }
    if (engine.getHandshakeStatus() == HandshakeStatus.NEED_WRAP) {
      engine.wrap(nothing, out);
    } else if (engine.getHandshakeStatus() == HandshakeStatus.NEED_UNWRAP) {
      in.flip();
      engine.unwrap(in, application);
      in.compact();
    }
  }
}
