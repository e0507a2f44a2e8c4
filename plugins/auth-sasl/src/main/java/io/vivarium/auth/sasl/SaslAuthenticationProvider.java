package io.vivarium.auth.sasl;

import io.vivarium.spi.ConfigKey;
import io.vivarium.spi.FatalReason;
import io.vivarium.spi.PluginConfig;
import io.vivarium.spi.PluginContext;
import io.vivarium.spi.PluginException;
import io.vivarium.spi.auth.Authentication;
import io.vivarium.spi.auth.AuthenticationProvider;
import io.vivarium.spi.auth.FailedAttempts;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import javax.security.auth.kerberos.KerberosPrincipal;
import org.jspecify.annotations.Nullable;

/** Registers the scheme {@code sasl}. */
public final class SaslAuthenticationProvider implements AuthenticationProvider {
  /** To 51 seconds. */
  private static final int MOST_DOUBLINGS = 8;

  @Override
  public String id() {
    return "sasl";
  }

  @Override
  public List<ConfigKey<?>> configKeys() {
    return SaslKeys.all();
  }

  @Override
  public Authentication create(PluginContext context) throws PluginException {
    PluginConfig config = context.config();
    FailedAttempts attempts =
        new FailedAttempts(context.time(), config.get(SaslKeys.FREE_ATTEMPTS), MOST_DOUBLINGS);
    return new SaslAuthentication(context, new SaslScheme(names(config), attempts));
  }

  private static ClientNames names(PluginConfig config) throws PluginException {
    return new ClientNames(
        rules(config),
        config.get(SaslKeys.DROP_HOST),
        config.get(SaslKeys.DROP_REALM),
        superUsers(config));
  }

  private static NameRules rules(PluginConfig config) throws PluginException {
    String text = config.get(SaslKeys.NAME_RULES);
    try {
      return NameRules.parse(text, realm(config));
    } catch (IllegalArgumentException e) {
      throw new PluginException(
          FatalReason.INVALID_INVOCATION,
          SaslKeys.NAME_RULES.name()
              + "="
              + text
              + ": "
              + e.getMessage()
              + "; a rule is DEFAULT or RULE:[<components>:<format>](<match>)s/<from>/<to>/",
          e);
    }
  }

  private static @Nullable String realm(PluginConfig config) throws PluginException {
    String configured = config.find(SaslKeys.REALM);
    if (configured != null) {
      return configured;
    }
    try {
      return new KerberosPrincipal("nobody").getRealm();
    } catch (IllegalArgumentException e) {
      if (config.get(SaslKeys.REALM_REQUIRED)) {
        throw new PluginException(
            FatalReason.INVALID_INVOCATION,
            SaslKeys.REALM_REQUIRED.name()
                + "=true, but Kerberos has no default realm here; name a krb5.conf with"
                + " -Djava.security.krb5.conf, or set "
                + SaslKeys.REALM.name(),
            e);
      }
      return null; // there is no Kerberos on this machine
    }
  }

  private static Set<String> superUsers(PluginConfig config) {
    Set<String> users = new HashSet<>(config.withPrefix(SaslKeys.SUPER_USERS).values());
    String user = config.find(SaslKeys.SUPER_USER);
    if (user != null) {
      users.add(user);
    }
    return users;
  }
}
