package io.vivarium.acceptance.kazoo;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.vivarium.acceptance.fixture.ServerExtension;
import io.vivarium.acceptance.server.ServerProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Python is a must here, not an option: without kazoo these tests fail and say what to install. */
class KazooTest {
  @RegisterExtension static final ServerExtension SERVER = ServerExtension.standard();

  private static final String PYTHON =
      System.getProperty("vivarium.acceptance.python", "/usr/bin/python3");
  private static final Path SCRIPTS = Path.of("src/test/python").toAbsolutePath();
  private static final Duration LIMIT = Duration.ofMinutes(3);

  @TempDir static Path home;

  private static String run(String name, String... arguments) throws Exception {
    Path output = home.resolve(name + ".log");
    List<String> command = new ArrayList<>(List.of(PYTHON, "-B"));
    command.addAll(List.of(arguments));
    Map<String, String> environment =
        Map.of(
            "ZOOKEEPER",
            SERVER.connectString(),
            "ZOOKEEPER_TLS",
            System.getProperty("vivarium.acceptance.tls", ""),
            "PYTHONPATH",
            SCRIPTS.toString());
    ServerProcess python = ServerProcess.start(command, environment, output);
    assertEquals(0, python.exitCode(LIMIT), () -> name + " failed and printed:\n" + python.log());
    return Files.readString(output);
  }

  @BeforeAll
  static void kazooIsInstalled() throws Exception {
    try {
      run("import", "-c", "import kazoo.client");
    } catch (IOException | AssertionError missing) {
      throw new AssertionError(
          PYTHON
              + " cannot import kazoo: install it with 'apt-get install python3-kazoo', or name another interpreter with"
              + " -Dvivarium.acceptance.python=PATH",
          missing);
    }
  }

  @Test
  @Tag("brief")
  void aPlainScriptCreatesGetsSetsAndDeletes() throws Exception {
    assertEquals("OK", run("plain", SCRIPTS.resolve("plain_script.py").toString()).strip());
  }

  @Test
  void nodesTransactionsAclsAndSessionsWork() throws Exception {
    run("nodes", "-m", "unittest", "-v", "test_nodes");
  }

  @Test
  void watchesAndCachesWork() throws Exception {
    run("watchers", "-m", "unittest", "-v", "test_watchers");
  }

  @Test
  void locksElectionsBarriersCountersQueuesAndPartiesWork() throws Exception {
    run("recipes", "-m", "unittest", "-v", "test_recipes");
  }
}
