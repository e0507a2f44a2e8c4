package io.vivarium.config;

import static io.vivarium.config.ValueType.className;
import static io.vivarium.config.ValueType.flag;
import static io.vivarium.config.ValueType.integer;
import static io.vivarium.config.ValueType.oneOf;
import static io.vivarium.config.ValueType.path;
import static io.vivarium.config.ValueType.text;
import static io.vivarium.config.ValueType.words;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Keys of TLS: the same for the client port and for the ports between servers, under two prefixes. */
final class TlsKeys {
  private TlsKeys() {}

  static List<Key<?>> all() {
    List<Key<?>> keys = new ArrayList<>(general());
    for (String prefix : List.of("ssl.", "ssl.quorum.")) {
      keys.addAll(store(prefix + "keyStore.", "key store"));
      keys.addAll(store(prefix + "trustStore.", "trust store"));
      keys.addAll(protocol(prefix));
      keys.addAll(checks(prefix, prefix.equals("ssl.quorum.")));
    }
    return keys;
  }

  private static List<Key<?>> general() {
    ValueType<String> providers = oneOf("JDK", "OPENSSL", "OPENSSL_REFCNT");
    return List.of(
        of("fips-mode", flag(), true, "3.8.2", "Leave the check of host names to the JDK's TLS."),
        of(
            "client.certReload",
            flag(),
            false,
            "3.7.2",
            "Use changed stores of the client port without a restart."),
        of(
            "client.portUnification",
            flag(),
            false,
            "3.6",
            "Accept TLS and plain connections at clientPort."),
        of("ssl.sslProvider", providers, "JDK", "3.9", "Implementation of TLS.")
            .mapped("TLS is the JDK's"));
  }

  private static List<Key<?>> store(String prefix, String store) {
    ValueType<String> types = oneOf("JKS", "PEM", "PKCS12", "BCFKS");
    return List.of(
        of(prefix + "location", path(), null, "3.5", "File of the " + store + "."),
        of(prefix + "password", text(), null, "3.5", "Password of the " + store + "."),
        of(
            prefix + "passwordPath",
            path(),
            null,
            "3.8",
            "File with the password of the " + store + "; wins over it."),
        of(prefix + "type", types, null, "3.5", "Format of the " + store + ".")
            .byDefault("by file name"));
  }

  private static List<Key<?>> protocol(String prefix) {
    String offered = prefix.equals("ssl.") ? "protocol" : "those of the JDK";
    return List.of(
        of(prefix + "protocol", text(), "TLSv1.3", "3.5.5", "Version of TLS."),
        of(prefix + "enabledProtocols", words(), null, "3.5.5", "Versions of TLS that are offered.")
            .byDefault(offered),
        of(prefix + "ciphersuites", words(), null, "3.5.5", "Cipher suites that are offered.")
            .byDefault("a list of 15"),
        of(
                prefix + "context.supplier.class",
                className(),
                null,
                "3.5.5",
                "Class that makes the TLS context.")
            .refused("classes cannot be loaded by name; install a transport plugin"));
  }

  private static List<Key<?>> checks(String prefix, boolean quorum) {
    ValueType<String> clientAuth = oneOf("none", "want", "need");
    ValueType<Integer> milliseconds = integer(Integer.MIN_VALUE, Integer.MAX_VALUE, "ms");
    return List.of(
        of(
            prefix + "hostnameVerification",
            flag(),
            true,
            "3.5.5",
            "The peer's certificate must name its host."),
        of(
            prefix + "clientHostnameVerification",
            flag(),
            quorum,
            "3.9.4",
            "A client's certificate must name its host."),
        of(
            prefix + "allowReverseDnsLookup",
            flag(),
            quorum,
            "3.9.5",
            "Look up the names of addresses for that."),
        of(prefix + "crl", flag(), false, "3.5.5", "Check revocation lists."),
        of(prefix + "ocsp", flag(), false, "3.5.5", "Ask whether certificates are revoked."),
        of(
            prefix + "clientAuth",
            clientAuth,
            "need",
            "3.5.5",
            "Whether clients must show a certificate."),
        of(
            prefix + "handshakeDetectionTimeoutMillis",
            milliseconds,
            5000,
            "3.5.5",
            "Time to tell TLS from plain; less than 1 counts as 5000."));
  }

  private static <T> Key<T> of(
      String name, ValueType<T> type, @Nullable T byDefault, String since, String help) {
    return Key.property(name, type, byDefault, help).since(since).ofPlugin();
  }
}
