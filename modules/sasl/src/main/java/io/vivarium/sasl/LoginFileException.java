package io.vivarium.sasl;

import org.jspecify.annotations.Nullable;

/** A file that says who may log in cannot be used; the message names the file and the place, and holds nothing of what stands there. */
public final class LoginFileException extends Exception {
  private static final long serialVersionUID = 1L;

  LoginFileException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
