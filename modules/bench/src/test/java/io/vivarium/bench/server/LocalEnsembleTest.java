package io.vivarium.bench.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vivarium.bench.FakeKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Processes that are started, watched, killed and stopped; the program is one that agrees with everything. */
class LocalEnsembleTest {
  private static final ServerKind FAKE = new FakeKind("fake");

  @TempDir private Path directory;

  @Test
  void eachServerHasItsOwnDirectoryPortsAndTheCommonSettings() throws Exception {
    try (LocalEnsemble ensemble =
        LocalEnsemble.start(FAKE, 3, directory, Map.of("tickTime", "777"), 64, null)) {
      assertEquals(3, ensemble.pids().stream().distinct().count());
      assertEquals(3, ensemble.addresses().stream().distinct().count());
      assertEquals(0, ensemble.leader());
      String config = Files.readString(directory.resolve("server-2/zoo.cfg"));
      assertTrue(config.contains("tickTime=777"), config);
      assertTrue(config.contains("server.3=127.0.0.1:"), config);
      assertEquals("2", Files.readString(directory.resolve("server-2/data/myid")));
    }
  }

  @Test
  void aServerOnItsOwnHasNoServerLines() throws Exception {
    try (LocalEnsemble ensemble = LocalEnsemble.start(FAKE, 1, directory, Map.of(), 64, null)) {
      assertEquals(1, ensemble.addresses().size());
      String config = Files.readString(directory.resolve("server-1/zoo.cfg"));
      assertFalse(config.contains("\nserver."), config);
      assertTrue(config.contains("admin.enableServer=false\n"), config);
    }
  }

  @Test
  void aKilledServerIsNoLongerThereUntilItIsStartedAgain() throws Exception {
    try (LocalEnsemble ensemble = LocalEnsemble.start(FAKE, 3, directory, Map.of(), 64, null)) {
      long before = ensemble.pid(0);
      ensemble.kill(0);
      assertEquals(2, ensemble.pids().size());
      assertThrows(IllegalStateException.class, () -> ensemble.pid(0));
      ensemble.restart(0);
      ensemble.awaitServing();
      assertEquals(3, ensemble.pids().size());
      assertTrue(ensemble.pid(0) != before);
    }
  }

  @Test
  void aSuspendedServerStandsStillUntilItIsResumed() throws Exception {
    try (LocalEnsemble ensemble = LocalEnsemble.start(FAKE, 1, directory, Map.of(), 64, null)) {
      Path state = Path.of("/proc", Long.toString(ensemble.pid(0)), "stat");
      ensemble.suspend(0);
      awaitStill(state, true);
      ensemble.resume(0);
      awaitStill(state, false);
      ensemble.awaitServing();
    }
  }

  /** A signal is under way when it has been sent: each thread of the process stops when it next runs. */
  private static void awaitStill(Path state, boolean still) {
    assertTimeoutPreemptively(
        Duration.ofMinutes(1),
        () -> {
          while (Files.readString(state).contains(") T ") != still) {
            Thread.onSpinWait();
          }
        });
  }

  @Test
  void aSignalToAProcessThatIsGoneIsAnError() throws Exception {
    try (LocalEnsemble ensemble = LocalEnsemble.start(FAKE, 1, directory, Map.of(), 64, null)) {
      ProcessHandle process = ProcessHandle.of(ensemble.pid(0)).orElseThrow();
      process.destroyForcibly();
      process.onExit().get();
      IOException failure = assertThrows(IOException.class, () -> ensemble.suspend(0));
      assertTrue(String.valueOf(failure.getMessage()).contains("SIGSTOP"));
    }
  }

  @Test
  void everyServerHasADataDirectory() throws Exception {
    try (LocalEnsemble ensemble = LocalEnsemble.start(FAKE, 3, directory, Map.of(), 64, null)) {
      assertEquals(3, ensemble.dataDirectories().stream().filter(Files::isDirectory).count());
    }
  }

  @Test
  void withoutALeaderNobodyLeads() throws Exception {
    try (LocalEnsemble ensemble = LocalEnsemble.start(FAKE, 2, directory, Map.of(), 64, null)) {
      assertEquals(0, ensemble.leader());
      ensemble.kill(0);
      ensemble.kill(0);
      assertEquals(1, ensemble.pids().size());
      assertEquals(2, ensemble.addresses().size(), "addresses stay");
      IOException failure = assertThrows(IOException.class, ensemble::leader);
      assertEquals("no server leads", failure.getMessage());
    }
  }

  @Test
  void whatWasStartedEndsWithIt() throws Exception {
    List<ProcessHandle> started;
    try (LocalEnsemble ensemble = LocalEnsemble.start(FAKE, 2, directory, Map.of(), 64, null)) {
      started = ensemble.pids().stream().map(pid -> ProcessHandle.of(pid).orElseThrow()).toList();
      assertTrue(started.stream().allMatch(ProcessHandle::isAlive));
    }
    assertTrue(started.stream().noneMatch(ProcessHandle::isAlive));
  }

  @Test
  void settingsMayNotMoveWhatTheMeasurementDecides() throws Exception {
    Map<String, String> greedy = Map.of("dataDir", "/elsewhere", "clientPort", "2181");
    try (LocalEnsemble ensemble = LocalEnsemble.start(FAKE, 1, directory, greedy, 64, null)) {
      String config = Files.readString(directory.resolve("server-1/zoo.cfg"));
      assertTrue(config.contains("dataDir=" + directory.resolve("server-1/data")), config);
      assertTrue(
          config.contains("clientPort=" + ensemble.addresses().getFirst().getPort()), config);
    }
  }

  @Test
  void adminCommandsAreTakenWhenTheSettingsSaySo() throws Exception {
    Map<String, String> settings = Map.of("admin.enableServer", "true");
    try (LocalEnsemble ensemble = LocalEnsemble.start(FAKE, 2, directory, settings, 64, null)) {
      for (int i = 0; i < 2; i++) {
        String config = Files.readString(directory.resolve("server-" + (i + 1) + "/zoo.cfg"));
        assertTrue(config.contains("admin.enableServer=true\n"), config);
        String port = "admin.serverPort=" + ensemble.adminAddress(i).getPort() + "\n";
        assertTrue(config.contains(port), config);
      }
    }
  }

  @Test
  void aProgramThatEndsAtOnceIsReportedWithItsLog() {
    ServerKind broken =
        new ServerKind() {
          @Override
          public String name() {
            return "broken";
          }

          @Override
          public List<String> command(Path config, int heapMb) {
            return List.of("false");
          }
        };
    IOException failure =
        assertThrows(
            IOException.class, () -> LocalEnsemble.start(broken, 1, directory, Map.of(), 64, null));
    assertTrue(String.valueOf(failure.getMessage()).contains("server.log"));
  }
}
