package io.vivarium.spi;

/**
 * A configured instance of a plugin. The host calls {@link #start()} once and then {@link #close()} once (also when start failed or did
 * not come back), each on a thread of its own, which it may block until the host's limit: by default two minutes for a start and 30
 * seconds for a close. A thread that has not come back by then is interrupted and left behind, and the plugin counts as broken.
 */
public interface Plugin extends AutoCloseable {
  /**
   * Acquires what the plugin needs: files, locks, threads.
   *
   * @throws PluginException when it cannot; the message tells the operator what to do
   */
  void start() throws PluginException;

  /**
   * Gives everything back; idempotent, and right after a start that failed half-way. Afterwards no thread of the plugin runs and
   * nothing outside refers to its classes, or they could not be unloaded when it is loaded anew. Never throws.
   */
  @Override
  void close();
}
