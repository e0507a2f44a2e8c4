package io.vivarium.kernel.plugin;

import io.vivarium.spi.FatalReason;
import io.vivarium.spi.PluginException;
import org.jspecify.annotations.Nullable;

/** Calls of one plugin while the server starts it: each comes back in time and with something, or fails with the plugin's name. */
final class PluginCalls {
  private final String plugin;
  private final String name;
  private final ClassLoader loader;
  private final Bounds bounds;

  PluginCalls(InstalledPlugin<?> installed, Bounds bounds) {
    this.plugin = installed.description();
    this.name = installed.name();
    this.loader = installed.provider().getClass().getClassLoader();
    this.bounds = bounds;
  }

  /**
   * Makes a call.
   *
   * @param verb for the name of the thread
   * @param failing what to say when it fails, for example {@code did not start}
   * @throws BrokenPluginException when the code throws what no plugin may, does not come back, or returns null
   * @throws PluginException when the plugin says itself why it fails
   */
  <R> R make(String verb, String failing, BoundedCall.Code<R> code) throws PluginException {
    BoundedCall.Outcome<R> outcome;
    try {
      outcome = bounds.starting(verb + "-" + name, loader, code);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new PluginException(
          FatalReason.UNEXPECTED,
          "plugin " + plugin + " " + failing + ": the server was told to stop meanwhile",
          e);
    }
    return switch (outcome) {
      case BoundedCall.Outcome.Returned<R>(var value) -> {
        if (value == null) {
          throw broken(failing, "it returned null", null);
        }
        yield value;
      }
      case BoundedCall.Outcome.Threw<R>(var failure) -> throw failed(failing, failure);
      case BoundedCall.Outcome.Overdue<R>(var where) ->
          throw broken(
              failing,
              "it did not come back within "
                  + bounds.limits().start().toMillis()
                  + " ms (plugin.startTimeoutMs) and is left behind; it is at "
                  + Frames.first(where.toArray(StackTraceElement[]::new)),
              null);
    };
  }

  private PluginException failed(String failing, Throwable failure) {
    return failure instanceof PluginException known
        ? new PluginException(
            known.reason(), "plugin " + plugin + " " + failing + ": " + known.getMessage(), known)
        : broken(failing, failure.toString(), failure);
  }

  private BrokenPluginException broken(String failing, String why, @Nullable Throwable cause) {
    return new BrokenPluginException("plugin " + plugin + " " + failing + ": " + why, cause);
  }
}
