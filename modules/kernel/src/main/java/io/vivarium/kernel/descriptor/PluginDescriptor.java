package io.vivarium.kernel.descriptor;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/**
 * What a plugin says of itself, in {@code plugin.properties}, before anything of it is loaded. Every text is bounded and free of control
 * characters, so that it can be shown as it is.
 *
 * @param id how configuration selects the plugin
 * @param version of the plugin
 * @param spi which SPI it implements: one of {@link #SPIS}
 * @param spiVersions the versions of that SPI it works with
 * @param about what only people read
 * @param container how its jars are loaded
 * @param capabilities what it does beyond computing
 */
public record PluginDescriptor(
    String id,
    String version,
    String spi,
    SpiVersions spiVersions,
    About about,
    Container container,
    Set<Capability> capabilities) {
  /** The SPIs, in the order in which their plugins start. */
  public static final List<String> SPIS =
      List.of("metrics", "audit", "storage", "auth", "transport", "consensus", "command", "admin");

  /** The name of the file, in a package and in a plugin directory. */
  public static final String FILE = "plugin.properties";

  /**
   * What stands before the name of a plugin directory while another version is put in its place. Where that never happened, because
   * whoever did it was killed, the plugin is still the one in this directory.
   */
  public static final String BEFORE_UPGRADE = ".old-";

  /** The largest descriptor that is read, in bytes. */
  public static final int LARGEST = 64 << 10;

  /** Copies the set. */
  public PluginDescriptor {
    capabilities = Set.copyOf(capabilities);
  }

  /** How the jars of a plugin are loaded. */
  public enum Container {
    /** As modules, in a layer of their own. */
    LAYER,
    /** By one class loader, for libraries whose jars share packages. */
    LOADER
  }

  /**
   * What only people read.
   *
   * @param name of the plugin; its SPI and id when it has no other
   * @param description what it does, in a few sentences; may be empty
   * @param licence an SPDX identifier
   */
  public record About(String name, String description, String licence) {}

  /**
   * Reads and checks the descriptor of a plugin directory.
   *
   * @throws DescriptorProblem with the file and what is wrong in it
   */
  public static PluginDescriptor read(Path directory) throws DescriptorProblem {
    Path file = directory.resolve(FILE);
    byte[] content;
    try (InputStream in = Files.newInputStream(file)) {
      content = in.readNBytes(LARGEST + 1);
    } catch (IOException e) {
      throw new DescriptorProblem(file + " cannot be read: " + e);
    }
    return parse(content, file.toString());
  }

  /**
   * Reads and checks a descriptor.
   *
   * @param content UTF-8
   * @param where it comes from, for messages
   * @throws DescriptorProblem with {@code where} and what is wrong in it
   */
  public static PluginDescriptor parse(byte[] content, String where) throws DescriptorProblem {
    if (content.length > LARGEST) {
      throw new DescriptorProblem(where + " is larger than " + LARGEST + " bytes");
    }
    return DescriptorReader.read(new String(content, StandardCharsets.UTF_8), where);
  }

  /** The plugin as configuration names it, for example {@code storage=filelog}. */
  public String selection() {
    return spi + "=" + id;
  }
}
