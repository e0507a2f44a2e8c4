package io.vivarium.tools.status;

import io.vivarium.certificates.CertificateAuthority;
import io.vivarium.certificates.CertificateRequest;
import io.vivarium.certificates.Credentials;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.TrustManagerFactory;

/**
 * Certificates of an authority for a server on this machine and a client, in files, and one of an authority that nobody knows.
 *
 * @param trust the authority
 * @param key certificate and key of the client
 * @param certificate of the server
 * @param serverKey key of the server
 * @param stranger the other authority
 * @param credentials of the server
 * @param authority of both
 */
record TlsPapers(
    Path trust,
    Path key,
    Path certificate,
    Path serverKey,
    Path stranger,
    Credentials credentials,
    Certificate authority) {
  static TlsPapers issue(Path directory) throws Exception {
    Instant from = Instant.now().minus(Duration.ofHours(1));
    Instant until = from.plus(Duration.ofDays(2));
    CertificateAuthority authority = CertificateAuthority.create("test", from, until);
    Credentials server =
        authority.issue(new CertificateRequest("s", List.of("127.0.0.1"), from, until, null));
    Credentials client = authority.issue(new CertificateRequest("c", List.of(), from, until, null));
    return new TlsPapers(
        Files.writeString(directory.resolve("ca.pem"), authority.own().certificatePem()),
        Files.writeString(directory.resolve("client.pem"), client.storePem()),
        Files.writeString(directory.resolve("server.pem"), server.certificatePem()),
        Files.writeString(directory.resolve("server.key"), server.keyPem()),
        Files.writeString(
            directory.resolve("other.pem"),
            CertificateAuthority.create("other", from, until).own().certificatePem()),
        server,
        authority.own().certificate());
  }

  /** The section of a configuration. */
  String section() {
    return "tls.certificate=%s\ntls.key=%s\ntls.ca=%s\n".formatted(certificate, serverKey, trust);
  }

  /** The same in ZooKeeper's keys. */
  String stores() {
    return "ssl.keyStore.location=%s\nssl.trustStore.location=%s\n".formatted(key, trust);
  }

  /** A server that wants to see a certificate. */
  FakeServer server(String mode, long zxid) throws Exception {
    return new FakeServer(Map.of("srvr", FakeServer.srvr(mode, zxid, 7)), listener());
  }

  /** Where the server listens for clients with a certificate. */
  private ServerSocket listener() throws Exception {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    store.setKeyEntry(
        "own", credentials.key(), new char[0], new Certificate[] {credentials.certificate()});
    KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(store, new char[0]);
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    trusted.setCertificateEntry("authority", authority);
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(trusted);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
    SSLServerSocket socket =
        (SSLServerSocket)
            context
                .getServerSocketFactory()
                .createServerSocket(0, 50, InetAddress.getLoopbackAddress());
    socket.setNeedClientAuth(true);
    return socket;
  }
}
