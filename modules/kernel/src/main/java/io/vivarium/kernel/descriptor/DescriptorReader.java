package io.vivarium.kernel.descriptor;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.regex.Pattern;

/** Checks the text of a descriptor, key by key. */
final class DescriptorReader {
  private static final Pattern ID = Pattern.compile("[a-z][a-z0-9-]{0,63}");
  private static final Pattern VERSION = Pattern.compile("[0-9A-Za-z][0-9A-Za-z.+_-]{0,99}");
  private static final int LONGEST_NAME = 100;
  private static final int LONGEST_DESCRIPTION = 2000;
  private static final int LONGEST_PATH = 1000;
  private static final int MOST_CAPABILITIES = 50;

  /** What can stand behind each key that must be there, to be shown to whoever left it out. */
  private static final Map<String, String> EXAMPLES =
      Map.of(
          "id", "my-plugin",
          "version", "1.0.0",
          "spi", "audit",
          "spi.version", "1",
          "licence", "Apache-2.0");

  private final Properties properties;
  private final String where;

  private DescriptorReader(Properties properties, String where) {
    this.properties = properties;
    this.where = where;
  }

  /** Reads a descriptor; {@code where} begins every complaint. */
  static PluginDescriptor read(String text, String where) throws DescriptorProblem {
    Properties properties = new Properties();
    try {
      properties.load(new StringReader(text));
    } catch (IOException | IllegalArgumentException e) {
      throw new DescriptorProblem(where + " cannot be read: " + e);
    }
    return new DescriptorReader(properties, where).read();
  }

  private PluginDescriptor read() throws DescriptorProblem {
    String id =
        matching(
            "id",
            ID,
            "must be lower-case letters, digits and hyphens, at most 64, and begin with a letter");
    String version =
        matching(
            "version",
            VERSION,
            "must be letters, digits and the characters . + _ -, at most 100, and begin with a letter or digit");
    String spi = required("spi", LONGEST_NAME);
    if (!PluginDescriptor.SPIS.contains(spi)) {
      throw wrong("spi", spi, "is none of " + PluginDescriptor.SPIS);
    }
    return new PluginDescriptor(
        id,
        version,
        spi,
        spiVersions(),
        new PluginDescriptor.About(
            optional("name", spi + "=" + id, LONGEST_NAME),
            optional("description", "", LONGEST_DESCRIPTION),
            required("licence", LONGEST_NAME)),
        container(),
        capabilities());
  }

  private SpiVersions spiVersions() throws DescriptorProblem {
    String text = required("spi.version", LONGEST_NAME);
    SpiVersions versions = SpiVersions.parse(text);
    if (versions == null) {
      throw wrong("spi.version", text, "is neither a number, such as 1, nor a range, such as 1-3");
    }
    return versions;
  }

  private PluginDescriptor.Container container() throws DescriptorProblem {
    String text = optional("container", "layer", LONGEST_NAME);
    return switch (text) {
      case "layer" -> PluginDescriptor.Container.LAYER;
      case "loader" -> PluginDescriptor.Container.LOADER;
      default -> throw wrong("container", text, "is neither layer nor loader");
    };
  }

  private Set<Capability> capabilities() throws DescriptorProblem {
    String text = optional("capabilities", "", PluginDescriptor.LARGEST);
    Set<Capability> capabilities = new LinkedHashSet<>();
    if (text.isEmpty()) {
      return capabilities;
    }
    for (String word : text.split(",", MOST_CAPABILITIES + 1)) {
      if (capabilities.size() == MOST_CAPABILITIES) {
        throw wrong("capabilities", word.trim(), "is one more than " + MOST_CAPABILITIES);
      }
      capabilities.add(capability(word.trim()));
    }
    return capabilities;
  }

  private Capability capability(String word) throws DescriptorProblem {
    if (word.startsWith(Capability.Files.PREFIX)) {
      return new Capability.Files(path(word));
    }
    return switch (word) {
      case Capability.Sockets.WORD -> new Capability.Sockets();
      case Capability.NativeCode.WORD -> new Capability.NativeCode();
      default -> throw wrong("capabilities", word, "is none of sockets, native, files:<path>");
    };
  }

  private Path path(String word) throws DescriptorProblem {
    String text = word.substring(Capability.Files.PREFIX.length()).trim();
    try {
      Path path = Path.of(text);
      boolean climbs = false;
      for (Path part : path) {
        climbs |= part.toString().equals("..");
      }
      if (!text.isEmpty() && text.length() <= LONGEST_PATH && !climbs) {
        return path.normalize();
      }
    } catch (InvalidPathException e) {
      throw wrong("capabilities", word, "names no path: " + e.getMessage());
    }
    throw wrong(
        "capabilities",
        word,
        "must name a path of at most " + LONGEST_PATH + " characters, without \"..\"");
  }

  private String matching(String key, Pattern form, String rule) throws DescriptorProblem {
    String value = required(key, LONGEST_NAME);
    if (!form.matcher(value).matches()) {
      throw wrong(key, value, rule);
    }
    return value;
  }

  private String required(String key, int longest) throws DescriptorProblem {
    String value = optional(key, "", longest);
    if (value.isEmpty()) {
      throw new DescriptorProblem(
          where
              + " lacks the key "
              + key
              + "; add a line such as "
              + key
              + " = "
              + EXAMPLES.get(key));
    }
    return value;
  }

  private String optional(String key, String otherwise, int longest) throws DescriptorProblem {
    String value = properties.getProperty(key, "").trim();
    if (value.length() > longest) {
      throw new DescriptorProblem(
          where + ": " + key + " has " + value.length() + " characters, at most " + longest);
    }
    // Also what turns the direction of writing: a text must not pass for another one on a screen.
    if (value.codePoints().anyMatch(DescriptorReader::isUnseen)) {
      throw new DescriptorProblem(where + ": " + key + " holds control characters");
    }
    return value.isEmpty() ? otherwise : value;
  }

  private static boolean isUnseen(int character) {
    int type = Character.getType(character);
    return type == Character.CONTROL
        || type == Character.FORMAT
        || type == Character.LINE_SEPARATOR
        || type == Character.PARAGRAPH_SEPARATOR
        || type == Character.SURROGATE
        || type == Character.UNASSIGNED;
  }

  private DescriptorProblem wrong(String key, String value, String why) {
    String shown = value.length() > LONGEST_NAME ? value.substring(0, LONGEST_NAME) + "…" : value;
    return new DescriptorProblem(where + ": " + key + " = " + shown + " " + why);
  }
}
