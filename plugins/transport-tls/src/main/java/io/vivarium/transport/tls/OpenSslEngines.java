package io.vivarium.transport.tls;

import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.ReferenceCountedOpenSslContext;
import io.netty.handler.ssl.ReferenceCountedOpenSslEngine;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.netty.internal.tcnative.SSL;
import io.netty.util.ReferenceCountUtil;
import io.vivarium.transport.tls.TlsSettings.Side;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECKey;
import java.security.interfaces.RSAKey;
import java.util.List;
import java.util.Set;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * OpenSSL, or what is built into Netty in its place, BoringSSL: a handshake and a record cost less than the JDK's. Who is trusted, and why
 * somebody is not, {@link TrustCheck} decides here, too. No session is resumed: whoever comes again proves himself again.
 */
final class OpenSslEngines implements Engines {
  /** Bits of the curves whose signatures it accepts. */
  private static final Set<Integer> CURVE_BITS = Set.of(256, 384);

  /** Those of TLS 1.2 that are as good as those of 1.3. */
  private static final List<String> SUITES =
      List.of(
          "TLS_AES_128_GCM_SHA256",
          "TLS_AES_256_GCM_SHA384",
          "TLS_CHACHA20_POLY1305_SHA256",
          "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
          "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
          "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
          "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
          "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256",
          "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256");

  private final @Nullable ReferenceCountedOpenSslContext servers;
  private final ReferenceCountedOpenSslContext clients;

  private OpenSslEngines(
      @Nullable ReferenceCountedOpenSslContext servers, ReferenceCountedOpenSslContext clients) {
    this.servers = servers;
    this.clients = clients;
  }

  /**
   * Why it cannot be used with these settings; empty when it can.
   *
   * @param keys what this server proves itself with; null when it does not
   * @param trust whom it trusts
   */
  static String obstacle(Side side, @Nullable OwnKeys keys, TrustCheck trust) {
    if (!OpenSsl.isAvailable()) {
      Throwable cause = OpenSsl.unavailabilityCause();
      return "it cannot be loaded here ("
          + (cause == null ? "no reason given" : cause.getMessage())
          + ")";
    }
    if (side.cipherSuites() != null) {
      return side.prefix() + "ciphersuites is set, and it does not let suites of TLS 1.3 be chosen";
    }
    if (side.files().usesBcfks()) {
      return "stores of the type BCFKS are for Java's cryptography";
    }
    String property = JdkDefaults.chosenForHandshakes();
    if (property != null) {
      return "-D" + property + " is set, which it does not know";
    }
    for (KeyStore.PrivateKeyEntry entry :
        keys == null ? List.<KeyStore.PrivateKeyEntry>of() : keys.entries()) {
      if (!signs(entry.getCertificate())) {
        return "it does not take a certificate that is not meant for signatures, like that of "
            + subject(entry.getCertificate());
      }
      for (Certificate certificate : entry.getCertificateChain()) {
        if (!takes(certificate)) {
          return "it does not take a key like the one of " + subject(certificate);
        }
      }
    }
    // Clients' keys are mostly of the kind that their authority's is.
    for (X509Certificate authority : trust.getAcceptedIssuers()) {
      if (!takes(authority)) {
        return "it does not take a key like the one of "
            + subject(authority)
            + ", which is trusted";
      }
    }
    return "";
  }

  private static String subject(Certificate certificate) {
    return certificate instanceof X509Certificate x509
        ? x509.getSubjectX500Principal().toString()
        : "a certificate that is not X.509";
  }

  /** RFC 5280, 4.2.1.3: without a list of uses a key is for all of them; the first one is signatures. */
  private static boolean signs(Certificate certificate) {
    boolean[] uses =
        certificate instanceof X509Certificate x509 ? x509.getKeyUsage() : new boolean[1];
    return uses == null || uses[0];
  }

  /** It signs with more kinds than it accepts of the other end, and Netty has Java judge signatures of these alone. */
  private static boolean takes(Certificate certificate) {
    boolean key =
        switch (certificate.getPublicKey()) {
          case RSAKey rsa -> certificate.getPublicKey().getAlgorithm().equals("RSA");
          case ECKey curve -> CURVE_BITS.contains(curve.getParams().getOrder().bitLength());
          default -> false;
        };
    return key
        && certificate instanceof X509Certificate x509
        && !x509.getSigAlgName().startsWith("Ed");
  }

  /**
   * Engines with these keys. There must be no {@link #obstacle}.
   *
   * @param keys what this server proves itself with; null when it does not, and then there are engines for connections that are opened only
   */
  static OpenSslEngines of(Side side, @Nullable OwnKeys keys, TrustCheck trust) throws IOException {
    ReferenceCountedOpenSslContext clients =
        context(
            SslContextBuilder.forClient()
                .keyManager(keys)
                .endpointIdentificationAlgorithm(side.checks().hostNames() ? "HTTPS" : null),
            side,
            trust);
    boolean made = false;
    try {
      // Of sessions that are not kept none is resumed.
      clients.sessionContext().setSessionCacheEnabled(false);
      if (keys == null) {
        made = true;
        return new OpenSslEngines(null, clients);
      }
      ClientAuth asked =
          switch (side.checks().clientAuth()) {
            case NEED -> ClientAuth.REQUIRE;
            case WANT -> ClientAuth.OPTIONAL;
            case NONE -> ClientAuth.NONE;
          };
      ReferenceCountedOpenSslContext servers =
          context(SslContextBuilder.forServer(keys).clientAuth(asked), side, trust);
      servers.sessionContext().setSessionCacheEnabled(false);
      made = true;
      return new OpenSslEngines(servers, clients);
    } finally {
      if (!made) {
        ReferenceCountUtil.release(clients);
      }
    }
  }

  private static ReferenceCountedOpenSslContext context(
      SslContextBuilder builder, Side side, TrustCheck trust) throws SSLException {
    return (ReferenceCountedOpenSslContext)
        builder
            .sslProvider(SslProvider.OPENSSL_REFCNT)
            .trustManager(new OpenSslTrust(trust))
            .protocols(side.protocols())
            .ciphers(SUITES)
            .build();
  }

  /** What it is called, with its version. */
  static String version() {
    return OpenSsl.versionString();
  }

  @Override
  public ClosableEngine server(InetSocketAddress remote) {
    ReferenceCountedOpenSslContext context = servers;
    if (context == null) {
      throw new IllegalStateException("a server has a key");
    }
    return engine(context, remote.getAddress().getHostAddress(), remote.getPort());
  }

  @Override
  public ClosableEngine client(@Nullable String host, int port) {
    return engine(clients, host == null ? "localhost" : host, port);
  }

  private static ClosableEngine engine(
      ReferenceCountedOpenSslContext context, String host, int port) {
    ReferenceCountedOpenSslEngine engine =
        (ReferenceCountedOpenSslEngine) context.newEngine(ByteBufAllocator.DEFAULT, host, port);
    try {
      // What Netty allows: sessions of TLS 1.3 resumed by tickets, and a server of TLS 1.2 that
      // asks for another handshake.
      SSL.setOptions(engine.sslPointer(), SSL.SSL_OP_NO_TICKET);
      SSL.setRenegotiateMode(engine.sslPointer(), SSL.SSL_RENEGOTIATE_NEVER);
    } catch (Exception e) {
      engine.release();
      throw new IllegalStateException("OpenSSL does not take an option of a connection", e);
    }
    return new ClosableEngine(new NativeEngine(engine), engine::release);
  }

  @Override
  public void close() {
    ReferenceCountUtil.release(servers);
    ReferenceCountUtil.release(clients);
  }
}
