package io.vivarium.transport.tls;

import io.vivarium.spi.FatalReason;
import io.vivarium.spi.PluginConfig;
import io.vivarium.spi.PluginException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What the configuration says about TLS.
 *
 * @param clients how clients are served
 * @param peers how peers are served and connected to
 * @param handshakeTimeoutMillis within which a handshake must be done
 * @param outstandingHandshakes handshakes that may be under way, at least 1
 */
record TlsSettings(
    Side clients, Side peers, int handshakeTimeoutMillis, int outstandingHandshakes) {
  private static final int USUAL_OUTSTANDING = 1_000;
  private static final int USUAL_DETECTION_MILLIS = 5_000;
  private static final List<String> MODERN = List.of("TLSv1.3", "TLSv1.2");

  /** Whether the other end must prove itself when it connects. */
  enum ClientAuth {
    NONE,
    WANT,
    NEED
  }

  /**
   * One of the two: clients or peers.
   *
   * @param prefix of its keys, for messages
   * @param unified whether plain connections are accepted where encrypted ones are
   * @param detectionTimeoutMillis how long a connection may be silent before it counts as plain
   * @param files keys and certificates
   * @param protocols versions of TLS that are offered
   * @param cipherSuites those offered; null for those of the JDK
   * @param checks what is asked of the other end
   * @param provider the implementation of TLS
   */
  record Side(
      String prefix,
      boolean unified,
      int detectionTimeoutMillis,
      Files files,
      List<String> protocols,
      @Nullable List<String> cipherSuites,
      Checks checks,
      TlsProvider provider) {}

  /**
   * Keys and certificates.
   *
   * @param key what this server proves itself with; null when it does not
   * @param trust what others must prove themselves by; null for what the JDK trusts
   * @param revoked file of revocation lists; null when there is none
   * @param reload whether changed files are used without a restart
   */
  record Files(
      @Nullable KeySource key, @Nullable KeySource trust, @Nullable Path revoked, boolean reload) {
    /** Whether a store is of the type that only BouncyCastle reads. */
    boolean usesBcfks() {
      return Stream.of(key, trust)
          .anyMatch(
              source -> source instanceof KeySource.Store store && store.type() == StoreType.BCFKS);
    }

    /** All files. */
    List<Path> all() {
      return Stream.of(
              key == null ? List.<Path>of() : key.files(),
              trust == null ? List.<Path>of() : trust.files(),
              revoked == null ? List.<Path>of() : List.of(revoked))
          .flatMap(List::stream)
          .distinct()
          .toList();
    }
  }

  /**
   * What is asked of the other end.
   *
   * @param clientAuth whether it must show a certificate when it connects
   * @param hostNames whether a server's certificate must name the host that was connected to
   * @param clientHostNames whether a client's certificate must name the host that it connects from
   * @param reverseLookup whether the name of an address is looked up for that
   * @param crl whether revocation lists are fetched
   * @param ocsp whether the authority is asked about each certificate
   * @param revocationCacheSeconds how long what they say is remembered, at least 0
   * @param ownOnly whether only the certificate of the other end itself is looked up, not those of authorities between
   */
  record Checks(
      ClientAuth clientAuth,
      boolean hostNames,
      boolean clientHostNames,
      boolean reverseLookup,
      boolean crl,
      boolean ocsp,
      int revocationCacheSeconds,
      boolean ownOnly) {
    /** Whether an authority is asked before a certificate is accepted. */
    boolean asks() {
      return crl || ocsp;
    }

    /** Whether somebody else is asked before a certificate is accepted. */
    boolean lookUps() {
      return asks() || (clientHostNames && reverseLookup);
    }
  }

  static TlsSettings from(PluginConfig config) throws PluginException {
    try {
      int outstanding = config.get(TlsKeys.OUTSTANDING);
      return new TlsSettings(
          side(config, TlsKeys.CLIENTS, false),
          side(config, TlsKeys.PEERS, true),
          config.get(TlsKeys.HANDSHAKE_TIMEOUT),
          outstanding < 1 ? USUAL_OUTSTANDING : outstanding);
    } catch (IOException e) {
      throw new PluginException(FatalReason.INVALID_INVOCATION, String.valueOf(e.getMessage()), e);
    }
  }

  /** All files that are read. */
  List<Path> files() {
    return Stream.of(clients, peers)
        .flatMap(side -> side.files().all().stream())
        .distinct()
        .toList();
  }

  private static Side side(PluginConfig config, TlsKeys.Family keys, boolean peers)
      throws IOException {
    int detection = config.get(keys.detectionTimeout);
    return new Side(
        keys.prefix,
        config.get(peers ? TlsKeys.PEERS_UNIFIED : TlsKeys.CLIENTS_UNIFIED),
        detection < 1 ? USUAL_DETECTION_MILLIS : detection,
        files(config, keys, config.get(peers ? TlsKeys.PEERS_RELOAD : TlsKeys.CLIENTS_RELOAD)),
        protocols(config, keys, peers),
        words(config.find(keys.cipherSuites)),
        checks(config, keys, peers),
        TlsProvider.of(config.get(TlsKeys.PROVIDER), TlsKeys.PROVIDER.name()));
  }

  private static Files files(PluginConfig config, TlsKeys.Family keys, boolean reload)
      throws IOException {
    KeySource key = store(config, keys.keyStore);
    KeySource trust = store(config, keys.trustStore);
    Path certificate = config.find(TlsKeys.CERTIFICATE);
    Path privateKey = config.find(TlsKeys.KEY);
    Path authorities = config.find(TlsKeys.AUTHORITIES);
    Path revoked = config.find(TlsKeys.REVOKED);
    if (certificate == null && privateKey == null && authorities == null) {
      return new Files(key, trust, revoked, reload);
    }
    if (certificate == null || privateKey == null || authorities == null) {
      throw new IOException(
          "tls.certificate, tls.key and tls.ca belong together; "
              + (certificate == null
                  ? "tls.certificate"
                  : privateKey == null ? "tls.key" : "tls.ca")
              + " is missing: set it, or remove the others");
    }
    if (key != null || trust != null) {
      throw new IOException(
          "tls.certificate and "
              + (key != null ? keys.keyStore : keys.trustStore).location.name()
              + " both say where certificates are; remove one of them");
    }
    Password password =
        new Password(config.get(TlsKeys.KEY_PASSWORD), config.find(TlsKeys.KEY_PASSWORD_PATH));
    return new Files(
        new KeySource.PemPair(certificate, privateKey, password),
        new KeySource.PemPair(authorities, authorities, new Password("", null)),
        revoked,
        true);
  }

  private static @Nullable KeySource store(PluginConfig config, TlsKeys.Store keys)
      throws IOException {
    Path file = config.find(keys.location);
    String type = config.find(keys.type);
    if (file == null) {
      return null;
    }
    return new KeySource.Store(
        file,
        StoreType.of(type == null || type.isBlank() ? null : type.strip(), file, keys.type.name()),
        new Password(config.get(keys.password), config.find(keys.passwordPath)));
  }

  /** The client port of ZooKeeper offers one version unless told otherwise, its quorum ports all that are not outdated. */
  private static List<String> protocols(PluginConfig config, TlsKeys.Family keys, boolean peers) {
    List<String> enabled = words(config.find(keys.enabledProtocols));
    if (enabled != null) {
      return enabled;
    }
    boolean chosen = !config.withPrefix(keys.protocol.name()).isEmpty();
    return peers && !chosen ? MODERN : List.of(config.get(keys.protocol));
  }

  private static Checks checks(PluginConfig config, TlsKeys.Family keys, boolean peers)
      throws IOException {
    boolean fips = config.get(TlsKeys.FIPS_MODE);
    boolean hostNames = config.get(keys.hostNames);
    // With fips-mode, its default, ZooKeeper asks no name of peers that connect; nor do we unless
    // somebody wants it.
    boolean wanted = !peers || !fips || !config.withPrefix(keys.clientHostNames.name()).isEmpty();
    return new Checks(
        clientAuth(config.get(keys.clientAuth), keys.clientAuth.name()),
        hostNames,
        hostNames && wanted && config.get(keys.clientHostNames),
        !fips && config.get(keys.reverseLookup),
        config.get(keys.crl),
        config.get(keys.ocsp),
        config.get(TlsKeys.REVOCATION_CACHE),
        config.get(TlsKeys.OWN_ONLY));
  }

  private static ClientAuth clientAuth(String text, String key) throws IOException {
    return switch (text.strip().toLowerCase(Locale.ROOT)) {
      case "none" -> ClientAuth.NONE;
      case "want" -> ClientAuth.WANT;
      case "need" -> ClientAuth.NEED;
      default -> throw new IOException(key + "=" + text + " must be none, want or need");
    };
  }

  private static @Nullable List<String> words(@Nullable String text) {
    if (text == null || text.isBlank()) {
      return null;
    }
    return Stream.of(text.split(",")).map(String::strip).filter(word -> !word.isEmpty()).toList();
  }
}
