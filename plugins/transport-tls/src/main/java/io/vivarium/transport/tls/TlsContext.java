package io.vivarium.transport.tls;

import io.vivarium.transport.tls.TlsSettings.Side;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLEngine;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keys and certificates as they were read at one moment, and the handshakes made with them. Any thread. */
final class TlsContext {
  private static final Logger LOG = LoggerFactory.getLogger(TlsContext.class);

  private final JdkEngines jdk;
  private final Engines engines;
  private final String implementation;
  private final @Nullable X509Certificate own;

  private TlsContext(
      JdkEngines jdk, Engines engines, String implementation, @Nullable X509Certificate own) {
    this.jdk = jdk;
    this.engines = engines;
    this.implementation = implementation;
    this.own = own;
  }

  /**
   * Reads the files of a side.
   *
   * @param computing where its handshakes are computed
   * @param memory of what authorities say, empty
   * @throws IOException with what is wrong, where, and what to do
   */
  static TlsContext load(Side side, HandshakeThreads computing, RevocationMemory memory)
      throws IOException {
    try {
      KeySource source = side.files().key();
      OwnKeys keys = source == null ? null : OwnKeys.of(source.keys(), computing::rest);
      TrustCheck trust = TrustCheck.of(side, computing, memory);
      JdkEngines jdk = JdkEngines.of(side, keys, trust, new RestfulRandom(computing::rest));
      TlsContext loaded = choose(side, keys, trust, jdk, keys == null ? null : keys.certificate());
      String fault = loaded.ownFault();
      if (!fault.isEmpty()) {
        LOG.error("Nobody will trust this server: {}", fault);
      }
      return loaded;
    } catch (IOException e) {
      throw e;
    } catch (GeneralSecurityException e) {
      throw new IOException(
          "the TLS settings "
              + side.prefix()
              + "* or tls.* cannot be used: "
              + e.getMessage()
              + "; check the passwords and formats of the stores",
          e);
    }
  }

  private static TlsContext choose(
      Side side,
      @Nullable OwnKeys keys,
      TrustCheck trust,
      JdkEngines jdk,
      @Nullable X509Certificate own)
      throws IOException {
    String obstacle =
        side.provider() == TlsProvider.JDK
            ? TlsKeys.PROVIDER.name() + "=JDK"
            : OpenSslEngines.obstacle(side, keys, trust);
    if (obstacle.isEmpty()) {
      try {
        Engines engines = OpenSslEngines.of(side, keys, trust);
        return new TlsContext(jdk, engines, OpenSslEngines.version(), own);
      } catch (IOException | RuntimeException e) {
        obstacle = "it does not take these settings (" + e.getMessage() + ")";
      }
    }
    if (side.provider() == TlsProvider.OPENSSL) {
      throw new IOException(
          TlsKeys.PROVIDER.name()
              + " asks for OpenSSL, but "
              + obstacle
              + "; with "
              + TlsKeys.PROVIDER.name()
              + "=JDK, or without it, Java's TLS is used");
    }
    return new TlsContext(jdk, jdk, "the JDK: " + obstacle, own);
  }

  /** What is wrong by now with the certificate that this server shows; empty when nothing is. */
  String ownFault() {
    X509Certificate certificate = own;
    CertificateException fault = certificate == null ? null : Refusal.untimely(certificate);
    return fault == null ? "" : String.valueOf(fault.getMessage());
  }

  /** Which implementation of TLS it is, and why, for the log. */
  String implementation() {
    return implementation;
  }

  /** What makes engines. */
  Engines engines() {
    return engines;
  }

  /** An engine for somebody else's connection. */
  SSLEngine bare(InetSocketAddress remote) {
    return jdk.bare(remote);
  }

  /** No more engines are made. */
  void close() {
    engines.close();
  }
}
