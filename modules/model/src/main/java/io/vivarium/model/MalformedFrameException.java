package io.vivarium.model;

/**
 * Bytes from a peer or a file do not have the form they must have. The message names the offset, the value found and the limit.
 * Carries no stack trace: it describes input, not code, and hostile input must be cheap to refuse.
 */
public final class MalformedFrameException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** A violation described by {@code message}. */
  public MalformedFrameException(String message) {
    super(message, null, false, false);
  }
}
