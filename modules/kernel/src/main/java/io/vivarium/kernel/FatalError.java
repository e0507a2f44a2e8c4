package io.vivarium.kernel;

import io.vivarium.spi.FatalReason;
import org.jspecify.annotations.Nullable;

/**
 * Why a server stopped by itself.
 *
 * @param reason decides the exit code
 * @param message what failed, where, and what to do
 * @param cause null when there is none
 */
public record FatalError(FatalReason reason, String message, @Nullable Throwable cause) {}
