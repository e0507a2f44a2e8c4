package io.vivarium.transport.tls;

import io.vivarium.transport.tls.TlsSettings.Checks;
import io.vivarium.transport.tls.TlsSettings.Side;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertPathBuilder;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertStore;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.CollectionCertStoreParameters;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.PKIXReason;
import java.security.cert.PKIXRevocationChecker;
import java.security.cert.X509CertSelector;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.EnumSet;
import java.util.Set;
import javax.net.ssl.CertPathTrustManagerParameters;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Judges the certificates of the other end as the JDK does, and says in plain words why it refuses one. Clients' certificates are
 * also asked for their host here, where that is wanted; that a server's certificate names its host the JDK looks after.
 *
 * <p>Everything is judged in each handshake, but whether a certificate was revoked: where authorities are asked for that, what they said
 * is remembered for a while.
 *
 * <p>Looking up names and revocation lists blocks: it is called where handshakes are computed, not on an I/O thread, and lets others be
 * computed meanwhile.
 */
final class TrustCheck extends X509ExtendedTrustManager {
  private final X509ExtendedTrustManager standard;

  /** The same, and asks authorities; null when nobody is to be asked. */
  private final @Nullable X509ExtendedTrustManager asking;

  private final Checks checks;
  private final String trusted;
  private final HandshakeThreads computing;
  private final RevocationMemory memory;

  private TrustCheck(
      X509ExtendedTrustManager standard,
      @Nullable X509ExtendedTrustManager asking,
      Checks checks,
      String trusted,
      HandshakeThreads computing,
      RevocationMemory memory) {
    this.standard = standard;
    this.asking = asking;
    this.checks = checks;
    this.trusted = trusted;
    this.computing = computing;
    this.memory = memory;
  }

  static TrustCheck of(Side side, HandshakeThreads computing, RevocationMemory memory)
      throws IOException, GeneralSecurityException {
    KeySource source = side.files().trust();
    KeyStore store = source == null ? null : source.trusted();
    String where = source == null ? "the JDK's trust store" : source.files().getFirst().toString();
    Checks checks = side.checks();
    Path revoked = side.files().revoked();
    if (!checks.asks() && revoked == null) {
      TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
      factory.init(store);
      return new TrustCheck(manager(factory), null, checks, where, computing, memory);
    }
    if (store == null) {
      throw new IOException(
          side.prefix()
              + "crl, "
              + side.prefix()
              + "ocsp and tls.crl need to know whose certificates are checked; set "
              + side.prefix()
              + "trustStore.location or tls.ca");
    }
    X509ExtendedTrustManager revocation = manager(revocation(store, checks, revoked));
    if (!checks.asks()) {
      return new TrustCheck(revocation, null, checks, where, computing, memory);
    }
    PKIXBuilderParameters others = new PKIXBuilderParameters(store, new X509CertSelector());
    others.setRevocationEnabled(false);
    return new TrustCheck(manager(others), revocation, checks, where, computing, memory);
  }

  private static X509ExtendedTrustManager manager(PKIXBuilderParameters parameters)
      throws GeneralSecurityException {
    TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
    factory.init(new CertPathTrustManagerParameters(parameters));
    return manager(factory);
  }

  private static X509ExtendedTrustManager manager(TrustManagerFactory factory)
      throws GeneralSecurityException {
    for (TrustManager manager : factory.getTrustManagers()) {
      if (manager instanceof X509ExtendedTrustManager extended) {
        return extended;
      }
    }
    throw new GeneralSecurityException("this Java has no trust manager for X.509");
  }

  private static PKIXBuilderParameters revocation(
      KeyStore store, Checks checks, @Nullable Path revoked)
      throws IOException, GeneralSecurityException {
    PKIXBuilderParameters parameters = new PKIXBuilderParameters(store, new X509CertSelector());
    PKIXRevocationChecker checker =
        (PKIXRevocationChecker) CertPathBuilder.getInstance("PKIX").getRevocationChecker();
    Set<PKIXRevocationChecker.Option> options = EnumSet.noneOf(PKIXRevocationChecker.Option.class);
    if (!checks.ocsp()) {
      options.add(PKIXRevocationChecker.Option.PREFER_CRLS);
      options.add(PKIXRevocationChecker.Option.NO_FALLBACK);
    }
    // Of authorities between there is nothing in a file with the lists of those in tls.ca.
    boolean fileOnly = revoked != null && !checks.crl() && !checks.ocsp();
    if (fileOnly || checks.ownOnly()) {
      options.add(PKIXRevocationChecker.Option.ONLY_END_ENTITY);
    }
    checker.setOptions(options);
    parameters.addCertPathChecker(checker);
    if (revoked != null) {
      parameters.addCertStore(
          CertStore.getInstance("Collection", new CollectionCertStoreParameters(lists(revoked))));
    }
    return parameters;
  }

  private static Collection<?> lists(Path file) throws IOException {
    byte[] bytes = SmallFile.read(file);
    try {
      Collection<?> lists =
          CertificateFactory.getInstance("X.509").generateCRLs(new ByteArrayInputStream(bytes));
      if (lists.isEmpty()) {
        throw new IOException(file + " (tls.crl) holds no revocation list");
      }
      return lists;
    } catch (GeneralSecurityException e) {
      throw new IOException(
          file + " (tls.crl) holds no sound revocation list: " + e.getMessage(), e);
    }
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String kind, SSLEngine engine)
      throws CertificateException {
    judge(chain, engine, manager -> manager.checkClientTrusted(chain, kind, engine));
    if (!checks.clientHostNames()) {
      return;
    }
    if (checks.reverseLookup()) {
      computing.lookUp(() -> checkHost(chain[0], engine.getPeerHost()));
    } else {
      checkHost(chain[0], engine.getPeerHost());
    }
  }

  /** Some judgement of the JDK's. */
  @FunctionalInterface
  private interface Judgement {
    void by(X509ExtendedTrustManager manager) throws CertificateException;
  }

  /** Only who has passed everything else is asked about, and that others have been is no reason to pass anything else. */
  private void judge(X509Certificate[] chain, SSLEngine engine, Judgement judgement)
      throws CertificateException {
    try {
      judgement.by(standard);
      X509ExtendedTrustManager revocation = asking;
      if (revocation != null) {
        memory.check(chain, () -> judgement.by(revocation));
      }
      // Whoever resumed it later would show no certificate to judge.
      engine.getHandshakeSession().invalidate();
    } catch (CertificateException e) {
      throw Refusal.of(chain, e, engine.getPeerHost(), trusted);
    }
  }

  private void checkHost(X509Certificate certificate, String address) throws CertificateException {
    HostNames names = HostNames.of(certificate);
    if (names.include(address) || (checks.reverseLookup() && names.include(nameOf(address)))) {
      return;
    }
    String message =
        "the certificate of "
            + certificate.getSubjectX500Principal()
            + " is for "
            + names
            + ", and the client connects from "
            + address;
    throw new CertificateException(
        message, new CertPathValidatorException(message, null, null, -1, PKIXReason.NAME_CHAINING));
  }

  private static String nameOf(String address) {
    try {
      return InetAddress.getByName(address).getCanonicalHostName();
    } catch (UnknownHostException e) {
      return address;
    }
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String kind, SSLEngine engine)
      throws CertificateException {
    judge(chain, engine, manager -> manager.checkServerTrusted(chain, kind, engine));
  }

  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return standard.getAcceptedIssuers();
  }

  // Only engines are used here: a certificate that comes another way would escape the checks above.

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String kind) {
    throw new UnsupportedOperationException("engines only");
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String kind) {
    throw new UnsupportedOperationException("engines only");
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String kind, Socket socket) {
    throw new UnsupportedOperationException("engines only");
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String kind, Socket socket) {
    throw new UnsupportedOperationException("engines only");
  }
}
