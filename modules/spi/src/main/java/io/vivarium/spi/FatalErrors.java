package io.vivarium.spi;

import org.jspecify.annotations.Nullable;

/** Receives the news that the server cannot go on. */
@FunctionalInterface
public interface FatalErrors {
  /**
   * Stops the server. Only the first report counts. Any thread; returns at once.
   *
   * @param reason decides the exit code
   * @param message what failed, where, and what the operator should do
   * @param cause null when there is none
   */
  void stop(FatalReason reason, String message, @Nullable Throwable cause);
}
