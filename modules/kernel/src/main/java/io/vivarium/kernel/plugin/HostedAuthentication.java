package io.vivarium.kernel.plugin;

import io.vivarium.spi.FatalReason;
import io.vivarium.spi.PluginException;
import io.vivarium.spi.auth.AuthScheme;
import io.vivarium.spi.auth.Authentication;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The schemes of a plugin as the rest of the server knows them; they stay when the plugin behind them is loaded anew. Any thread. */
final class HostedAuthentication implements Authentication {
  private final Map<String, HostedScheme> schemes = new LinkedHashMap<>();
  private final Duration patience;

  /** Who decides in the schemes. One thread at a time. */
  private Target target;

  /** A plugin and the calls that it is in. */
  private record Target(PluginFaults faults, CallsInside calls) {
    Target(HostedPlugin<?> plugin) {
      this(plugin.faults(), new CallsInside());
    }

    HostedScheme.Behind behind(AuthScheme scheme) {
      return new HostedScheme.Behind(scheme, faults, calls);
    }
  }

  /**
   * The schemes of a plugin that has been started.
   *
   * @throws PluginException when they make no sense
   */
  HostedAuthentication(HostedPlugin<Authentication> plugin, CallWatch watch)
      throws PluginException {
    this(plugin, watch, CallsInside.PATIENCE);
  }

  /**
   * As a server has them.
   *
   * @param patience how long {@link #swap} waits for the calls of the one before
   */
  HostedAuthentication(HostedPlugin<Authentication> plugin, CallWatch watch, Duration patience)
      throws PluginException {
    this.patience = patience;
    Target first = new Target(plugin);
    target = first;
    named(plugin)
        .forEach(
            (name, scheme) ->
                schemes.put(name, new HostedScheme(name, first.behind(scheme), watch)));
  }

  /**
   * From now on this plugin decides. Returns when the calls that the one before is in have returned, so that it may be closed; they are
   * not waited for for ever. An interrupt does not end the waiting.
   *
   * @throws PluginException when it does not offer exactly the same schemes; nothing has changed then
   */
  void swap(HostedPlugin<Authentication> to) throws PluginException {
    Map<String, AuthScheme> others = named(to);
    if (!others.keySet().equals(schemes.keySet())) {
      throw new PluginException(
          FatalReason.INVALID_INVOCATION,
          "plugin "
              + to.installed().description()
              + " offers the schemes "
              + others.keySet()
              + ", the one that runs offers "
              + schemes.keySet()
              + "; start the server anew to change that",
          null);
    }
    Target before = target;
    Target next = new Target(to);
    others.forEach((name, scheme) -> schemesOf(name).swap(next.behind(scheme)));
    target = next;
    before.calls().end(before.faults(), patience);
  }

  private HostedScheme schemesOf(String name) {
    HostedScheme scheme = schemes.get(name);
    if (scheme == null) {
      throw new IllegalStateException("no scheme " + name);
    }
    return scheme;
  }

  private static Map<String, AuthScheme> named(HostedPlugin<Authentication> plugin)
      throws PluginException {
    return plugin.ask(
        "schemes",
        "did not tell its schemes",
        () -> {
          Map<String, AuthScheme> named = new LinkedHashMap<>();
          for (AuthScheme scheme : plugin.instance().schemes()) {
            String name = scheme.scheme();
            if (name.isBlank() || named.putIfAbsent(name, scheme) != null) {
              throw new IllegalStateException(
                  "the name of a scheme is "
                      + (name.isBlank() ? "blank" : name + ", which another one has"));
            }
          }
          return named;
        });
  }

  @Override
  public List<AuthScheme> schemes() {
    return new ArrayList<>(schemes.values());
  }

  /** The host starts the plugin itself. */
  @Override
  public void start() {}

  /** The host closes the plugin itself. */
  @Override
  public void close() {}
}
