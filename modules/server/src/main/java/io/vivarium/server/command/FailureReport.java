package io.vivarium.server.command;

import io.vivarium.spi.PluginException;
import java.io.PrintWriter;

/** Tells people why a command failed: the message of an expected failure, the stack of a bug. */
final class FailureReport {
  private static final int UNEXPECTED = 1;

  private FailureReport() {}

  /** Tells it, and returns the exit code. */
  static int tell(PrintWriter err, Exception failure) {
    if (failure instanceof PluginException expected) {
      err.println("vivarium: " + expected.getMessage());
      return expected.reason().exitCode();
    }
    err.println("vivarium: this is a bug, please report it:");
    failure.printStackTrace(err);
    return UNEXPECTED;
  }
}
