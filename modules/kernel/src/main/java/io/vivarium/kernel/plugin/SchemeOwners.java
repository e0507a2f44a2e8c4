package io.vivarium.kernel.plugin;

import io.vivarium.spi.FatalReason;
import io.vivarium.spi.PluginException;
import io.vivarium.spi.auth.AuthScheme;
import io.vivarium.spi.auth.Authentication;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Which authentication plugin offers which scheme; no two the same. One thread. */
final class SchemeOwners {
  private final CallWatch watch;
  private final Map<String, HostedPlugin<?>> owners = new HashMap<>();
  private final List<Authentication> authentications = new ArrayList<>();

  SchemeOwners(CallWatch watch) {
    this.watch = watch;
  }

  /**
   * Takes the schemes of a plugin that has been started.
   *
   * @throws PluginException when another one offers one of them
   */
  HostedAuthentication add(HostedPlugin<Authentication> plugin) throws PluginException {
    HostedAuthentication hosted = new HostedAuthentication(plugin, watch);
    for (AuthScheme scheme : hosted.schemes()) {
      HostedPlugin<?> other = owners.putIfAbsent(scheme.scheme(), plugin);
      if (other != null) {
        throw new PluginException(
            FatalReason.INVALID_INVOCATION,
            "the authentication scheme "
                + scheme.scheme()
                + " is offered by plugin "
                + other.installed().description()
                + " and by plugin "
                + plugin.installed().description()
                + "; leave one of them out of the key auth",
            null);
      }
    }
    authentications.add(hosted);
    return hosted;
  }

  List<Authentication> authentications() {
    return List.copyOf(authentications);
  }
}
