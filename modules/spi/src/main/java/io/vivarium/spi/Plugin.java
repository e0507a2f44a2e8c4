package io.vivarium.spi;

/**
 * A configured instance of a plugin. The host calls {@link #start()} once and {@link #close()} once (also when start failed), both
 * on one thread of its own, which they may block.
 */
public interface Plugin extends AutoCloseable {
  /** Acquires what the plugin needs: files, locks, threads. */
  void start() throws PluginException;

  /** Gives everything back; idempotent. Afterwards no thread of the plugin runs. */
  @Override
  void close();
}
