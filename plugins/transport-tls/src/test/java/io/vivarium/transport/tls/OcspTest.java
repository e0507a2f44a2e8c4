package io.vivarium.transport.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.vivarium.certificates.CertificateAuthority;
import io.vivarium.certificates.Credentials;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x509.AccessDescription;
import org.bouncycastle.asn1.x509.AuthorityInformationAccess;
import org.bouncycastle.asn1.x509.CRLReason;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.cert.ocsp.BasicOCSPRespBuilder;
import org.bouncycastle.cert.ocsp.CertificateStatus;
import org.bouncycastle.cert.ocsp.OCSPException;
import org.bouncycastle.cert.ocsp.OCSPReq;
import org.bouncycastle.cert.ocsp.OCSPRespBuilder;
import org.bouncycastle.cert.ocsp.Req;
import org.bouncycastle.cert.ocsp.RespID;
import org.bouncycastle.cert.ocsp.RevokedStatus;
import org.bouncycastle.cert.ocsp.jcajce.JcaBasicOCSPRespBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.operator.jcajce.JcaDigestCalculatorProviderBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code ssl.ocsp}: the authority is asked about each certificate. */
@Timeout(120)
class OcspTest {
  private static final int CROWD = 10;

  /** How long answers are remembered, unless somebody says otherwise. */
  private static final Duration LIFE = Duration.ofMinutes(5);

  private static final AtomicLong NUMBERS = new AtomicLong(1000);

  @TempDir private Path directory;

  private final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
  private final Queue<BigInteger> asked = new ConcurrentLinkedQueue<>();
  private final Set<BigInteger> revoked = ConcurrentHashMap.newKeySet();
  private HttpServer responder;
  private TestCertificates certificates;

  /** Who signs the answers. */
  private volatile CertificateAuthority signer;

  @BeforeEach
  void answer() throws Exception {
    certificates = new TestCertificates(directory);
    signer = certificates.authority();
    responder = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    responder.createContext("/", this::answer);
    responder.start();
  }

  @AfterEach
  void stop() {
    responder.stop(0);
    assertEquals(List.of(), List.copyOf(failures));
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] question = exchange.getRequestBody().readAllBytes();
      if (exchange.getRequestMethod().equals("GET")) {
        question =
            Base64.getDecoder().decode(exchange.getRequestURI().getPath().replaceFirst("^/+", ""));
      }
      byte[] answer = answer(new OCSPReq(question));
      exchange.getResponseHeaders().set("Content-Type", "application/ocsp-response");
      exchange.sendResponseHeaders(200, answer.length);
      exchange.getResponseBody().write(answer);
    } catch (GeneralSecurityException
        | OCSPException
        | OperatorCreationException
        | RuntimeException
        | LinkageError e) {
      failures.add(e);
      throw new IOException(e);
    }
  }

  private byte[] answer(OCSPReq question)
      throws GeneralSecurityException, OCSPException, OperatorCreationException, IOException {
    Credentials own = signer.own();
    BasicOCSPRespBuilder builder =
        new JcaBasicOCSPRespBuilder(
            own.certificate().getPublicKey(),
            new JcaDigestCalculatorProviderBuilder().build().get(RespID.HASH_SHA1));
    for (Req each : question.getRequestList()) {
      BigInteger number = each.getCertID().getSerialNumber();
      asked.add(number);
      builder.addResponse(
          each.getCertID(),
          revoked.contains(number)
              ? new RevokedStatus(Date.from(Instant.now()), CRLReason.keyCompromise)
              : CertificateStatus.GOOD);
    }
    X509CertificateHolder[] chain = {new JcaX509CertificateHolder(own.certificate())};
    return new OCSPRespBuilder()
        .build(
            OCSPRespBuilder.SUCCESSFUL,
            builder.build(
                new JcaContentSignerBuilder("SHA256withECDSA").build(own.key()),
                chain,
                Date.from(Instant.now())))
        .getEncoded();
  }

  /** A client whose certificate says where its authority can be asked. */
  private Credentials issue(String name) throws Exception {
    return issue(name, responder.getAddress().getPort());
  }

  private Credentials issue(String name, int port) throws Exception {
    return issue(name, port, certificates.authority().own());
  }

  private Credentials issue(String name, int port, Credentials authority) throws Exception {
    KeyPairGenerator keys = KeyPairGenerator.getInstance("EC");
    keys.initialize(256);
    KeyPair pair = keys.generateKeyPair();
    JcaX509v3CertificateBuilder builder =
        new JcaX509v3CertificateBuilder(
            authority.certificate(),
            BigInteger.valueOf(NUMBERS.incrementAndGet()),
            Date.from(certificates.inDays(-1)),
            Date.from(certificates.inDays(1)),
            new X500Principal("CN=" + name),
            pair.getPublic());
    String url = "http://127.0.0.1:" + port + "/";
    builder.addExtension(
        Extension.authorityInfoAccess,
        false,
        new AuthorityInformationAccess(
            AccessDescription.id_ad_ocsp,
            new GeneralName(GeneralName.uniformResourceIdentifier, url)));
    builder.addExtension(
        Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_clientAuth));
    X509CertificateHolder made =
        builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(authority.key()));
    return new Credentials(
        pair.getPrivate(),
        new JcaX509CertificateConverter().getCertificate(made),
        authority.certificate());
  }

  private Map<String, String> server() throws Exception {
    return TestCertificates.with(certificates.section(), Map.of("ssl.ocsp", "true"));
  }

  @Test
  void aRevokedCertificateIsRefusedAndAnotherIsNot() throws Exception {
    Credentials good = issue("good");
    Credentials stolen = issue("stolen");
    revoked.add(stolen.certificate().getSerialNumber());
    try (TlsEnds ends = TlsEnds.clients(server())) {
      ends.exchange(certificates.section("good", good));
      ends.refused(certificates.section("stolen", stolen));
      String logged = ends.logged();
      assertTrue(logged.contains("CN=stolen was revoked by its authority"), logged);
    }
    assertTrue(asked.contains(good.certificate().getSerialNumber()), asked::toString);
    assertTrue(asked.contains(stolen.certificate().getSerialNumber()), asked::toString);
  }

  @Test
  void whereNobodyAnswersNobodyIsLetIn() throws Exception {
    responder.removeContext("/");
    try (TlsEnds ends = TlsEnds.clients(server())) {
      ends.refused(certificates.section("good", issue("good")));
      String logged = ends.logged();
      assertTrue(logged.contains("CN=good was revoked cannot be found out"), logged);
    }
  }

  @Test
  void anAuthorityOfClientsThatNeverAnswersKeepsNoPeerOut() throws Exception {
    List<Socket> waiting = new ArrayList<>();
    try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        TlsEnds ends = TlsEnds.clients(server())) {
      SSLContext client = certificates.context(issue("client", silent.getLocalPort()));
      int port = ends.address().getPort();
      for (int i = 0; i < CROWD; i++) {
        SSLSocket socket = (SSLSocket) client.getSocketFactory().createSocket("127.0.0.1", port);
        waiting.add(socket);
        socket.startHandshake(); // done for the client, whom the server asks about now
      }
      waiting.add(silent.accept());
      try (TlsEnds.Caller peer = TlsEnds.peer(certificates.section(), ends.listenForPeers())) {
        peer.exchange();
      }
    } finally {
      for (Socket socket : waiting) {
        socket.close();
      }
    }
  }

  @Test
  void anAnswerThatSomebodyElseSignsCountsForNothing() throws Exception {
    signer =
        CertificateAuthority.create("a stranger", certificates.inDays(-1), certificates.inDays(1));
    try (TlsEnds ends = TlsEnds.clients(server())) {
      ends.refused(certificates.section("good", issue("good")));
      String logged = ends.logged();
      assertTrue(logged.contains("CN=good"), logged);
    }
    assertFalse(asked.isEmpty());
  }

  @Test
  void aCertificateThatComesBackIsNotAskedAboutUntilSomeTimeHasPassed() throws Exception {
    Credentials client = issue("client");
    Map<String, String> shown = certificates.section("client", client);
    try (TlsEnds ends = TlsEnds.clients(server())) {
      ends.exchange(shown);
      revoked.add(client.certificate().getSerialNumber());
      ends.host().advance(LIFE.minusMinutes(1));
      ends.exchange(shown);
      assertEquals(1, asked.size());
      assertEquals(1, ends.host().count("tls_revocation_remembered"));
      ends.host().advance(Duration.ofMinutes(1));
      ends.refused(shown);
      assertEquals(2, asked.size());
      ends.refused(shown);
      assertEquals(2, asked.size());
      for (int i = 0; i < 2; i++) {
        String logged = ends.logged();
        assertTrue(logged.contains("CN=client was revoked by its authority"), logged);
      }
    }
  }

  @Test
  void withoutAMemoryEachHandshakeAsks() throws Exception {
    Map<String, String> none = Map.of("tls.revocationCacheSeconds", "0");
    Map<String, String> shown = certificates.section("client", issue("client"));
    try (TlsEnds ends = TlsEnds.clients(TestCertificates.with(server(), none))) {
      ends.exchange(shown);
      ends.exchange(shown);
    }
    assertEquals(2, asked.size());
  }

  @Test
  void whoCouldNotBeAskedIsAskedAgain() throws Exception {
    responder.removeContext("/");
    Map<String, String> shown = certificates.section("client", issue("client"));
    try (TlsEnds ends = TlsEnds.clients(server())) {
      ends.refused(shown);
      responder.createContext("/", this::answer);
      ends.exchange(shown);
    }
    assertEquals(1, asked.size());
  }

  /** In a session that is resumed nobody shows a certificate, so that nobody would be asked. */
  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void noSessionIsAWayAroundAQuestion(String version) throws Exception {
    Map<String, String> both =
        Map.of("tls.revocationCacheSeconds", "0", "ssl.enabledProtocols", "TLSv1.2,TLSv1.3");
    Credentials client = issue("client");
    SSLContext context = certificates.context(client);
    try (TlsEnds ends = TlsEnds.clients(TestCertificates.with(server(), both))) {
      assertEquals("false", System.getProperty("jdk.tls.server.enableSessionTicketExtension"));
      int port = ends.address().getPort();
      exchange(context, version, port);
      exchange(context, version, port);
      assertEquals(2, asked.size());
      revoked.add(client.certificate().getSerialNumber());
      assertThrows(IOException.class, () -> exchange(context, version, port));
    }
  }

  private static void exchange(SSLContext context, String version, int port) throws IOException {
    try (SSLSocket socket =
        (SSLSocket) context.getSocketFactory().createSocket("127.0.0.1", port)) {
      socket.setEnabledProtocols(new String[] {version});
      socket.getOutputStream().write(1);
      if (socket.getInputStream().read() != 2) {
        throw new IOException("it was closed");
      }
    }
  }

  /** New files of whatever kind: here a new certificate of the server's own. */
  @Test
  void newFilesMakeItAskAgain() throws Exception {
    Map<String, String> shown = certificates.section("client", issue("client"));
    Map<String, String> server = server();
    try (TlsEnds ends = TlsEnds.clients(server)) {
      ends.exchange(shown);
      assertEquals(1, asked.size());
      Credentials renewed = certificates.valid("server");
      certificates.section("server", renewed);
      BigInteger before = null;
      while (!renewed.certificate().getSerialNumber().equals(before)) {
        try (TlsEnds.Caller caller = ends.call(shown, true)) {
          caller.exchange();
          before = caller.peer().certificates().getFirst().getSerialNumber();
        }
      }
    }
    assertTrue(asked.size() >= 2, asked::toString);
  }

  /** Whoever makes his own authority decides whom it names to be asked. */
  @Test
  void nobodyIsAskedAboutACertificateThatIsNotTrusted() throws Exception {
    Credentials stranger =
        issue(
            "stranger",
            responder.getAddress().getPort(),
            CertificateAuthority.create(
                    "a stranger", certificates.inDays(-1), certificates.inDays(1))
                .own());
    try (TlsEnds ends = TlsEnds.clients(server())) {
      ends.refused(certificates.section("stranger", stranger));
    }
    assertTrue(asked.isEmpty(), asked::toString);
  }

  @Test
  void withoutTheKeyNobodyIsAsked() throws Exception {
    try (TlsEnds ends = TlsEnds.clients(certificates.section())) {
      ends.exchange(certificates.section("good", issue("good")));
    }
    assertTrue(asked.isEmpty(), asked::toString);
  }
}
