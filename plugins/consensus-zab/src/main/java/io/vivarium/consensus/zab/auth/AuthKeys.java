package io.vivarium.consensus.zab.auth;

import io.vivarium.spi.ConfigKey;
import java.nio.file.Path;
import java.util.List;

/** The configuration keys of authentication between servers; names and defaults are ZooKeeper's. */
final class AuthKeys {
  static final ConfigKey<Boolean> ENABLED =
      ConfigKey.flag(
          "quorum.auth.enableSasl", false, "Whether servers may authenticate to each other.");
  static final ConfigKey<Boolean> OPENING =
      ConfigKey.flag(
          "quorum.auth.learnerRequireSasl",
          false,
          "Whether this server authenticates to those that it connects to.");
  static final ConfigKey<Boolean> REQUIRED =
      ConfigKey.flag(
          "quorum.auth.serverRequireSasl",
          false,
          "Whether servers that do not authenticate are turned away.");
  static final ConfigKey<String> OPENING_SECTION =
      ConfigKey.text(
          "quorum.auth.learner.saslLoginContext",
          "QuorumLearner",
          "Section of the JAAS file that says who this server is.");
  static final ConfigKey<String> ACCEPTING_SECTION =
      ConfigKey.text(
          "quorum.auth.server.saslLoginContext",
          "QuorumServer",
          "Section of the JAAS file that says who may connect.");
  static final ConfigKey<Path> LOGIN_FILE =
      ConfigKey.path("java.security.auth.login.config", "JAAS file with these sections.");
  static final ConfigKey<Boolean> FIPS_MODE =
      ConfigKey.flag("fips-mode", true, "Whether DIGEST-MD5 is not used by this server.");
  static final ConfigKey<String> SERVICE =
      ConfigKey.text(
          "quorum.auth.kerberos.servicePrincipal",
          "zkquorum/localhost",
          "Principal of the servers; _HOST stands for the host that is dialled.");
  static final ConfigKey<Boolean> CANONICAL =
      ConfigKey.flag(
          "kerberos.canonicalizeHostNames",
          false,
          "Whether principals have the names of hosts that the resolver says.");
  static final ConfigKey<Long> LEAST_LOGIN_MS =
      ConfigKey.number(
          "kerberos.minReLoginTimeMs",
          60_000,
          0,
          Integer.MAX_VALUE,
          "Milliseconds between two logins to Kerberos at least.");

  private AuthKeys() {}

  /** All of them. */
  static List<ConfigKey<?>> all() {
    return List.of(
        ENABLED,
        OPENING,
        REQUIRED,
        OPENING_SECTION,
        ACCEPTING_SECTION,
        LOGIN_FILE,
        FIPS_MODE,
        SERVICE,
        CANONICAL,
        LEAST_LOGIN_MS);
  }
}
