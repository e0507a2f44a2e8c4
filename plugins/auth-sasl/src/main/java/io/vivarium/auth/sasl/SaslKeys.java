package io.vivarium.auth.sasl;

import io.vivarium.spi.ConfigKey;
import java.nio.file.Path;
import java.util.List;

/** The configuration keys of this plugin; all but those of SCRAM and of attempts are ZooKeeper's. */
final class SaslKeys {
  static final ConfigKey<Path> LOGIN_FILE =
      ConfigKey.path("java.security.auth.login.config", "JAAS file with the section of clients.");
  static final ConfigKey<String> LOGIN_SECTION =
      ConfigKey.text("sasl.serverconfig", "Server", "Section of the JAAS file for clients.");
  static final ConfigKey<String> SUPER_PASSWORD =
      ConfigKey.text(
              "SASLAuthenticationProvider.superPassword",
              null,
              "Password of the DIGEST-MD5 user super, whose identity fulfils every ACL of scheme sasl.")
          .asSecret();
  static final ConfigKey<String> SUPER_USER =
      ConfigKey.text("superUser", null, "Id that is a super user; more by superUser.<name>.");
  static final ConfigKey<Boolean> DROP_HOST =
      ConfigKey.flag(
          "kerberos.removeHostFromPrincipal", false, "Whether ids of Kerberos have no host.");
  static final ConfigKey<Boolean> DROP_REALM =
      ConfigKey.flag(
          "kerberos.removeRealmFromPrincipal", false, "Whether ids of Kerberos have no realm.");
  static final ConfigKey<String> NAME_RULES =
      ConfigKey.text(
          "security.auth_to_local", "DEFAULT", "Rules by which names of Kerberos are shortened.");
  static final ConfigKey<String> REALM =
      ConfigKey.text("server.realm", null, "Realm of the servers; that of krb5.conf when not set.");
  static final ConfigKey<Boolean> REALM_REQUIRED =
      ConfigKey.flag("requireKerberosConfig", false, "Whether there must be a realm.");
  static final ConfigKey<Integer> FREE_ATTEMPTS =
      ConfigKey.integer(
          "sasl.failuresBeforeWait",
          10,
          1,
          1_000_000,
          "Failed attempts of an address before it has to wait, first 200 ms and doubling to 51 s.");

  static final String SUPER_USERS = "superUser.";

  private SaslKeys() {}

  static List<ConfigKey<?>> all() {
    return List.of(
        LOGIN_FILE,
        LOGIN_SECTION,
        SUPER_PASSWORD,
        SUPER_USER,
        DROP_HOST,
        DROP_REALM,
        NAME_RULES,
        REALM,
        REALM_REQUIRED,
        FREE_ATTEMPTS);
  }
}
