package io.vivarium.kernel;

import io.vivarium.spi.FatalReason;
import io.vivarium.spi.PluginException;
import io.vivarium.spi.auth.AuthScheme;
import io.vivarium.spi.auth.Authentication;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The authentication schemes of all plugins, by name. */
final class Schemes {
  private Schemes() {}

  /**
   * Checks that everybody can get in who is let in.
   *
   * @param required schemes of which a client must have authenticated with one
   * @throws PluginException when one of them is not there: its clients would be turned away without a word about the reason
   */
  static void check(List<String> required, List<Authentication> authentications)
      throws PluginException {
    Map<String, AuthScheme> schemes = byName(authentications);
    List<String> missing =
        required.stream().filter(scheme -> !schemes.containsKey(scheme)).toList();
    if (!missing.isEmpty()) {
      throw new PluginException(
          FatalReason.INVALID_INVOCATION,
          "clients must authenticate (enforce.auth.schemes, sessionRequireClientSASLAuth), but no plugin"
              + " offers the scheme "
              + String.join(", ", missing)
              + "; there are "
              + String.join(", ", schemes.keySet())
              + ". Select its plugin with authProvider.<n> or the key auth, or remove the scheme",
          null);
    }
  }

  /**
   * Checks that there is somebody to look at the certificates of clients.
   *
   * @param scheme that was named for it; null when none was
   * @throws PluginException when it is not there
   */
  static void checkCertificates(@Nullable String scheme, List<Authentication> authentications)
      throws PluginException {
    Map<String, AuthScheme> schemes = byName(authentications);
    if (scheme != null && !schemes.containsKey(scheme)) {
      throw new PluginException(
          FatalReason.INVALID_INVOCATION,
          "ssl.authProvider="
              + scheme
              + ", but no plugin offers this scheme; there are "
              + String.join(", ", schemes.keySet())
              + ". Select its plugin with the key auth, or remove ssl.authProvider",
          null);
    }
  }

  /** Fails when two plugins offer the same scheme. */
  static Map<String, AuthScheme> byName(List<Authentication> authentications) {
    Map<String, AuthScheme> schemes = new LinkedHashMap<>();
    for (Authentication authentication : authentications) {
      for (AuthScheme scheme : authentication.schemes()) {
        AuthScheme other = schemes.putIfAbsent(scheme.scheme(), scheme);
        if (other != null) {
          throw new IllegalStateException(
              "The authentication scheme "
                  + scheme.scheme()
                  + " is offered by "
                  + other.getClass().getName()
                  + " and by "
                  + scheme.getClass().getName()
                  + "; leave one of the plugins out of the key auth");
        }
      }
    }
    return schemes;
  }
}
