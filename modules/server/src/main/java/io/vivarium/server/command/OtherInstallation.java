package io.vivarium.server.command;

import io.vivarium.config.Problem;
import io.vivarium.kernel.descriptor.DescriptorProblem;
import io.vivarium.kernel.descriptor.PluginDescriptor;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * An installation of another release. What it makes of a configuration it is asked itself, by its own {@code config show --output lines};
 * name, value and origin of a key are the first fields of a line in every release.
 *
 * @param home directory with {@code bin/} and {@code plugins/}
 */
record OtherInstallation(Path home) {
  private static final String PROGRAM = "bin/vivarium";

  /** Much more than any listing; what prints more is no installation of ours. */
  private static final int LARGEST = 16 << 20;

  /**
   * A key there.
   *
   * @param value in force
   * @param origin where it comes from, for people
   */
  record Value(String value, String origin) {}

  /**
   * A plugin there.
   *
   * @param descriptor what it says of itself
   * @param directory where it is
   */
  record Plugin(PluginDescriptor descriptor, Path directory) {}

  /**
   * The keys of a configuration as they are in force there.
   *
   * @param set what the command line says besides
   * @throws IOException when it does not answer as an installation does
   */
  Map<String, Value> configuration(Path file, Map<String, String> set) throws IOException {
    Path program = home.resolve(PROGRAM);
    if (!Files.isExecutable(program)) {
      throw new IOException("it has no program " + PROGRAM);
    }
    List<String> command = new ArrayList<>(List.of(program.toString(), "config", "show"));
    command.addAll(List.of("--output", "lines"));
    set.forEach((key, value) -> command.addAll(List.of("--set", key + "=" + value)));
    command.add(file.toString());
    Map<String, Value> keys = new LinkedHashMap<>();
    for (String line : printed(command).lines().toList()) {
      String[] fields = line.split("\t", -1);
      if (fields.length < 3) {
        throw new IOException(
            "its config show printed a line without a key, a value and an origin");
      }
      keys.put(fields[0], new Value(fields[1], fields[2]));
    }
    return keys;
  }

  /** What it prints; the same exit codes as here say whether that is a listing. */
  private static String printed(List<String> command) throws IOException {
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    try {
      process.getOutputStream().close();
      byte[] output = process.getInputStream().readNBytes(LARGEST + 1);
      if (output.length > LARGEST) {
        throw new IOException("its config show printed more than " + LARGEST + " bytes");
      }
      int exitCode = process.waitFor();
      boolean lists = exitCode == 0 || exitCode == Problem.INVALID_CONFIGURATION;
      if (!lists || output.length == 0) {
        throw new IOException("its config show ended with " + exitCode + " and listed nothing");
      }
      return new String(output, StandardCharsets.UTF_8);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while its config show ran", e);
    } finally {
      process.destroyForcibly();
    }
  }

  /** Its plugins by SPI and id; empty for one that has no directory of plugins. */
  static Map<String, Plugin> plugins(Path home) throws IOException {
    Path directory = home.resolve("plugins");
    Map<String, Plugin> found = new TreeMap<>();
    if (!Files.isDirectory(directory)) {
      return found;
    }
    try (Stream<Path> entries = Files.list(directory)) {
      for (Path entry : entries.sorted().toList()) {
        @Nullable PluginDescriptor descriptor = descriptor(entry);
        if (descriptor != null) {
          found.put(descriptor.selection(), new Plugin(descriptor, entry));
        }
      }
    }
    return found;
  }

  private static @Nullable PluginDescriptor descriptor(Path entry) throws IOException {
    if (!Files.isRegularFile(entry.resolve(PluginDescriptor.FILE))) {
      return null;
    }
    try {
      return PluginDescriptor.read(entry);
    } catch (DescriptorProblem e) {
      throw new IOException(e.getMessage(), e);
    }
  }
}
