package io.vivarium.server.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is believed of what another installation says. */
class OtherInstallationTest {
  private static final Path CONFIG = Path.of("zoo.cfg");

  @TempDir private Path home;

  private Map<String, OtherInstallation.Value> asked(String script) throws IOException {
    Path program = Files.createDirectories(home.resolve("bin")).resolve("vivarium");
    Files.writeString(program, "#!/bin/sh\n" + script + "\n");
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
    return new OtherInstallation(home).configuration(CONFIG, Map.of());
  }

  private void plugin(String name, String descriptor) throws IOException {
    Path directory = Files.createDirectories(home.resolve("plugins").resolve(name));
    Files.writeString(directory.resolve("plugin.properties"), descriptor);
  }

  private String refusal(String script) {
    return String.valueOf(assertThrows(IOException.class, () -> asked(script)).getMessage());
  }

  @Test
  void aKeyHasAValueAndAnOriginWhateverElseALaterReleasePrints() throws IOException {
    Map<String, OtherInstallation.Value> keys =
        asked("printf 'tickTime\\t2000\\tzoo.cfg:3\\t3000\\tmore\\ndataDir\\t\\tdefault\\n'");

    assertEquals(
        Map.of(
            "tickTime",
            new OtherInstallation.Value("2000", "zoo.cfg:3"),
            "dataDir",
            new OtherInstallation.Value("", "default")),
        keys);
  }

  @Test
  void whatIsNoListingIsRefused() {
    assertEquals(
        "its config show printed a line without a key, a value and an origin",
        refusal("echo 'Usage: something else'"));
    assertEquals("its config show ended with 3 and listed nothing", refusal("exit 3"));
    assertEquals("its config show ended with 0 and listed nothing", refusal("exit 0"));
  }

  @Test
  void whatDoesNotEndIsCutOff() {
    String refusal = refusal("exec yes 'a\tb\tc'");

    assertTrue(refusal.startsWith("its config show printed more than"), refusal);
  }

  @Test
  void whatItComplainsOfIsNotTakenForItsListing() throws IOException {
    assertEquals(
        Set.of("a"), asked("echo 'a line for people' >&2; printf 'a\\tb\\tc\\n'").keySet());
  }

  @Test
  void pluginsAreDirectoriesWithADescriptor() throws IOException {
    plugin("one", "id=one\nversion=1\nspi=auth\nspi.version=1\nlicence=MIT\n");
    plugin("two", "id=two\nversion=2\nspi=storage\nspi.version=1-2\nlicence=MIT\n");
    Files.createDirectory(home.resolve("plugins/notes"));
    Files.writeString(home.resolve("plugins/README"), "none");

    Map<String, OtherInstallation.Plugin> plugins = OtherInstallation.plugins(home);

    assertEquals(Set.of("auth=one", "storage=two"), plugins.keySet());
    OtherInstallation.Plugin two = Objects.requireNonNull(plugins.get("storage=two"));
    assertEquals("2", two.descriptor().version());
    assertEquals(home.resolve("plugins/two"), two.directory());
  }

  @Test
  void anInstallationWithoutPluginsHasNone() throws IOException {
    assertEquals(Map.of(), OtherInstallation.plugins(home));
  }

  @Test
  void aDescriptorThatCannotBeReadIsNamed() throws IOException {
    plugin("broken", "id=broken\n");

    String refusal =
        String.valueOf(
            assertThrows(IOException.class, () -> OtherInstallation.plugins(home)).getMessage());

    assertTrue(refusal.contains("plugins/broken/plugin.properties lacks the key"), refusal);
  }
}
