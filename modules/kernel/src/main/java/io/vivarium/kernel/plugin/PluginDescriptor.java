package io.vivarium.kernel.plugin;

import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import java.util.regex.Pattern;

/**
 * What a plugin directory says of itself, in {@code plugin.properties}, before anything of it is loaded.
 *
 * @param id how configuration selects the plugin
 * @param version of the plugin
 * @param kind which SPI it implements
 * @param spiVersion the version of that SPI it was written for
 * @param licence an SPDX identifier
 * @param container how its jars are loaded
 */
record PluginDescriptor(
    String id,
    String version,
    PluginKind<?> kind,
    int spiVersion,
    String licence,
    Container container) {
  static final String FILE = "plugin.properties";

  private static final int LARGEST = 64 << 10;
  private static final Pattern ID = Pattern.compile("[a-z][a-z0-9-]{0,63}");

  /** How the jars of a plugin are loaded. */
  enum Container {
    /** As modules, in a layer of their own. */
    LAYER,
    /** By one class loader, for libraries whose jars share packages. */
    LOADER
  }

  /** Reads and checks the descriptor of a plugin directory. */
  static PluginDescriptor read(Path directory) throws PluginProblem {
    Path file = directory.resolve(FILE);
    Properties properties = new Properties();
    try {
      if (Files.size(file) > LARGEST) {
        throw new PluginProblem(file + " is larger than " + LARGEST + " bytes");
      }
      properties.load(new StringReader(Files.readString(file, StandardCharsets.UTF_8)));
    } catch (IOException | IllegalArgumentException e) {
      throw new PluginProblem(file + " cannot be read: " + e);
    }
    String id = required(properties, "id", file);
    if (!ID.matcher(id).matches()) {
      throw new PluginProblem(
          file
              + ": id = "
              + id
              + " must be lower-case letters, digits and hyphens, at most 64, and begin with a letter");
    }
    return new PluginDescriptor(
        id,
        required(properties, "version", file),
        kind(required(properties, "spi", file), file),
        number(required(properties, "spi.version", file), file),
        required(properties, "licence", file),
        container(properties.getProperty("container", "layer").trim(), file));
  }

  private static String required(Properties properties, String key, Path file)
      throws PluginProblem {
    String value = properties.getProperty(key, "").trim();
    if (value.isEmpty()) {
      throw new PluginProblem(file + " lacks the key " + key);
    }
    return value;
  }

  private static PluginKind<?> kind(String name, Path file) throws PluginProblem {
    return PluginKind.START_ORDER.stream()
        .filter(kind -> kind.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new PluginProblem(
                    file
                        + ": spi = "
                        + name
                        + " is none of "
                        + PluginKind.START_ORDER.stream().map(PluginKind::name).toList()));
  }

  private static int number(String text, Path file) throws PluginProblem {
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException e) {
      throw new PluginProblem(file + ": spi.version = " + text + " is not a number");
    }
  }

  private static Container container(String text, Path file) throws PluginProblem {
    return switch (text) {
      case "layer" -> Container.LAYER;
      case "loader" -> Container.LOADER;
      default ->
          throw new PluginProblem(file + ": container = " + text + " is neither layer nor loader");
    };
  }
}
