package io.vivarium.server.command;

import io.vivarium.spi.PluginException;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParseResult;

/** Tells people why a command failed: the message of an expected failure, the stack of a bug. */
final class FailureReport implements IExecutionExceptionHandler {
  private static final int UNEXPECTED = 1;

  @Override
  public int handleExecutionException(Exception failure, CommandLine command, ParseResult parsed) {
    if (failure instanceof PluginException expected) {
      command.getErr().println("vivarium: " + expected.getMessage());
      return expected.reason().exitCode();
    }
    command.getErr().println("vivarium: this is a bug, please report it:");
    failure.printStackTrace(command.getErr());
    return UNEXPECTED;
  }
}
