package io.vivarium.config;

import io.vivarium.config.ConfigSource.Origin;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Collects what was written down in all places of a {@link ConfigSource}. */
final class SettingsReader {
  private static final String PREFIX = "zookeeper.";

  /** Variables of our own scripts that are no keys. */
  private static final Set<String> SCRIPT_VARIABLES =
      Set.of("home", "opts", "conf", "confdir", "logdir", "pidfile");

  /** Families whose free end is the number of a member or of a group. */
  private static final Set<KnownKeys.Family> NUMBERED =
      Set.of(KnownKeys.SERVER, KnownKeys.GROUP, KnownKeys.WEIGHT);

  private final ConfigSource source;
  private final PluginKeys pluginKeys;
  private final Problems problems;
  private final Settings settings = Settings.none();

  SettingsReader(ConfigSource source, PluginKeys pluginKeys, Problems problems) {
    this.source = source;
    this.pluginKeys = pluginKeys;
    this.problems = problems;
  }

  Settings read() {
    Origin code = Origin.code(source.code().place());
    source.code().values().forEach((key, value) -> put(settings.code(), key, key, value, code));
    Path file = source.file();
    if (file != null) {
      readFile(file).forEach(setting -> settings.file().put(setting.key(), setting));
    }
    readProperties();
    readEnvironment();
    source
        .embedded()
        .forEach((key, value) -> put(settings.embedded(), key, key, value, Origin.embedded()));
    return settings;
  }

  private void put(
      Map<String, Setting> layer, String key, String writtenAs, String value, Origin origin) {
    layer.put(key, setting(key, writtenAs, value.trim(), origin));
  }

  private Setting setting(String key, String writtenAs, String value, Origin origin) {
    boolean secret = pluginKeys.isSecret(key) || Secrets.isSecret(key);
    return new Setting(key, writtenAs, value, origin, secret);
  }

  /** The assignments of a file, the last of equal keys only; an unreadable file is a problem and has none. */
  List<Setting> readFile(Path file) {
    String name = String.valueOf(file.getFileName());
    try {
      String text = source.read(file);
      warnAboutEncoding(name, text);
      Map<String, Setting> last = new HashMap<>();
      for (PropertiesText.Assignment line : PropertiesText.parse(text)) {
        if (line.key().startsWith(PREFIX)) {
          prefixTrap(line, name);
          continue;
        }
        Setting setting =
            setting(line.key(), line.key(), line.value(), Origin.line(name, line.line()));
        Setting earlier = last.put(line.key(), setting);
        if (earlier != null && !earlier.value().equals(line.value())) {
          problems.warning(
              setting,
              "was already set at " + earlier.origin() + "; this later line wins",
              "Remove one of them");
        }
      }
      return List.copyOf(last.values());
    } catch (NoSuchFileException e) {
      unreadable(file, "there is no such file");
    } catch (IOException | SecurityException e) {
      unreadable(file, "it cannot be read: " + e.getMessage());
    } catch (PropertiesText.MalformedLineException e) {
      problems.error(
          Problem.missing(
              "line",
              String.valueOf(e.getMessage()),
              "Write \\\\ for a backslash",
              Origin.line(name, e.line())));
    }
    return List.of();
  }

  private void unreadable(Path file, String why) {
    problems.error(
        Problem.missing(
            Problems.FILE,
            why,
            "Give the path of a readable configuration file",
            Origin.file(file.toString())));
  }

  private void warnAboutEncoding(String name, String text) {
    if (text.chars().anyMatch(c -> c > 0x7e && c < 0x100)) {
      problems.warning(
          Problem.missing(
              "file",
              "it has bytes outside ASCII, which are read as ISO 8859-1 as ZooKeeper does",
              "Write \\uXXXX escapes when names come out wrong",
              Origin.file(name)));
    }
  }

  private void prefixTrap(PropertiesText.Assignment line, String file) {
    Setting setting = setting(line.key(), line.key(), line.value(), Origin.line(file, line.line()));
    problems.warning(
        setting,
        "has no effect, because keys of the file get the prefix zookeeper. by themselves",
        "Write " + line.key().substring(PREFIX.length()));
  }

  private void readProperties() {
    source
        .properties()
        .forEach(
            (name, value) -> {
              Origin origin = Origin.property(name);
              if (name.startsWith(PREFIX)) {
                put(
                    settings.properties(),
                    name.substring(PREFIX.length()),
                    "-D" + name,
                    value,
                    origin);
              } else if (readBare(name) || pluginKeys.contains(name)) {
                put(settings.bare(), name, "-D" + name, value, origin);
              }
            });
  }

  private static boolean readBare(String name) {
    Key<?> key = KnownKeys.find(name);
    return key != null && (key.form() == Form.BARE || key.form() == Form.PREFIXED_OR_BARE);
  }

  private void readEnvironment() {
    if (source.environment().keySet().stream()
        .noneMatch(name -> name.startsWith(EnvironmentNames.PREFIX))) {
      return;
    }
    Map<String, String> byFoldedName = new HashMap<>();
    pluginKeys.names().forEach(key -> byFoldedName.put(EnvironmentNames.folded(key), key));
    KnownKeys.all()
        .forEach(key -> byFoldedName.put(EnvironmentNames.folded(key.name()), key.name()));
    List<String> links = new ArrayList<>();
    source
        .environment()
        .forEach(
            (name, value) -> {
              if (!name.startsWith(EnvironmentNames.PREFIX)) {
                return;
              }
              boolean key = byFoldedName.containsKey(EnvironmentNames.folded(withoutPrefix(name)));
              if (ServiceLinks.isAddress(name, value) || (ServiceLinks.isNamed(name) && !key)) {
                links.add(name);
              } else {
                readVariable(name, value, byFoldedName);
              }
            });
    if (!links.isEmpty()) {
      problems.warning(ServiceLinks.passedOver(links));
    }
  }

  private static String withoutPrefix(String variable) {
    return variable.substring(EnvironmentNames.PREFIX.length());
  }

  private void readVariable(String name, String value, Map<String, String> byFoldedName) {
    String rest = withoutPrefix(name);
    String folded = EnvironmentNames.folded(rest);
    String key = byFoldedName.get(folded);
    if (key == null) {
      for (KnownKeys.Family family : KnownKeys.families()) {
        String start = EnvironmentNames.folded(family.prefix());
        if (!folded.startsWith(start) || folded.length() == start.length()) {
          continue;
        }
        String end = folded.substring(start.length());
        if (!NUMBERED.contains(family)) {
          key = family.prefix() + rest.substring(rest.lastIndexOf('_') + 1);
        } else if (end.chars().allMatch(Character::isDigit)) {
          key = family.prefix() + end;
        }
      }
    }
    if (key != null) {
      put(settings.environment(), key, name, value, Origin.environment(name));
    } else if (!SCRIPT_VARIABLES.contains(folded)) {
      Setting setting = setting(rest, name, value, Origin.environment(name));
      String nearest = NearestKey.to(folded, byFoldedName.keySet());
      problems.warning(
          setting,
          "is not the environment form of any key",
          nearest == null
              ? "Remove it, or see the list of keys in docs/configuration.md"
              : "Did you mean "
                  + EnvironmentNames.of(byFoldedName.getOrDefault(nearest, nearest))
                  + "?");
    }
  }
}
