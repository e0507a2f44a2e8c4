package io.vivarium.kernel;

import io.vivarium.spi.auth.AuthScheme;
import io.vivarium.spi.auth.Authentication;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The authentication schemes of all plugins, by name. */
final class Schemes {
  private Schemes() {}

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
