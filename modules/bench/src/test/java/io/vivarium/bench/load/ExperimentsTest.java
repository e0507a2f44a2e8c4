package io.vivarium.bench.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vivarium.bench.FakeEnsemble;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every experiment against servers that agree with everything. */
class ExperimentsTest {
  private static final int CREATE = 1;
  private static final int GET = 4;
  private static final int SET = 5;
  private static final int PING = 11;
  private static final int CLOSE = -11;

  @TempDir private Path directory;

  private static Plan plan(int sessions) {
    return new Plan(sessions, 4, 0, 0, 1, 5, 10, new Population(50, 20, 0, 10));
  }

  private static Figures measure(String word, FakeEnsemble servers, Plan plan) throws Exception {
    try (Network network = new Network(2)) {
      return switch (Experiments.named(word)) {
        case Experiment.OfAny any -> any.measure(servers, plan, network, _ -> {});
        case Experiment.OfOwn own -> own.measure(servers, plan, network, _ -> {});
      };
    }
  }

  private static void assertMeasured(Figures figures, Quantity... quantities) {
    for (Quantity quantity : quantities) {
      assertTrue(figures.value(quantity) >= 0, quantity + " in " + figures);
    }
  }

  @Test
  void allHaveDifferentNamesAndSayWhatTheyAre() {
    List<Experiment> all = Experiments.all();
    assertEquals(all.size(), all.stream().map(Experiment::word).distinct().count());
    assertTrue(all.stream().noneMatch(experiment -> experiment.description().isBlank()));
    for (Experiment experiment : all) {
      String loud = experiment.word().toUpperCase(Locale.ROOT);
      assertEquals(experiment, Experiments.named(loud));
    }
  }

  @Test
  void anUnknownOneIsRefusedWithTheKnownOnes() {
    IllegalArgumentException failure =
        assertThrows(IllegalArgumentException.class, () -> Experiments.named("ponder"));
    assertTrue(String.valueOf(failure.getMessage()).contains("fanout"), failure.getMessage());
  }

  @Test
  void aWorkloadYieldsAllFiguresOfALoad() throws Exception {
    try (FakeEnsemble servers = new FakeEnsemble(1, directory)) {
      Figures figures = measure("set", servers, plan(2));
      assertMeasured(
          figures,
          Quantity.THROUGHPUT,
          Quantity.P50,
          Quantity.P99,
          Quantity.P999,
          Quantity.CPU,
          Quantity.SWITCHES,
          Quantity.RESIDENT);
      assertTrue(Double.isNaN(figures.value(Quantity.ERRORS)));
    }
  }

  @Test
  void sessionsAreOpenedAndClosedOneAfterTheOther() throws Exception {
    try (FakeEnsemble servers = new FakeEnsemble(1, directory)) {
      Figures figures = measure("session", servers, plan(3));
      assertMeasured(figures, Quantity.THROUGHPUT, Quantity.P99, Quantity.CPU);
      assertTrue(servers.server(0).count(CLOSE) >= figures.value(Quantity.THROUGHPUT) * 0.9);
      assertEquals(0, servers.server(0).count(PING));
    }
  }

  @Test
  void sessionsThatCannotBeOpenedAreAnError() throws Exception {
    try (FakeEnsemble servers = new FakeEnsemble(1, directory)) {
      servers.kill(0);
      assertThrows(IOException.class, () -> measure("session", servers, plan(3)));
    }
  }

  @Test
  void everyWatcherIsToldOfEveryWriteAndReadsAgain() throws Exception {
    try (FakeEnsemble servers = new FakeEnsemble(1, directory)) {
      Figures figures = measure("fanout", servers, plan(7));
      assertMeasured(figures, Quantity.THROUGHPUT, Quantity.P50, Quantity.CPU);
      int writes = servers.server(0).count(SET);
      int reads = servers.server(0).count(GET);
      assertTrue(writes > 0);
      // Each writes when all have read: at most one round of reads more than there were writes.
      assertTrue(reads >= 7 * writes && reads <= 7 * (writes + 1), reads + " of " + writes);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"set", "fanout", "restart", "failover"})
  void anErrorOfThePreparationEndsIt(String word) throws Exception {
    try (FakeEnsemble servers = new FakeEnsemble(3, directory)) {
      servers.server(0).createError = -4;
      IOException failure = assertThrows(IOException.class, () -> measure(word, servers, plan(2)));
      assertTrue(String.valueOf(failure.getMessage()).contains("-4"), failure.getMessage());
    }
  }

  @Test
  void idleSessionsPing() throws Exception {
    try (FakeEnsemble servers = new FakeEnsemble(1, directory)) {
      servers.server(0).longestTimeoutMs = 150;
      Figures figures = measure("idle", servers, plan(60));
      assertTrue(figures.value(Quantity.THROUGHPUT) > 0);
      assertTrue(servers.server(0).count(PING) > 0);
      assertTrue(Double.isFinite(figures.value(Quantity.RESIDENT_EACH)));
      assertEquals(0, servers.server(0).count(GET));
    }
  }

  @Test
  void bulkMakesEveryZnodeOnce() throws Exception {
    try (FakeEnsemble servers = new FakeEnsemble(1, directory)) {
      Figures figures = measure("bulk", servers, plan(3));
      assertMeasured(figures, Quantity.TIME, Quantity.THROUGHPUT, Quantity.CPU);
      // Fifty below three parents below a root.
      assertEquals(54, servers.server(0).znodes().size());
      assertEquals(54, servers.server(0).count(CREATE));
    }
  }

  @Test
  void aPopulationHasPathsOfTheLengthWanted() throws Exception {
    Plan plan = plan(60).filled(new Population(30, 30, 115, 46));
    try (FakeEnsemble servers = new FakeEnsemble(1, directory)) {
      measure("bulk", servers, plan);
      assertEquals(
          30, servers.server(0).znodes().stream().filter(path -> path.length() == 115).count());
    }
  }

  @Test
  void aRestartKillsAllAndWaitsForAll() throws Exception {
    try (FakeEnsemble servers = new FakeEnsemble(3, directory)) {
      Figures figures = measure("restart", servers, plan(2));
      assertEquals(
          List.of("kill 0", "kill 1", "kill 2", "restart 0", "restart 1", "restart 2"),
          servers.done);
      assertTrue(figures.value(Quantity.FIRST_READ) > 0);
      assertTrue(figures.value(Quantity.ALL_SERVE) >= figures.value(Quantity.FIRST_READ));
    }
  }

  @Test
  void aFailoverKillsTheLeaderAndEverySessionGoesOn() throws Exception {
    try (FakeEnsemble servers = new FakeEnsemble(3, directory)) {
      Figures figures = measure("failover", servers, plan(6));
      assertEquals(List.of("kill 1"), servers.done);
      assertTrue(figures.value(Quantity.FIRST_WRITE) > 0);
      assertTrue(figures.value(Quantity.LAST_SESSION) >= figures.value(Quantity.FIRST_WRITE));
    }
  }

  @Test
  void aFollowerIsSuspendedUnderLoadAndResumed() throws Exception {
    try (FakeEnsemble servers = new FakeEnsemble(3, directory)) {
      Figures figures = measure("lagging", servers, plan(2));
      assertEquals(List.of("suspend 0", "resume 0", "resume 0"), servers.done);
      assertMeasured(figures, Quantity.THROUGHPUT, Quantity.CAUGHT_UP, Quantity.LEADER_GROWTH);
      assertEquals(0, servers.server(0).count(SET));
      assertTrue(servers.server(0).count(GET) > 0);
    }
  }

  @Test
  void aFollowerIsResumedAlsoWhenTheLoadFails() throws Exception {
    try (FakeEnsemble servers = new FakeEnsemble(3, directory)) {
      servers.server(2).createError = -4;
      servers.server(1).createError = -4;
      assertThrows(IOException.class, () -> measure("lagging", servers, plan(2)));
      assertEquals(List.of("suspend 0", "resume 0"), servers.done);
    }
  }

  @Test
  void snapshotsAreMeasuredAtARateOnly() throws Exception {
    try (FakeEnsemble servers = new FakeEnsemble(1, directory)) {
      IOException failure =
          assertThrows(IOException.class, () -> measure("snapshot", servers, plan(2)));
      assertTrue(String.valueOf(failure.getMessage()).contains("rate"), failure.getMessage());
    }
  }

  @Test
  void snapshotsAreToHappenTwiceWhileIsMeasured() {
    if (Experiments.named("snapshot") instanceof Experiment.OfOwn snapshot) {
      Plan plan = new Plan(2, 1, 3000, 0, 30, 5, 10, new Population(50, 20, 0, 10));
      assertEquals(Map.of("snapCount", "45000"), snapshot.settings(plan));
    } else {
      throw new AssertionError("snapshots are seen in directories");
    }
  }

  @Test
  void operationsDuringASnapshotAreToldFromOthers() throws Exception {
    try (FakeEnsemble servers = new FakeEnsemble(1, directory);
        ExecutorService writing = Executors.newSingleThreadExecutor()) {
      Future<?> writer = writing.submit(this::growSnapshot);
      Figures figures;
      try {
        figures = measure("snapshot", servers, plan(2).paced(300));
      } finally {
        writer.cancel(true);
      }
      assertTrue(figures.value(Quantity.SNAPSHOTS) >= 1, figures.toString());
      assertTrue(figures.value(Quantity.P99_INSIDE) > 0, figures.toString());
    }
  }

  /** Until interrupted. */
  private Void growSnapshot() throws IOException {
    Path data = Files.createDirectories(directory.resolve("version-2"));
    try (OutputStream file = Files.newOutputStream(data.resolve("snapshot.77"))) {
      while (!Thread.currentThread().isInterrupted()) {
        file.write(1);
      }
    }
    return null;
  }

  @Test
  void sessionsThatCannotBeClosedAreErrorsByTheirCode() throws Exception {
    try (FakeEnsemble servers = new FakeEnsemble(1, directory)) {
      servers.server(0).error = -112;
      IOException failure =
          assertThrows(IOException.class, () -> measure("session", servers, plan(2)));
      assertTrue(String.valueOf(failure.getMessage()).contains("{-112="), failure.getMessage());
    }
  }

  @Test
  void everySessionIsANewOneAndIsClosedInTheEnd() throws Exception {
    try (FakeEnsemble servers = new FakeEnsemble(2, directory)) {
      measure("session", servers, plan(4));
      for (int i = 0; i < 2; i++) {
        List<Long> welcomed = List.copyOf(servers.server(i).welcomed);
        assertEquals(welcomed.size(), welcomed.stream().distinct().count());
        assertEquals(welcomed.size(), servers.server(i).count(CLOSE));
      }
    }
  }

  @Test
  void aWriteThatFailsEndsTheFanOut() throws Exception {
    try (FakeEnsemble servers = new FakeEnsemble(1, directory)) {
      servers.server(0).error = -101;
      IOException failure =
          assertThrows(IOException.class, () -> measure("fanout", servers, plan(3)));
      assertEquals("a session was lost: a request failed with error -101", failure.getMessage());
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {GET, SET})
  void aLostWatcherOrWriterEndsTheFanOut(int operation) throws Exception {
    try (FakeEnsemble servers = new FakeEnsemble(1, directory)) {
      servers.server(0).hangUpOn = operation;
      IOException failure =
          assertThrows(IOException.class, () -> measure("fanout", servers, plan(3)));
      assertTrue(
          String.valueOf(failure.getMessage()).contains("the server closed the connection"),
          failure.getMessage());
    }
  }

  @Test
  void eventsAreCountedForEveryWatcher() throws Exception {
    try (FakeEnsemble servers = new FakeEnsemble(1, directory)) {
      Figures figures = measure("fanout", servers, plan(5));
      int writes = servers.server(0).count(SET);
      assertTrue(figures.value(Quantity.THROUGHPUT) <= 5 * writes, figures + " of " + writes);
      assertTrue(figures.value(Quantity.THROUGHPUT) > writes, figures + " of " + writes);
    }
  }

  @Test
  void anIdleSessionThatIsLostEndsTheMeasurement() throws Exception {
    try (FakeEnsemble servers = new FakeEnsemble(1, directory)) {
      servers.server(0).longestTimeoutMs = 150;
      servers.server(0).hangUpOn = PING;
      IOException failure =
          assertThrows(IOException.class, () -> measure("idle", servers, plan(3)));
      assertTrue(
          String.valueOf(failure.getMessage()).contains("the server closed the connection"),
          failure.getMessage());
    }
  }

  @Test
  void idleSessionsThatCannotConnectEndTheMeasurementHoweverManyThereAre() throws Exception {
    try (FakeEnsemble servers = new FakeEnsemble(1, directory)) {
      servers.kill(0);
      assertThrows(IOException.class, () -> measure("idle", servers, plan(200)));
    }
  }

  @Test
  void idleSessionsArePartedAmongTheServers() throws Exception {
    try (FakeEnsemble servers = new FakeEnsemble(2, directory)) {
      servers.server(0).longestTimeoutMs = 150;
      servers.server(1).longestTimeoutMs = 150;
      measure("idle", servers, plan(10));
      assertEquals(5, servers.server(0).welcomed.size());
      assertEquals(5, servers.server(1).welcomed.size());
    }
  }

  @Test
  void theRateOfABulkIsThatOfAllItsZnodes() throws Exception {
    try (FakeEnsemble servers = new FakeEnsemble(1, directory)) {
      Figures figures = measure("bulk", servers, plan(1));
      assertEquals(50, figures.value(Quantity.THROUGHPUT) * figures.value(Quantity.TIME), 1e-6);
      assertTrue(Double.isNaN(figures.value(Quantity.P99)), "a bulk has no latencies");
    }
  }

  @Test
  void aRestartReadsTheFirstZnodeOfThePopulationFromEveryServer() throws Exception {
    try (FakeEnsemble servers = new FakeEnsemble(2, directory)) {
      measure("restart", servers, plan(2));
      // These are the servers that were started again.
      assertTrue(servers.server(0).count(GET) > 0);
      assertTrue(servers.server(1).count(GET) > 0);
      assertEquals(0, servers.server(0).count(CREATE));
    }
  }

  @Test
  void laggingWritesToTheOthersOnlyAndAsksTheLastOneForTheMark() throws Exception {
    try (FakeEnsemble servers = new FakeEnsemble(3, directory)) {
      measure("lagging", servers, plan(4));
      assertTrue(servers.server(1).count(SET) > 0);
      assertTrue(servers.server(2).count(SET) > 0);
      assertEquals(0, servers.server(0).count(CREATE));
      assertTrue(
          servers.server(1).znodes().stream().anyMatch(path -> path.startsWith("/mark-")),
          "what the follower has to have");
    }
  }

  @Test
  void someExperimentsFillTheServersFirst() {
    assertEquals(
        List.of(
            "bulk", "snapshot", "restart", "backup", "restore", "admin-snapshot", "admin-restore"),
        Experiments.all().stream().filter(Experiment::populates).map(Experiment::word).toList());
  }

  @Test
  void onlyExperimentsWithALeaderNeedThreeServers() {
    for (Experiment experiment : Experiments.all()) {
      int servers =
          switch (experiment) {
            case Experiment.OfAny _ -> 1;
            case Experiment.OfOwn own -> own.servers();
          };
      boolean leads = List.of("failover", "lagging").contains(experiment.word());
      assertEquals(leads ? 3 : 1, servers, experiment.word());
    }
  }

  @Test
  void theNamesAreOneLine() {
    assertTrue(Experiments.words().startsWith("set, create, get, "), Experiments.words());
    assertTrue(
        Experiments.words().endsWith("attack-frames, attack-handshakes"), Experiments.words());
  }

  private static Figures attacked(AttackExperiment attack, FakeEnsemble servers, Plan plan)
      throws Exception {
    try (Network network = new Network(1)) {
      return attack.measure(servers, plan, network, _ -> {});
    }
  }

  @ParameterizedTest
  @EnumSource(AttackExperiment.Kind.class)
  void honestClientsAreComparedWithThemselvesBesideAnAttack(AttackExperiment.Kind kind)
      throws Exception {
    AttackExperiment attack = new AttackExperiment(kind, 130);
    try (FakeEnsemble servers = new FakeEnsemble(1, directory)) {
      Figures figures = attacked(attack, servers, plan(2).paced(200));
      assertEquals(130, figures.value(Quantity.ATTACKS));
      assertEquals(
          figures.value(Quantity.P99) / figures.value(Quantity.P99_QUIET),
          figures.value(Quantity.P99_ATTACKED),
          1e-9);
      assertMeasured(
          figures,
          Quantity.P50_QUIET,
          Quantity.P50_ATTACKED,
          Quantity.P99_FIRST,
          Quantity.RESIDENT);
      assertTrue(Double.isFinite(figures.value(Quantity.GROWTH)));
      assertTrue(servers.server(0).count(GET) > 0);
    }
  }

  @Test
  void anAttackIsMeasuredAtARateOnly() throws Exception {
    try (FakeEnsemble servers = new FakeEnsemble(1, directory)) {
      IOException failure =
          assertThrows(IOException.class, () -> measure("attack-frames", servers, plan(2)));
      assertTrue(String.valueOf(failure.getMessage()).contains("rate"), failure.getMessage());
    }
  }

  @Test
  void whatWasStillUnderWayWhenTheAttackBeganBelongsToIt() {
    Timeline timeline = new Timeline();
    timeline.add(10_000_000, 10_000_000); // before everything
    timeline.add(21_000_000, 2_000_000);
    timeline.add(31_000_000, 1_000_000);
    timeline.add(32_000_000, 1_000_000);
    timeline.add(49_000_000, 18_000_000);
    AttackExperiment.Moments moments =
        new AttackExperiment.Moments(20_000_000, 30_000_000, 40_000_000);
    Figures figures = AttackExperiment.split(List.of(timeline), moments);
    assertEquals(2, figures.value(Quantity.P99_FIRST), 0.01);
    assertEquals(1, figures.value(Quantity.P99_QUIET), 0.01);
    assertEquals(18, figures.value(Quantity.P99), 0.02);
    assertEquals(18, figures.value(Quantity.P99_ATTACKED), 0.2);
  }

  @Test
  void onlyHandshakesNeedServersWithTls() {
    assertEquals(
        List.of("attack-handshakes"),
        Experiments.all().stream().filter(Experiment::encrypted).map(Experiment::word).toList());
  }
}
