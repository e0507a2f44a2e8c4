package io.vivarium.kernel.plugin;

import io.vivarium.kernel.descriptor.PluginDescriptor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Where plugins are in the directory of plugins. What is being installed or removed, or was when that ended half-way, has a name with a dot
 * in front and is passed over; but a plugin whose upgrade was cut off between taking the old version away and putting the new one in its
 * place is still where it was taken to.
 */
final class PluginPlace {
  private PluginPlace() {}

  /** The directories that may be plugins, in the order of their own names. */
  static List<Path> allIn(Path directory) throws IOException {
    try (Stream<Path> all = Files.list(directory)) {
      return all.filter(Files::isDirectory)
          .filter(PluginPlace::counts)
          .sorted(Comparator.comparing(PluginPlace::of))
          .toList();
    }
  }

  private static boolean counts(Path entry) {
    return nameOf(entry).startsWith(PluginDescriptor.BEFORE_UPGRADE)
        ? !Files.exists(of(entry), LinkOption.NOFOLLOW_LINKS)
        : !nameOf(entry).startsWith(".");
  }

  /** The directory of the same plugin by its own name. */
  static Path of(Path entry) {
    String name = nameOf(entry);
    return name.startsWith(PluginDescriptor.BEFORE_UPGRADE)
        ? entry.resolveSibling(name.substring(PluginDescriptor.BEFORE_UPGRADE.length()))
        : entry;
  }

  private static String nameOf(Path entry) {
    return String.valueOf(entry.getFileName());
  }
}
