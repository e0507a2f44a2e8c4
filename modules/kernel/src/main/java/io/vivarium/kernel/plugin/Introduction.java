package io.vivarium.kernel.plugin;

import io.vivarium.spi.ConfigKey;
import io.vivarium.spi.Plugin;
import io.vivarium.spi.PluginProvider;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Asks a provider who it is. All of it is code of the plugin that may do anything: what it throws, and that it does not come back, is
 * told as a problem with its place.
 *
 * @param id how configuration selects the plugin
 * @param spiVersion the version of the SPI that it was written for
 * @param keys the configuration keys that it owns
 */
record Introduction(String id, int spiVersion, List<ConfigKey<?>> keys) {
  /** Nothing has been configured yet when plugins are looked for. */
  private static final Duration AT_MOST = Duration.ofMinutes(2);

  /** Asks. */
  static Introduction of(PluginProvider<? extends Plugin> provider, String place)
      throws PluginProblem {
    return bounded(
        place,
        provider.getClass().getClassLoader(),
        () -> {
          String id = provider.id();
          if (id == null || id.isBlank()) {
            throw new PluginProblem("the provider does not tell its id");
          }
          return new Introduction(id, provider.spiVersion(), checked(provider.configKeys()));
        });
  }

  private static List<ConfigKey<?>> checked(List<ConfigKey<?>> keys) throws PluginProblem {
    Set<String> names = new HashSet<>();
    for (ConfigKey<?> key : keys) {
      if (key.name().isBlank() || !names.add(key.name())) {
        throw new PluginProblem(
            key.name().isBlank()
                ? "one of its configuration keys has no name"
                : "its configuration key " + key.name() + " is there twice");
      }
    }
    return List.copyOf(keys);
  }

  /**
   * Runs code of a plugin that has no name yet.
   *
   * @param place for messages
   * @throws PluginProblem that begins with the place
   */
  static <R> R bounded(String place, @Nullable ClassLoader loader, BoundedCall.Code<R> code)
      throws PluginProblem {
    return bounded(place, loader, Bounds.Patience.REAL, code);
  }

  /** As {@link #bounded(String, ClassLoader, BoundedCall.Code)}, by this patience. */
  static <R> R bounded(
      String place,
      @Nullable ClassLoader loader,
      Bounds.Patience patience,
      BoundedCall.Code<R> code)
      throws PluginProblem {
    BoundedCall.Outcome<R> outcome;
    try {
      outcome = BoundedCall.run("load-plugin", loader, AT_MOST, patience, code);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new PluginProblem(place + ": the search for plugins was interrupted");
    }
    return switch (outcome) {
      case BoundedCall.Outcome.Returned<R>(var value) -> {
        if (value == null) {
          throw new PluginProblem(place + ": its provider returned null");
        }
        yield value;
      }
      case BoundedCall.Outcome.Threw<R>(var failure) ->
          throw new PluginProblem(
              place
                  + ": "
                  + (failure instanceof PluginProblem known
                      ? known.getMessage()
                      : "its provider failed: " + failure));
      case BoundedCall.Outcome.Overdue<R>(var where) ->
          throw new PluginProblem(
              place
                  + ": its provider did not answer within "
                  + AT_MOST.toSeconds()
                  + " s; it is at "
                  + Frames.first(where.toArray(StackTraceElement[]::new)));
    };
  }
}
