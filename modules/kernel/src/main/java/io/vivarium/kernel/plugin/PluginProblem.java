package io.vivarium.kernel.plugin;

/** Why a plugin directory is of no use. The message names the directory or file and says what to do where that is not plain. */
final class PluginProblem extends Exception {
  private static final long serialVersionUID = 1L;

  PluginProblem(String message) {
    super(message);
  }
}
