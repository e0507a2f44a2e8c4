package io.vivarium.spi.storage;

import io.vivarium.spi.FatalReason;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Storage failed or holds damaged bytes. The message names file, offset, what was found and what to do. */
public class StorageException extends IOException {
  private static final long serialVersionUID = 1L;

  private final FatalReason reason;

  /** A failure with a cause that may be null. */
  public StorageException(FatalReason reason, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.reason = reason;
  }

  /** The class of failure; decides the exit code when it ends the server. */
  public FatalReason reason() {
    return reason;
  }
}
