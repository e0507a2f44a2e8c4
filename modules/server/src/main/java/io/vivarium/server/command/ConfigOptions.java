package io.vivarium.server.command;

import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Option;

/** Options of every command that reads a configuration. */
final class ConfigOptions {
  /** What messages call the command line. */
  static final String PLACE = "command line";

  @Option(
      names = {"-s", "--set"},
      paramLabel = "KEY=VALUE",
      description = "Set a key; wins over the file. May be repeated.")
  private Map<String, String> set = new LinkedHashMap<>();

  @Option(names = "--strict", description = "Take unknown keys for errors.")
  private boolean strict;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help.")
  @SuppressWarnings("unused") // picocli reads it
  private boolean help;

  /** The keys that the command line sets. */
  Map<String, String> values() {
    Map<String, String> values = new LinkedHashMap<>(set);
    if (strict) {
      values.put("config.mode", "strict");
    }
    return values;
  }
}
