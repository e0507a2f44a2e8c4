package io.vivarium.spi;

import org.jspecify.annotations.Nullable;

/** A plugin cannot be created or started. The message says what, where, and what the operator should do. */
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
