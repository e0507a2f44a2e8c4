package io.vivarium.kernel.admin;

/** A parameter of a command makes no sense; nothing was done. The message is for who asked. */
final class BadParameterException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  BadParameterException(String message) {
    super(message);
  }
}
