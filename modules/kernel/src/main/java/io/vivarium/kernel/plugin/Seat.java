package io.vivarium.kernel.plugin;

import io.vivarium.spi.Plugin;
import io.vivarium.spi.PluginException;
import org.jspecify.annotations.Nullable;

/**
 * The place of a plugin in a running server. Who sits there changes when a plugin is loaded anew, where its kind allows that.
 *
 * @param <T> what sits there
 */
final class Seat<T extends Plugin> {
  private volatile HostedPlugin<T> plugin;
  private volatile @Nullable Change<T> change;

  /**
   * How a plugin takes the place of another.
   *
   * @param <T> what the plugins are
   */
  interface Change<T extends Plugin> {
    /** Whether the one that leaves has to be gone before the next one starts, as both would hold the same address or name. */
    boolean oneAtATime();

    /** Hands the next one what it needs before it starts. */
    void prepare(HostedPlugin<T> next) throws PluginException;

    /** The next one has started: from now on the server turns to it. Nothing has changed when this fails. */
    void turnTo(HostedPlugin<T> next) throws PluginException;
  }

  Seat(HostedPlugin<T> plugin) {
    this.plugin = plugin;
  }

  /** Who sits here. Any thread. */
  HostedPlugin<T> plugin() {
    return plugin;
  }

  /** How this one may be exchanged; null when the server would have to stop. */
  @Nullable Change<T> change() {
    return change;
  }

  /** This one may be exchanged, and how. */
  void changeableBy(Change<T> how) {
    change = how;
  }

  /** Another one sits here. */
  void take(HostedPlugin<T> next) {
    plugin = next;
  }
}
