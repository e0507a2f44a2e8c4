package io.vivarium.config;

import static io.vivarium.config.ValueType.flag;
import static io.vivarium.config.ValueType.number;
import static io.vivarium.config.ValueType.path;
import static io.vivarium.config.ValueType.text;
import static io.vivarium.config.ValueType.words;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Keys that authentication plugins read. */
final class AuthenticationKeys {
  private AuthenticationKeys() {}

  static List<Key<?>> all() {
    List<Key<?>> keys = new ArrayList<>(schemes());
    keys.addAll(kerberos());
    return keys;
  }

  private static List<Key<?>> schemes() {
    return List.of(
        of("DigestAuthenticationProvider.enabled", flag(), true, "3.7", "Offer the digest scheme."),
        of(
            "DigestAuthenticationProvider.digestAlg",
            text(),
            "SHA1",
            "3.7",
            "Message digest of the digest scheme; the same on all servers, existing ACLs do not follow."),
        of(
            "X509AuthenticationProvider.superUser",
            text(),
            null,
            "3.5",
            "Certificate subject that is a super user."),
        of(
            "superUser",
            text(),
            null,
            "3.4",
            "SASL user that is a super user; more in superUser.<name>."),
        of(
            "SASLAuthenticationProvider.superPassword",
            text(),
            null,
            "3.4",
            "Password of the SASL user super."),
        of(
            "IPAuthenticationProvider.usexforwardedfor",
            flag(),
            false,
            "3.9.3",
            "Trust X-Forwarded-For of admin requests."),
        of(
            "ensembleAuthName",
            words(),
            List.of(),
            "3.6",
            "Names by which clients may know this ensemble."),
        Key.property("letAnySaslUserDoX", text(), null, "Back door of ZooKeeper's own tests.")
            .refused(
                "it lets any SASL user act as another and is meant for ZooKeeper's own tests"));
  }

  private static List<Key<?>> kerberos() {
    ValueType<Long> milliseconds = number(0, Long.MAX_VALUE, "ms");
    return List.of(
        of("sasl.serverconfig", text(), "Server", "3.4", "JAAS section of the server."),
        of(
            "kerberos.removeHostFromPrincipal",
            flag(),
            false,
            "3.4",
            "Drop the host of a Kerberos name."),
        of(
            "kerberos.removeRealmFromPrincipal",
            flag(),
            false,
            "3.4",
            "Drop the realm of a Kerberos name."),
        of(
            "kerberos.canonicalizeHostNames",
            flag(),
            false,
            "3.7",
            "Resolve host names of principals."),
        of(
            "kerberos.minReLoginTimeMs",
            milliseconds,
            60_000L,
            "3.7",
            "Shortest time between logins."),
        of("security.auth_to_local", text(), "DEFAULT", "", "Rules that shorten Kerberos names."),
        of("server.realm", text(), null, "", "Kerberos realm of the servers."),
        of("requireKerberosConfig", flag(), false, "", "Fail without a Kerberos configuration."),
        of("kinit", path(), null, "", "The kinit command.").byDefault("/usr/bin/kinit"));
  }

  private static <T> Key<T> of(
      String name, ValueType<T> type, @Nullable T byDefault, String since, String help) {
    return Key.property(name, type, byDefault, help).since(since).ofPlugin();
  }
}
