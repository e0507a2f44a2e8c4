package io.vivarium.bench.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vivarium.bench.FakeServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whole runs against a server that agrees with everything. */
class LoadRunTest {
  private static final int SET = 5;
  private static final int GET = 4;
  private static final int DELETE = 2;
  private static final int CREATE = 1;

  private static Plan plan(int inFlight, int rate) {
    return new Plan(4, inFlight, rate, 0, 1, 5, 10, new Population(1, 1, 0, 1));
  }

  private static LoadResult run(FakeServer server, Plan plan, Workload workload) throws Exception {
    return run(List.of(server.address()), plan, workload);
  }

  private static LoadResult run(List<InetSocketAddress> servers, Plan plan, Workload workload)
      throws Exception {
    Measurement measurement = new Measurement(2, List.of(ProcessHandle.current().pid()));
    try (Network network = new Network(2)) {
      return new LoadRun(plan, workload, network, servers, measurement).run(_ -> {});
    }
  }

  @ParameterizedTest
  @EnumSource(Workload.class)
  void everyWorkloadIsMeasured(Workload workload) throws Exception {
    try (FakeServer server = new FakeServer(0, "standalone")) {
      LoadResult result = run(server, plan(3, 0), workload);
      assertTrue(result.latencies().getTotalCount() > 0);
      assertTrue(result.throughput() > 0);
      assertTrue(result.millis(50) <= result.millis(99));
      assertTrue(result.use().residentBytes() > 0);
      assertEquals(0, result.errors().size());
    }
  }

  @Test
  void aLockIsACreateAndADelete() throws Exception {
    try (FakeServer server = new FakeServer(0, "standalone")) {
      LoadResult result = run(server, plan(1, 0), Workload.LOCK);
      assertTrue(server.count(DELETE) >= result.latencies().getTotalCount());
      assertTrue(server.count(CREATE) >= server.count(DELETE));
    }
  }

  @Test
  void theMixIsMostlyReads() throws Exception {
    try (FakeServer server = new FakeServer(0, "standalone")) {
      run(server, plan(4, 0), Workload.MIX);
      double share = (double) server.count(SET) / (server.count(SET) + server.count(GET));
      assertTrue(share > 0.02 && share < 0.3, "share of writes " + share);
    }
  }

  @Test
  void atARateNoMoreIsAskedThanIsDue() throws Exception {
    try (FakeServer server = new FakeServer(0, "standalone")) {
      LoadResult result = run(server, plan(1, 200), Workload.GET);
      assertTrue(result.latencies().getTotalCount() > 0);
      // One second measured, and the moment between start and measurement.
      assertTrue(server.count(GET) <= 200 * 20, "asked " + server.count(GET));
    }
  }

  @Test
  void errorsAreCountedAndNotMeasured() throws Exception {
    try (FakeServer server = new FakeServer(0, "standalone")) {
      server.error = -101;
      IOException failure =
          assertThrows(IOException.class, () -> run(server, plan(1, 0), Workload.GET));
      assertTrue(String.valueOf(failure.getMessage()).contains("-101"));
    }
  }

  @Test
  void aSessionThatIsLostEndsTheRun() throws Exception {
    try (FakeServer server = new FakeServer(0, "standalone")) {
      server.hangUpOn = GET;
      IOException failure =
          assertThrows(IOException.class, () -> run(server, plan(1, 0), Workload.GET));
      assertTrue(
          String.valueOf(failure.getMessage()).startsWith("a session was lost: "),
          failure.getMessage());
    }
  }

  @Test
  void sessionsAreSpreadOverTheServersInTurn() throws Exception {
    try (FakeServer first = new FakeServer(0, "leader");
        FakeServer second = new FakeServer(0, "follower")) {
      Plan spread = new Plan(4, 1, 0, 0, 1, 1, 1, new Population(1, 1, 0, 1));
      List<InetSocketAddress> both = List.of(first.address(), second.address());
      assertEquals(0, run(both, spread, Workload.GET).errors().size());
      assertTrue(first.count(GET) > 0);
      assertTrue(second.count(GET) > 0);
      assertEquals(1 + 4 + 4, first.count(CREATE), "the znodes are made once, on the first");
      assertEquals(0, second.count(CREATE));
    }
  }

  @Test
  void theWarmUpIsNotMeasured() throws Exception {
    try (FakeServer server = new FakeServer(0, "standalone")) {
      Plan warm = new Plan(1, 1, 0, 1, 1, 1, 1, new Population(1, 1, 0, 1));
      LoadResult result = run(server, warm, Workload.GET);
      assertTrue(result.latencies().getTotalCount() < server.count(GET));
      assertTrue(result.seconds() >= 1 && result.throughput() > 0);
    }
  }

  @Test
  void aServerThatIsNotThereIsNamed() throws Exception {
    FakeServer gone = new FakeServer(0, "standalone");
    gone.close();
    Callable<?> run = () -> run(gone, plan(1, 0), Workload.GET);
    IOException failure = assertThrows(IOException.class, run::call);
    assertTrue(
        String.valueOf(failure.getMessage()).contains(String.valueOf(gone.address().getPort())));
  }

  @Test
  void cpuTimeIsThatOfTheProcesses() throws Exception {
    ProcessUse before = ProcessUse.of(List.of(ProcessHandle.current().pid()));
    double end = before.cpuSeconds() + 0.05;
    double now = before.cpuSeconds();
    while (now < end) { // burns it
      now = ProcessUse.of(List.of(ProcessHandle.current().pid())).cpuSeconds();
    }
    assertTrue(
        ProcessUse.of(List.of(ProcessHandle.current().pid())).since(before).cpuSeconds() >= 0.04);
    assertTrue(Double.isNaN(ProcessUse.of(List.of()).cpuSeconds()));
  }

  @Test
  void aRunKeepsItsOwnListOfServers() throws Exception {
    try (FakeServer server = new FakeServer(0, "standalone");
        Network network = new Network(1)) {
      List<InetSocketAddress> servers = new ArrayList<>(List.of(server.address()));
      Measurement measurement = new Measurement(1, List.of());
      LoadRun run = new LoadRun(plan(1, 0), Workload.GET, network, servers, measurement);
      servers.clear();
      assertTrue(run.run(_ -> {}).throughput() > 0);
    }
  }

  @Test
  void errorsBesideSuccessesAreCountedByTheirCode() throws Exception {
    try (FakeServer server = new FakeServer(0, "standalone")) {
      Measurement measurement = new Measurement(1, List.of());
      try (Network network = new Network(1)) {
        LoadRun run =
            new LoadRun(plan(1, 0), Workload.GET, network, List.of(server.address()), measurement);
        run.begin();
        try {
          measurement.pass(plan(1, 0), _ -> server.error = -103);
          // Errors may come late: one more stretch of time lets them.
          server.error = -103;
          int before = server.count(GET);
          while (server.count(GET) < before + 20) {
            Thread.onSpinWait();
          }
        } finally {
          run.stop();
        }
      }
      Figures figures = measurement.result().figures();
      assertTrue(figures.errors().getOrDefault(-103, 0L) > 0, figures.toString());
      assertEquals(
          (double) figures.errors().get(-103), figures.value(Quantity.ERRORS), figures.toString());
    }
  }

  @Test
  void sessionsAreClosedWhenItEnds() throws Exception {
    try (FakeServer server = new FakeServer(0, "standalone")) {
      run(server, plan(2, 0), Workload.SET);
      int asked = server.count(SET);
      try (Network network = new Network(1)) {
        // Whatever was under way has been answered once a new session is.
        Preparation.make(network, server.address(), "/later", List.of());
      }
      assertTrue(server.count(SET) - asked <= 4 * 2, "no more than was under way");
    }
  }
}
