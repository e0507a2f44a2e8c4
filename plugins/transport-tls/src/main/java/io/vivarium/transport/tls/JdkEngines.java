package io.vivarium.transport.tls;

import io.vivarium.transport.tls.TlsSettings.ClientAuth;
import io.vivarium.transport.tls.TlsSettings.Side;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;

/** The JDK's own TLS: it takes every format of keys and every suite that can be configured. */
final class JdkEngines implements Engines {
  private final Side side;
  private final SSLContext context;

  /** Instead of ports, by which sessions are found again: each connection has one of its own, so that none is resumed. */
  private final AtomicInteger connections = new AtomicInteger();

  private JdkEngines(Side side, SSLContext context) {
    this.side = side;
    this.context = context;
  }

  /**
   * Engines with these keys.
   *
   * @param keys what this server proves itself with; null when it does not
   * @throws IOException naming a version or suite that cannot be offered
   */
  static JdkEngines of(
      Side side, @Nullable KeyManager keys, TrustManager trust, SecureRandom random)
      throws IOException, GeneralSecurityException {
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys == null ? null : new KeyManager[] {keys}, new TrustManager[] {trust}, random);
    context.getClientSessionContext().setSessionCacheSize(1);
    JdkEngines engines = new JdkEngines(side, context);
    engines.checkOffers();
    return engines;
  }

  @Override
  public ClosableEngine server(InetSocketAddress remote) {
    return new ClosableEngine(bare(remote), () -> {});
  }

  /** One for somebody else's connection, who asks nothing but what an engine of the JDK has to do. */
  SSLEngine bare(InetSocketAddress remote) {
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

  @Override
  public ClosableEngine client(@Nullable String host, int port) {
    SSLEngine engine =
        context.createSSLEngine(host == null ? "localhost" : host, connections.incrementAndGet());
    engine.setUseClientMode(true);
    SSLParameters parameters = offers(engine);
    if (side.checks().hostNames()) {
      parameters.setEndpointIdentificationAlgorithm("HTTPS");
    }
    engine.setSSLParameters(parameters);
    return new ClosableEngine(engine, () -> {});
  }

  @Override
  public void close() {}

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
