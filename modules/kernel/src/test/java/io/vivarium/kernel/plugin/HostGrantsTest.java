package io.vivarium.kernel.plugin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vivarium.kernel.descriptor.Capability;
import io.vivarium.spi.FatalReason;
import io.vivarium.spi.Grants;
import io.vivarium.spi.PluginException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What plugins get that ask, by what they declare. */
@Tag("no-plugins")
class HostGrantsTest {
  @TempDir private Path home;

  @Test
  void filesBelowADeclaredPathAreGranted() throws Exception {
    Grants grants = grants(new Capability.Files(Path.of("data")));
    Path file = home.resolve("data").resolve("new").resolve("file");
    assertEquals(file, grants.file(file), "it need not exist");
    assertEquals(home.resolve("data"), grants.file(home.resolve("data")));
    Path roundabout = home.resolve("other").resolve("..").resolve("data").resolve("x");
    assertEquals(roundabout, grants.file(roundabout));
  }

  @Test
  void otherFilesAreRefusedByName() {
    Grants grants = grants(new Capability.Files(Path.of("data")));
    assertRefused(grants, home.resolve("database"));
    assertRefused(grants, home);
    assertRefused(grants, home.resolve("data").resolve("..").resolve("secret"));
    PluginException nothing = assertRefused(grants(), home.resolve("data"));
    assertEquals(
        "audit=x may not use "
            + home.resolve("data")
            + ": its descriptor declares nothing; let its settings name another place, or ask its author for a release that declares files:"
            + home.resolve("data"),
        nothing.getMessage());
    PluginException others = assertRefused(grants, home.resolve("database"));
    assertTrue(
        others.getMessage().contains("declares no files above it, but files:data; "),
        others::getMessage);
  }

  @Test
  void aLinkLeadsWhereItLeads() throws Exception {
    Path data = Files.createDirectory(home.resolve("data"));
    Path secret = Files.createDirectory(home.resolve("secret"));
    Grants grants = grants(new Capability.Files(Path.of("data")));
    assertRefused(grants, Files.createSymbolicLink(data.resolve("out"), secret).resolve("file"));
    assertRefused(
        grants, Files.createSymbolicLink(data.resolve("nowhere"), home.resolve("missing")));
    Path in = Files.createSymbolicLink(home.resolve("in"), data).resolve("file");
    assertEquals(in, grants.file(in));
  }

  @Test
  void theRootIsEverywhere() throws Exception {
    Path file = home.resolve("anything");
    assertEquals(file, grants(new Capability.Files(home.getRoot())).file(file));
  }

  @Test
  void socketsAreForThoseThatDeclareThem() throws Exception {
    assertNotNull(grants(new Capability.Sockets()).sockets());
    PluginException refused =
        assertThrows(PluginException.class, () -> grants(new Capability.NativeCode()).sockets());
    assertEquals(FatalReason.INVALID_INVOCATION, refused.reason());
    assertEquals(
        "audit=x may not open sockets: its descriptor declares native; ask its author for a release that declares sockets",
        refused.getMessage());
  }

  private Grants grants(Capability... declared) {
    return new HostGrants("audit=x", Set.of(declared), home);
  }

  private static PluginException assertRefused(Grants grants, Path file) {
    PluginException refused = assertThrows(PluginException.class, () -> grants.file(file));
    assertEquals(FatalReason.INVALID_INVOCATION, refused.reason());
    return refused;
  }
}
