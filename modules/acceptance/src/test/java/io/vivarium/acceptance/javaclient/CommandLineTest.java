package io.vivarium.acceptance.javaclient;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vivarium.acceptance.fixture.ServerExtension;
import io.vivarium.acceptance.server.ServerProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Apache's own shell (zkCli), one command at a time, as scripts use it. */
class CommandLineTest {
  @RegisterExtension static final ServerExtension SERVER = ServerExtension.standard();

  @TempDir Path home;

  private String run(String... arguments) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-Xmx128m", "-cp", classPath()));
    command.addAll(
        List.of("org.apache.zookeeper.ZooKeeperMain", "-server", SERVER.connectString()));
    command.addAll(List.of(arguments));
    Path output = home.resolve("zkCli.log");
    Files.deleteIfExists(output);
    ServerProcess shell = ServerProcess.start(command, Map.of(), output);
    assertEquals(0, shell.exitCode(Duration.ofMinutes(1)), shell::log);
    return shell.log();
  }

  private static String classPath() {
    return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
  }

  private void shows(String expected, String... arguments) throws Exception {
    String output = run(arguments);
    assertTrue(
        output.contains(expected), () -> String.join(" ", arguments) + " printed:\n" + output);
  }

  @Test
  void nodesAreCreatedShownChangedListedAndDeleted() throws Exception {
    shows("Created /shell", "create", "/shell", "hello");
    shows("Created /shell/child", "create", "/shell/child");
    shows("hello", "get", "/shell");
    run("set", "/shell", "changed");
    shows("dataVersion = 1", "get", "-s", "/shell");
    shows("/shell/child", "ls", "-R", "/shell");
    shows("world,'anyone", "getAcl", "/shell");
    run("deleteall", "/shell");
    shows("[zookeeper]", "ls", "/");
  }

  @Test
  void quotasAreSetAndListed() throws Exception {
    run("create", "/limited");
    run("setquota", "-N", "5", "/limited");
    shows("countHardLimit=5", "listquota", "/limited");
    shows("count=1", "listquota", "/limited");
    run("delquota", "/limited");
    run("delete", "/limited");
  }

  @Test
  void theServerTellsWhoTheClientIs() throws Exception {
    shows("127.0.0.1", "whoami");
  }
}
