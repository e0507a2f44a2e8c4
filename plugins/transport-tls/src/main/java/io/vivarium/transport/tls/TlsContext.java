package io.vivarium.transport.tls;

import io.vivarium.transport.tls.TlsSettings.ClientAuth;
import io.vivarium.transport.tls.TlsSettings.Side;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keys and certificates as they were read at one moment, and the handshakes made with them. Immutable; any thread. */
final class TlsContext {
  private static final Logger LOG = LoggerFactory.getLogger(TlsContext.class);

  private final Side side;
  private final SSLContext context;
  private final @Nullable X509Certificate own;

  private TlsContext(Side side, SSLContext context, @Nullable X509Certificate own) {
    this.side = side;
    this.context = context;
    this.own = own;
  }

  /**
   * Reads the files of a side.
   *
   * @param computing where its handshakes are computed
   * @throws IOException with what is wrong, where, and what to do
   */
  static TlsContext load(Side side, HandshakeThreads computing) throws IOException {
    try {
      KeyManager[] keys = null;
      X509Certificate own = null;
      KeySource source = side.files().key();
      if (source != null) {
        OwnKeys offered = OwnKeys.of(source.keys(), computing::rest);
        keys = new KeyManager[] {offered};
        own = offered.certificate();
      }
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(
          keys,
          new TrustManager[] {TrustCheck.of(side, computing)},
          new RestfulRandom(computing::rest));
      TlsContext loaded = new TlsContext(side, context, own);
      loaded.checkOffers();
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

  /** What is wrong by now with the certificate that this server shows; empty when nothing is. */
  String ownFault() {
    X509Certificate certificate = own;
    CertificateException fault = certificate == null ? null : Refusal.untimely(certificate);
    return fault == null ? "" : String.valueOf(fault.getMessage());
  }

  /** An engine for a connection that was accepted. */
  SSLEngine server(InetSocketAddress remote) {
    SSLEngine engine =
        context.createSSLEngine(remote.getAddress().getHostAddress(), remote.getPort());
    engine.setUseClientMode(false);
    SSLParameters parameters = offers(engine);
    ClientAuth asked = side.checks().clientAuth();
    // The setters exclude each other: the later one wins.
    if (asked == ClientAuth.NEED) {
      parameters.setNeedClientAuth(true);
    } else {
      parameters.setWantClientAuth(asked == ClientAuth.WANT);
    }
    engine.setSSLParameters(parameters);
    return engine;
  }

  /** An engine for a connection that is opened; the host is what the other end's certificate must name. */
  SSLEngine client(@Nullable String host, int port) {
    SSLEngine engine = context.createSSLEngine(host == null ? "localhost" : host, port);
    engine.setUseClientMode(true);
    SSLParameters parameters = offers(engine);
    if (side.checks().hostNames()) {
      parameters.setEndpointIdentificationAlgorithm("HTTPS");
    }
    engine.setSSLParameters(parameters);
    return engine;
  }

  private SSLParameters offers(SSLEngine engine) {
    SSLParameters parameters = engine.getSSLParameters();
    parameters.setProtocols(side.protocols().toArray(String[]::new));
    List<String> suites = side.cipherSuites();
    if (suites != null) {
      parameters.setCipherSuites(suites.toArray(String[]::new));
    }
    return parameters;
  }

  /** Finds versions and suites that there are not, or that do not go together, before the first handshake does. */
  private void checkOffers() throws IOException {
    SSLParameters supported = context.getSupportedSSLParameters();
    Set<String> usable = new TreeSet<>(Arrays.asList(supported.getProtocols()));
    usable.removeIf(version -> !version.matches("TLSv1\\.[23]"));
    for (String version : side.protocols()) {
      if (!usable.contains(version)) {
        throw new IOException(
            side.prefix()
                + "protocol or "
                + side.prefix()
                + "enabledProtocols asks for "
                + version
                + "; offered can be "
                + String.join(" and ", usable));
      }
    }
    List<String> suites = side.cipherSuites();
    if (suites == null) {
      return;
    }
    Set<String> known = Set.of(supported.getCipherSuites());
    for (String suite : suites) {
      if (!known.contains(suite)) {
        throw new IOException(
            side.prefix()
                + "ciphersuites: "
                + suite
                + " is no cipher suite of this Java; remove it");
      }
    }
    for (String version : side.protocols()) {
      boolean modern = version.equals("TLSv1.3");
      // Suites of TLS 1.3 name no key exchange.
      if (suites.stream().noneMatch(suite -> modern != suite.contains("_WITH_"))) {
        throw new IOException(
            side.prefix()
                + "ciphersuites has none for "
                + version
                + ", which is offered; add one, or remove that version from "
                + side.prefix()
                + "enabledProtocols");
      }
    }
  }
}
