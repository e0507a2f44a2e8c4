package io.vivarium.spi;

import org.jspecify.annotations.Nullable;

/**
 * A plugin cannot be created or started, and knows why. The message says what, where, and what the operator should do; the host puts the
 * plugin's name before it. It ends the start of the server whatever the kind of the plugin: somebody asked for it.
 */
public class PluginException extends Exception {
  private static final long serialVersionUID = 1L;

  private final FatalReason reason;

  /** A failure with a cause that may be null. */
  public PluginException(FatalReason reason, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.reason = reason;
  }

  /** The class of failure; decides the exit code. */
  public FatalReason reason() {
    return reason;
  }
}
