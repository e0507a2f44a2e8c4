package io.vivarium.plugin.installer.store;

import io.vivarium.kernel.descriptor.PluginDescriptor;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A plugin in the directory of plugins.
 *
 * @param directory where it is
 * @param descriptor null when it cannot be read; {@code problems} says why
 * @param receipt null when the installer did not bring it
 * @param problems what is wrong with it, as sentences without a subject; empty when nothing is
 */
public record InstalledPackage(
    Path directory,
    @Nullable PluginDescriptor descriptor,
    @Nullable Receipt receipt,
    List<String> problems) {
  /** Copies the list. */
  public InstalledPackage {
    problems = List.copyOf(problems);
  }

  /** The plugin as configuration names it, or the directory's name when it does not say. */
  public String name() {
    return descriptor == null ? directoryName() : descriptor.selection();
  }

  /** Whether a person means this one: {@code storage=filelog}, {@code filelog} or the name of its directory. */
  boolean isCalled(String word) {
    return word.equals(directoryName())
        || (descriptor != null
            && (word.equals(descriptor.selection()) || word.equals(descriptor.id())));
  }

  private String directoryName() {
    return String.valueOf(directory.getFileName());
  }
}
