package io.vivarium.admin.http;

import io.vivarium.spi.ConfigKey;
import io.vivarium.spi.FatalReason;
import io.vivarium.spi.PluginConfig;
import io.vivarium.spi.PluginException;
import java.util.List;

/**
 * What an operator can say about the endpoint; ZooKeeper's keys with ZooKeeper's effect.
 *
 * @param address to listen on
 * @param port to listen on; 0 lets the system choose
 * @param insisted whether somebody asked for this endpoint, so that the server must not run without
 * @param idleTimeoutMs silence that closes a connection
 * @param commandUrl path of the commands, without a slash at its end
 * @param encryption whether connections are plain or not
 * @param needCertificate whether callers over TLS must show a certificate
 * @param trustForwarded whether {@code X-Forwarded-For} tells who a caller is
 */
record HttpSettings(
    String address,
    int port,
    boolean insisted,
    int idleTimeoutMs,
    String commandUrl,
    Encryption encryption,
    boolean needCertificate,
    boolean trustForwarded) {
  static final ConfigKey<String> ADDRESS =
      ConfigKey.text("admin.serverAddress", "127.0.0.1", "Address of the admin endpoint.");
  static final ConfigKey<Integer> PORT =
      ConfigKey.integer("admin.serverPort", 8080, 0, 65_535, "Port of the admin endpoint.");
  static final ConfigKey<Integer> IDLE_TIMEOUT =
      ConfigKey.integer(
          "admin.idleTimeout",
          30_000,
          0,
          Integer.MAX_VALUE,
          "Milliseconds of silence after which a connection is closed.");
  static final ConfigKey<String> COMMAND_URL =
      ConfigKey.text("admin.commandURL", "/commands", "Path of the admin commands.");
  static final ConfigKey<Boolean> PORT_UNIFICATION =
      ConfigKey.flag("admin.portUnification", false, "HTTP and HTTPS at the same port.");
  static final ConfigKey<Boolean> FORCE_HTTPS =
      ConfigKey.flag("admin.forceHttps", false, "HTTPS only.");
  static final ConfigKey<Boolean> NEED_CLIENT_AUTH =
      ConfigKey.flag("admin.needClientAuth", false, "Callers over TLS must show a certificate.");
  static final ConfigKey<Boolean> FORWARDED =
      ConfigKey.flag(
          "IPAuthenticationProvider.usexforwardedfor",
          false,
          "Trust X-Forwarded-For of admin requests.");

  static final List<ConfigKey<?>> KEYS =
      List.of(
          ADDRESS,
          PORT,
          IDLE_TIMEOUT,
          COMMAND_URL,
          PORT_UNIFICATION,
          FORCE_HTTPS,
          NEED_CLIENT_AUTH,
          FORWARDED);

  /** Which connections are accepted. */
  enum Encryption {
    PLAIN,
    BOTH,
    TLS
  }

  static HttpSettings from(PluginConfig config) throws PluginException {
    String url = config.get(COMMAND_URL);
    String path = url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
    if (!path.matches("(/[A-Za-z0-9._-]+)+")) {
      throw new PluginException(
          FatalReason.INVALID_INVOCATION,
          COMMAND_URL.name()
              + " = "
              + url
              + " must be a path of letters, digits, '.', '_' and '-' that begins with '/'",
          null);
    }
    return new HttpSettings(
        config.get(ADDRESS),
        config.get(PORT),
        insisted(config),
        config.get(IDLE_TIMEOUT),
        path,
        encryption(config),
        config.get(NEED_CLIENT_AUTH),
        config.get(FORWARDED));
  }

  private static boolean insisted(PluginConfig config) {
    return !config.withPrefix("admin.").isEmpty() || !config.withPrefix("admin").isEmpty();
  }

  private static Encryption encryption(PluginConfig config) {
    if (config.get(FORCE_HTTPS)) {
      return Encryption.TLS;
    }
    return config.get(PORT_UNIFICATION) ? Encryption.BOTH : Encryption.PLAIN;
  }
}
