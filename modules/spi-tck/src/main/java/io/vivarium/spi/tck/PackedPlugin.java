package io.vivarium.spi.tck;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * The package that the build has made of the plugin, for tests in which a server takes it in as any server does: by its descriptor, from
 * its jars, with the capabilities that it declares. Such tests run after the package is there; with {@code vivarium-plugin-parent} these
 * are the ones in classes whose names end in {@code IT}, and what the project compiles is not on their path besides.
 */
public final class PackedPlugin {
  /** The system property that says where the zip is; {@code vivarium-plugin-parent} sets it. */
  public static final String PROPERTY = "vivarium.plugin.zip";

  private PackedPlugin() {}

  /**
   * Unpacks it into a directory of its own, as an operator would. The directory is called what the zip is called, so that what a server
   * says of it names the package.
   *
   * @param plugins where plugins are installed; made when it is not there
   * @return {@code plugins}, which is what a server is told
   * @throws IllegalStateException when {@link #PROPERTY} is not set
   */
  public static Path installInto(Path plugins) throws IOException {
    String zip = System.getProperty(PROPERTY);
    if (zip == null) {
      throw new IllegalStateException(
          "the system property "
              + PROPERTY
              + " does not say where the package is; run mvn verify, which makes it first");
    }
    String name = String.valueOf(Path.of(zip).getFileName()).replaceFirst("\\.zip$", "");
    Path directory = Files.createDirectories(plugins.resolve(name));
    try (ZipFile files = new ZipFile(zip)) {
      for (ZipEntry entry : files.stream().toList()) {
        Path file = directory.resolve(entry.getName()).normalize();
        if (!directory.equals(file.getParent())) {
          throw new IOException(
              zip + " holds " + entry.getName() + ", and a package holds files only");
        }
        try (InputStream content = files.getInputStream(entry)) {
          Files.copy(content, file);
        }
      }
    }
    return plugins;
  }
}
