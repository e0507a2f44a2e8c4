package io.vivarium.transport.tls;

import io.vivarium.spi.ConfigKey;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What an operator can say about TLS: ZooKeeper's two families, what stands beside them, and the short section of our own. */
final class TlsKeys {
  private static final int LONGEST_TIMEOUT = 600_000;

  /** ZooKeeper's keys for the client port. */
  static final Family CLIENTS = new Family("ssl.", false);

  /** ZooKeeper's keys for peers. */
  static final Family PEERS = new Family("ssl.quorum.", true);

  static final ConfigKey<Path> CERTIFICATE =
      ConfigKey.path(
          "tls.certificate",
          "PEM file with this server's certificate, those of intermediate authorities behind it.");
  static final ConfigKey<Path> KEY =
      ConfigKey.path(
          "tls.key", "PEM file with the private key of tls.certificate: PKCS#8, PKCS#1 or SEC1.");
  static final ConfigKey<Path> AUTHORITIES =
      ConfigKey.path(
          "tls.ca", "PEM file with the authorities whose certificates clients and peers may show.");
  static final ConfigKey<Path> REVOKED =
      ConfigKey.path(
          "tls.crl", "File with revocation lists (PEM or DER) of the authorities in tls.ca.");
  static final ConfigKey<Integer> REVOCATION_CACHE =
      ConfigKey.integer(
          "tls.revocationCacheSeconds",
          300,
          0,
          3_600,
          "Seconds for which it is remembered whether certificates were revoked (ssl.ocsp, ssl.crl); 0 asks in each handshake.");
  static final ConfigKey<String> KEY_PASSWORD =
      ConfigKey.text("tls.keyPassword", "", "Password of an encrypted tls.key.").asSecret();
  static final ConfigKey<Path> KEY_PASSWORD_PATH =
      ConfigKey.path(
          "tls.keyPasswordPath", "File with the password of tls.key; wins over tls.keyPassword.");
  static final ConfigKey<Integer> HANDSHAKE_TIMEOUT =
      ConfigKey.integer(
          "tls.handshakeTimeout",
          10_000,
          100,
          LONGEST_TIMEOUT,
          "Milliseconds within which a handshake must be done.");
  static final ConfigKey<Integer> OUTSTANDING =
      ConfigKey.integer(
          "netty.server.outstandingHandshake.limit",
          -1,
          Integer.MIN_VALUE,
          Integer.MAX_VALUE,
          "Handshakes of clients under way, and as many of peers; above that the oldest that has said nothing is given up. Less than 1 counts as 1000.");
  static final ConfigKey<Boolean> SSL_QUORUM =
      ConfigKey.flag("sslQuorum", false, "TLS between servers.");
  static final ConfigKey<Boolean> PEERS_UNIFIED =
      ConfigKey.flag("portUnification", false, "Accept TLS and plain peers.");
  static final ConfigKey<Boolean> CLIENTS_UNIFIED =
      ConfigKey.flag("client.portUnification", false, "Accept TLS and plain clients.");
  static final ConfigKey<Boolean> CLIENTS_RELOAD =
      ConfigKey.flag("client.certReload", false, "Use changed files without a restart.");
  static final ConfigKey<Boolean> PEERS_RELOAD =
      ConfigKey.flag("sslQuorumReloadCertFiles", false, "Use changed files without a restart.");
  static final ConfigKey<Boolean> OWN_ONLY =
      ConfigKey.flag(
          "com.sun.security.onlyCheckRevocationOfEECert",
          false,
          "Ask only about the certificate of the other end, not about authorities between.");
  static final ConfigKey<Boolean> FIPS_MODE =
      ConfigKey.flag(
          "fips-mode",
          true,
          "No look-ups of host names, and peers that connect need not be named.");
  static final ConfigKey<String> PROVIDER =
      ConfigKey.text(
          "ssl.sslProvider",
          "AUTO",
          "Implementation of TLS: JDK, OPENSSL, or AUTO for OpenSSL where it can be used.");

  static final List<ConfigKey<?>> ALL = all();

  private TlsKeys() {}

  private static List<ConfigKey<?>> all() {
    List<ConfigKey<?>> keys =
        new ArrayList<>(
            List.of(
                CERTIFICATE,
                KEY,
                AUTHORITIES,
                REVOKED,
                REVOCATION_CACHE,
                KEY_PASSWORD,
                KEY_PASSWORD_PATH,
                HANDSHAKE_TIMEOUT,
                OUTSTANDING,
                SSL_QUORUM,
                PEERS_UNIFIED,
                CLIENTS_UNIFIED,
                CLIENTS_RELOAD,
                PEERS_RELOAD,
                FIPS_MODE,
                OWN_ONLY,
                PROVIDER));
    keys.addAll(CLIENTS.all());
    keys.addAll(PEERS.all());
    return List.copyOf(keys);
  }

  /** One of ZooKeeper's two families of the same keys. */
  static final class Family {
    final String prefix;
    final Store keyStore;
    final Store trustStore;
    final ConfigKey<String> protocol;
    final ConfigKey<String> enabledProtocols;
    final ConfigKey<String> cipherSuites;
    final ConfigKey<String> clientAuth;
    final ConfigKey<Boolean> hostNames;
    final ConfigKey<Boolean> clientHostNames;
    final ConfigKey<Boolean> reverseLookup;
    final ConfigKey<Boolean> crl;
    final ConfigKey<Boolean> ocsp;
    final ConfigKey<Integer> detectionTimeout;

    Family(String prefix, boolean peers) {
      this.prefix = prefix;
      keyStore = new Store(prefix + "keyStore");
      trustStore = new Store(prefix + "trustStore");
      protocol = ConfigKey.text(prefix + "protocol", "TLSv1.3", "Version of TLS.");
      enabledProtocols =
          ConfigKey.text(prefix + "enabledProtocols", null, "Versions of TLS that are offered.");
      cipherSuites =
          ConfigKey.text(prefix + "ciphersuites", null, "Cipher suites that are offered.");
      clientAuth =
          ConfigKey.text(prefix + "clientAuth", "need", "Whether clients must show a certificate.");
      hostNames =
          ConfigKey.flag(
              prefix + "hostnameVerification", true, "The peer's certificate must name its host.");
      clientHostNames =
          ConfigKey.flag(
              prefix + "clientHostnameVerification",
              peers,
              "A client's certificate must name its host.");
      reverseLookup =
          ConfigKey.flag(
              prefix + "allowReverseDnsLookup", peers, "Look up the names of addresses for that.");
      crl = ConfigKey.flag(prefix + "crl", false, "Check revocation lists.");
      ocsp = ConfigKey.flag(prefix + "ocsp", false, "Ask whether certificates are revoked.");
      detectionTimeout =
          ConfigKey.integer(
              prefix + "handshakeDetectionTimeoutMillis",
              5_000,
              Integer.MIN_VALUE,
              Integer.MAX_VALUE,
              "Time to tell TLS from plain.");
    }

    List<ConfigKey<?>> all() {
      List<ConfigKey<?>> keys =
          new ArrayList<>(
              List.of(
                  protocol,
                  enabledProtocols,
                  cipherSuites,
                  clientAuth,
                  hostNames,
                  clientHostNames,
                  reverseLookup,
                  crl,
                  ocsp,
                  detectionTimeout));
      keys.addAll(keyStore.all());
      keys.addAll(trustStore.all());
      return keys;
    }
  }

  /** The four keys of a key store or trust store. */
  static final class Store {
    final ConfigKey<Path> location;
    final ConfigKey<String> type;
    final ConfigKey<String> password;
    final ConfigKey<Path> passwordPath;

    Store(String name) {
      location = ConfigKey.path(name + ".location", "File of the store.");
      type = ConfigKey.text(name + ".type", null, "Format of the store.");
      password = ConfigKey.text(name + ".password", "", "Password of the store.").asSecret();
      passwordPath = ConfigKey.path(name + ".passwordPath", "File with the password.");
    }

    List<ConfigKey<?>> all() {
      return List.of(location, type, password, passwordPath);
    }
  }
}
