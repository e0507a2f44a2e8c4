package io.vivarium.acceptance.packaging;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.vivarium.acceptance.server.ServerKind;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("standalone")
class SystemdUnitTest {
  @TempDir Path directory;

  @BeforeEach
  void onlyThePackageHasOne() {
    assumeTrue(ServerKind.selected() == ServerKind.PACKAGED);
  }

  private static String unit() throws Exception {
    return Files.readString(ServerKind.distribution().resolve("systemd/vivarium.service"));
  }

  /** With the paths of this package, as if it were installed. */
  @Test
  void systemdFindsNothingWrongWithIt() throws Exception {
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/systemd-analyze")), "there is no systemd");
    String installed = unit().replace("/opt/vivarium", ServerKind.distribution().toString());
    Path unit = Files.writeString(directory.resolve("vivarium.service"), installed);
    Path output = directory.resolve("output");

    Process verify =
        new ProcessBuilder("systemd-analyze", "verify", unit.toString())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    assertTrue(verify.waitFor(2, TimeUnit.MINUTES));

    String said =
        Files.readString(output)
            .lines()
            .filter(line -> line.contains("vivarium"))
            .reduce("", (a, b) -> a + b + "\n");
    assertEquals("", said);
    assertEquals(0, verify.exitValue(), Files.readString(output));
  }

  @Test
  void whatItRunsIsInThePackage() throws Exception {
    String command =
        unit().lines().filter(line -> line.startsWith("ExecStart=")).findFirst().orElseThrow();
    String program = command.replaceAll("ExecStart=/opt/vivarium/(\\S+) .*", "$1");

    assertTrue(Files.isExecutable(ServerKind.distribution().resolve(program)), command);
    assertTrue(unit().contains("\nUser=vivarium\n"));
    assertTrue(unit().contains("\nNoNewPrivileges=yes\n"));
  }
}
