package io.vivarium.kernel.plugin;

import io.vivarium.spi.FatalReason;
import io.vivarium.spi.PluginException;
import org.jspecify.annotations.Nullable;

/**
 * A plugin did what no plugin may: it threw what it had not announced, did not come back, or returned what makes no sense. One that
 * says itself why it cannot go on throws a {@link PluginException}, which is another matter: an operator is to hear it.
 */
final class BrokenPluginException extends PluginException {
  private static final long serialVersionUID = 1L;

  BrokenPluginException(String message, @Nullable Throwable cause) {
    super(FatalReason.UNEXPECTED, message, cause);
  }
}
