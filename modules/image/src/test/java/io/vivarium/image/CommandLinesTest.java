package io.vivarium.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CommandLinesTest {
  @TempDir Path directory;

  private Path launcher(String name, String script) throws IOException {
    Path home = directory.resolve(name);
    Path launcher = home.resolve("bin/vivarium");
    Files.createDirectories(launcher.getParent());
    Files.writeString(launcher, "#!/bin/sh\n" + script);
    assertTrue(launcher.toFile().setExecutable(true));
    return home;
  }

  @Test
  void pathsOfThePackageBecomeThoseOfTheImage() throws Exception {
    Path home = launcher("package", "echo \"HOME/bin/java  -Dlog=HOME/logs $*\"\n");
    Files.writeString(
        home.resolve("bin/vivarium"),
        Files.readString(home.resolve("bin/vivarium")).replace("HOME", home.toString()));

    assertEquals(
        List.of(
            "/opt/vivarium/bin/java",
            "-Dlog=/opt/vivarium/logs",
            "--print-command",
            "server",
            "/conf/zoo.cfg"),
        new CommandLines(home).of("server", "/conf/zoo.cfg"));
  }

  @Test
  void whatTheCallerHasSetIsNotMeantForTheImage() throws Exception {
    Path home = launcher("package", "echo \"${HOME:-none} ${JAVA_HOME:-none}\"\n");

    assertEquals(List.of("none", "none"), new CommandLines(home).of("server"));
  }

  @Test
  void whatAServerWritesBesidesGoesWhereItMayWrite() throws Exception {
    Path home = launcher("package", "echo \"$ZOO_LOG_DIR\"\n");

    assertEquals(List.of("/data/logs"), new CommandLines(home).of("server"));
  }

  @Test
  void aPathWithBlanksIsRefused() throws Exception {
    Path home = launcher("my package", "echo x\n");

    IOException refused =
        assertThrows(IOException.class, () -> new CommandLines(home).of("server"));

    assertTrue(refused.getMessage().contains("must have no blanks"), refused.getMessage());
  }

  @Test
  void aLauncherThatFailsOrIsNotThereIsNamed() throws Exception {
    Path failing = launcher("failing", "exit 1\n");

    IOException failed =
        assertThrows(IOException.class, () -> new CommandLines(failing).of("server"));
    IOException missing =
        assertThrows(IOException.class, () -> new CommandLines(directory).of("server"));

    assertTrue(failed.getMessage().endsWith("--print-command server failed"));
    assertTrue(missing.getMessage().contains("bin/vivarium"), missing.getMessage());
  }
}
