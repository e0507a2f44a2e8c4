package io.vivarium.kernel.plugin;

import io.vivarium.kernel.descriptor.Capability;
import io.vivarium.spi.FatalReason;
import io.vivarium.spi.Grants;
import io.vivarium.spi.PluginException;
import java.io.IOException;
import java.nio.channels.spi.SelectorProvider;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Set;

/**
 * Grants a plugin what its descriptor declares.
 *
 * @param plugin its name, as configuration selects it
 * @param declared its capabilities
 * @param home the server's home, to which declared paths are relative
 */
record HostGrants(String plugin, Set<Capability> declared, Path home) implements Grants {
  @Override
  public Path file(Path wanted) throws PluginException {
    if (declared.stream().anyMatch(HostGrants::isEverywhere)) {
      return wanted; // also where the server may not look
    }
    Path asked = wanted.toAbsolutePath().normalize();
    try {
      Path real = real(asked);
      for (Capability capability : declared) {
        if (capability instanceof Capability.Files(var below)
            && real.startsWith(real(home.resolve(below).toAbsolutePath().normalize()))) {
          return wanted;
        }
      }
    } catch (IOException e) {
      throw refused("may not use " + asked + ", as it cannot be told where that is: " + e);
    }
    throw refused(
        "may not use "
            + asked
            + ": its descriptor declares "
            + (declared.isEmpty() ? "nothing" : "no files above it, but " + words())
            + "; let its settings name another place, or ask its author for a release that declares files:"
            + asked);
  }

  @Override
  public SelectorProvider sockets() throws PluginException {
    if (declared.stream().noneMatch(Capability.Sockets.class::isInstance)) {
      throw refused(
          "may not open sockets: its descriptor declares "
              + (declared.isEmpty() ? "nothing" : words())
              + "; ask its author for a release that declares sockets");
    }
    return SelectorProvider.provider();
  }

  private static boolean isEverywhere(Capability capability) {
    return capability instanceof Capability.Files(var below)
        && below.isAbsolute()
        && below.getNameCount() == 0;
  }

  private String words() {
    return String.join(", ", declared.stream().map(Capability::word).sorted().toList());
  }

  private PluginException refused(String why) {
    return new PluginException(FatalReason.INVALID_INVOCATION, plugin + " " + why, null);
  }

  /** Where a path leads through all links; what does not exist is taken as it is called. */
  private static Path real(Path path) throws IOException {
    Path there = path;
    while (there.getParent() != null && !Files.exists(there, LinkOption.NOFOLLOW_LINKS)) {
      there = there.getParent();
    }
    return there.toRealPath().resolve(there.relativize(path)).normalize();
  }
}
