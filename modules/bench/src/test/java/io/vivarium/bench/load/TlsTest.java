package io.vivarium.bench.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vivarium.bench.FakeServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Encrypted load, against a server behind the TLS of the JDK. */
class TlsTest {
  private static final int CREATE = 1;
  private static final int GET = 4;
  private static final Plan PLAN = new Plan(2, 2, 0, 0, 1, 2, 10, new Population(50, 20, 0, 10));

  @TempDir private Path directory;

  /** Subjects of the certificates that clients have shown. */
  private final List<String> shown = new CopyOnWriteArrayList<>();

  private Certificates server;
  private Certificates client;

  @BeforeEach
  void sign() throws Exception {
    server = Certificates.of("server", "localhost");
    client = Certificates.of("client", "client.example");
  }

  /** Accepts the one client's certificate and remembers all that were shown. */
  private final class Guard extends X509ExtendedTrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type)
        throws CertificateException {
      shown.add(chain[0].getSubjectX500Principal().getName());
      if (!chain[0].equals(client.certificate())) {
        throw new CertificateException("a stranger");
      }
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket)
        throws CertificateException {
      checkClientTrusted(chain, type);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine)
        throws CertificateException {
      checkClientTrusted(chain, type);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type)
        throws CertificateException {
      throw new CertificateException("this is the server");
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket)
        throws CertificateException {
      checkServerTrusted(chain, type);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine)
        throws CertificateException {
      checkServerTrusted(chain, type);
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }

  private FakeServer serve(Certificates own, boolean asksClients) throws Exception {
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(own.keyManagers(), new TrustManager[] {new Guard()}, null);
    SSLServerSocket listener =
        (SSLServerSocket)
            context
                .getServerSocketFactory()
                .createServerSocket(0, 50, InetAddress.getLoopbackAddress());
    listener.setNeedClientAuth(asksClients);
    return new FakeServer(listener, "standalone", ConcurrentHashMap.newKeySet(), true);
  }

  private Path trusted(Certificates authority) throws Exception {
    return authority.certificateFile(directory.resolve("ca.pem"));
  }

  private Tls proving(Certificates own) throws Exception {
    return new Tls(
        trusted(server),
        own.certificateFile(directory.resolve("own.pem")),
        own.keyFile(directory.resolve("own.key")));
  }

  private static InetSocketAddress named(String host, FakeServer server) throws IOException {
    InetAddress loopback =
        InetAddress.getByAddress(host, InetAddress.getLoopbackAddress().getAddress());
    return new InetSocketAddress(loopback, server.address().getPort());
  }

  private static LoadResult load(FakeServer server, Tls tls) throws Exception {
    return load(named("localhost", server), tls);
  }

  private static LoadResult load(InetSocketAddress address, Tls tls) throws Exception {
    Measurement measurement = new Measurement(2, List.of());
    try (Network network = Network.encrypted(2, tls)) {
      return new LoadRun(PLAN, Workload.GET, network, List.of(address), measurement).run(_ -> {});
    }
  }

  private static String refused(FakeServer server, Tls tls) {
    return reasons(assertThrows(IOException.class, () -> load(server, tls)));
  }

  /** Messages of a failure and of all that caused it. */
  private static String reasons(Throwable failure) {
    StringBuilder all = new StringBuilder();
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      all.append(cause).append('\n');
    }
    return all.toString();
  }

  @Test
  void aLoadIsMeasuredThroughTls() throws Exception {
    try (FakeServer serving = serve(server, false)) {
      LoadResult result = load(serving, new Tls(trusted(server), null, null));
      assertTrue(result.latencies().getTotalCount() > 0);
      assertTrue(serving.count(GET) >= result.latencies().getTotalCount());
      assertEquals(1 + 2 + 2 * 2, serving.count(CREATE));
      assertEquals(List.of(), shown, "nobody asked for a certificate");
    }
  }

  @Test
  void aServerOfAnotherAuthorityIsNotTalkedTo() throws Exception {
    Certificates other = Certificates.of("server", "localhost");
    try (FakeServer serving = serve(other, false)) {
      String why = refused(serving, new Tls(trusted(server), null, null));
      assertTrue(why.contains("SSLHandshakeException"), why);
      assertTrue(why.contains(String.valueOf(serving.address().getPort())), why);
      assertEquals(0, serving.count(CREATE));
    }
  }

  @Test
  void withoutAuthoritiesThoseOfTheJdkAreTrustedWhichAServerOfOurOwnIsNone() throws Exception {
    try (FakeServer serving = serve(server, false)) {
      String why = refused(serving, new Tls(null, null, null));
      assertTrue(why.contains("SSLHandshakeException"), why);
      assertEquals(0, serving.count(CREATE));
    }
  }

  @Test
  void aCertificateForAnotherHostIsNoProof() throws Exception {
    Certificates elsewhere = Certificates.of("server", "elsewhere.example");
    try (FakeServer serving = serve(elsewhere, false)) {
      String why = refused(serving, new Tls(trusted(elsewhere), null, null));
      assertTrue(why.contains("localhost"), why);
      assertEquals(0, serving.count(CREATE));
      Tls tls = new Tls(trusted(elsewhere), null, null);
      assertNotNull(load(named("elsewhere.example", serving), tls), "by its name it is the one");
    }
  }

  @Test
  void theClientShowsItsCertificateWhereItIsAskedFor() throws Exception {
    try (FakeServer serving = serve(server, true)) {
      LoadResult result = load(serving, proving(client));
      assertTrue(result.latencies().getTotalCount() > 0);
      // One connection makes the znodes, one is each session's; TLS may resume some without another
      // proof.
      assertTrue(!shown.isEmpty() && shown.size() <= 3, shown.toString());
      assertTrue(shown.stream().allMatch("CN=client"::equals), shown.toString());
    }
  }

  @Test
  void aServerThatAsksForACertificateRefusesAClientWithoutOne() throws Exception {
    try (FakeServer serving = serve(server, true)) {
      String why = refused(serving, new Tls(trusted(server), null, null));
      assertTrue(why.startsWith("java.io.IOException: the znodes of the run could not be"), why);
      assertEquals(0, serving.count(CREATE));
      assertEquals(List.of(), shown);
    }
  }

  @Test
  void aCertificateThatTheServerDoesNotKnowIsShownInVain() throws Exception {
    Certificates stranger = Certificates.of("stranger", "stranger.example");
    try (FakeServer serving = serve(server, true)) {
      refused(serving, proving(stranger));
      assertEquals(List.of("CN=stranger"), shown);
      assertEquals(0, serving.count(CREATE));
    }
  }

  @Test
  void certificateAndKeyComeTogether() {
    Path file = directory.resolve("x.pem");
    assertThrows(IllegalArgumentException.class, () -> new Tls(null, file, null));
    assertThrows(IllegalArgumentException.class, () -> new Tls(null, null, file));
    assertEquals(file, new Tls(null, file, file).key());
  }

  @Test
  void aFileThatHoldsNoCertificateIsNamed() throws Exception {
    Path junk = Files.writeString(directory.resolve("junk.pem"), "no certificate at all\n");
    IOException failure =
        assertThrows(IOException.class, () -> Network.encrypted(1, new Tls(junk, null, null)));
    assertTrue(String.valueOf(failure.getMessage()).contains("junk.pem"), failure.getMessage());
  }

  @Test
  void aKeyThatIsNoneIsNamed() throws Exception {
    Path certificate = client.certificateFile(directory.resolve("own.pem"));
    Path junk = Files.writeString(directory.resolve("junk.key"), "no key at all\n");
    IOException failure =
        assertThrows(
            IOException.class, () -> Network.encrypted(1, new Tls(null, certificate, junk)));
    assertTrue(String.valueOf(failure.getMessage()).contains("junk.key"), failure.getMessage());
  }

  @Test
  void severalAuthoritiesMayStandInOneFile() throws Exception {
    Certificates other = Certificates.of("other", "localhost");
    Path both = directory.resolve("both.pem");
    Files.writeString(
        both,
        Files.readString(other.certificateFile(directory.resolve("1.pem")))
            + Files.readString(server.certificateFile(directory.resolve("2.pem"))));
    try (FakeServer serving = serve(server, false)) {
      assertTrue(load(serving, new Tls(both, null, null)).throughput() > 0);
    }
    try (FakeServer serving = serve(other, false)) {
      assertTrue(load(serving, new Tls(both, null, null)).throughput() > 0);
    }
  }
}
