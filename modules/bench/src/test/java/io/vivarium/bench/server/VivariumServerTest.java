package io.vivarium.bench.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command that starts a server of a package. */
class VivariumServerTest {
  @TempDir private Path home;

  private void program(String name) throws IOException {
    Path file = home.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, "");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private List<String> command() throws Exception {
    return ServerKind.vivarium("ours", home).command(home.resolve("zoo.cfg"), 64);
  }

  @Test
  void aPackageIsStartedByItsOwnScriptOnItsOwnJava() throws Exception {
    program("bin/vivarium");
    program("runtime/bin/java");
    assertEquals(
        List.of(
            "env",
            "--unset=JAVA_HOME",
            "SERVER_JVMFLAGS=-Xms64m -Xmx64m",
            home + "/bin/vivarium",
            "server",
            home + "/zoo.cfg"),
        command());
  }

  @Test
  void onTheJavaOfTheEnvironmentWhenThePackageHasNone() throws Exception {
    program("bin/vivarium");
    assertEquals("SERVER_JVMFLAGS=-Xms64m -Xmx64m", command().get(1));
  }

  @Test
  void aDirectoryWithoutThePackageIsNamed() {
    IOException failure = assertThrows(IOException.class, this::command);
    assertTrue(String.valueOf(failure.getMessage()).startsWith("no Vivarium in " + home));
  }
}
