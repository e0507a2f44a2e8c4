package io.vivarium.bench.load;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.vivarium.bench.FakeEnsemble;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What operators wait for, of servers, tools and admin commands that agree with everything. */
class OperatorsTest {
  private static final int GET = 4;

  private static final Plan PLAN = new Plan(2, 4, 0, 0, 1, 5, 10, new Population(50, 20, 0, 10));

  @TempDir private Path directory;

  private static Figures measure(Experiment.OfOwn experiment, FakeEnsemble servers)
      throws Exception {
    try (Network network = new Network(1)) {
      return experiment.measure(servers, PLAN, network, _ -> {});
    }
  }

  private FakeEnsemble servers(int count) throws IOException {
    return new FakeEnsemble(count, Files.createDirectories(directory.resolve("data")));
  }

  /** A program in the place of the tools. */
  private Tools tools(String script) throws IOException {
    Path bin = Files.createDirectories(directory.resolve("home/bin"));
    Path program = Files.writeString(bin.resolve("vivarium"), "#!/bin/sh\n" + script);
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
    return new Tools(directory.resolve("home"));
  }

  private List<String> calls() throws IOException {
    return Files.readAllLines(directory.resolve("calls"));
  }

  /** Tools that write down what they were asked for. */
  private Tools recording(int znodes) throws IOException {
    return tools(
        "echo \"$*\" >>'%s'\necho '{\"bytes\": 2000000, \"znodes\":%d}'\n"
            .formatted(directory.resolve("calls"), znodes));
  }

  @Test
  void aStartBeginsWithNothingButWhoTheServerIs() throws Exception {
    try (FakeEnsemble servers = servers(1)) {
      servers.server(0).znodes().add("/");
      Path data = directory.resolve("data");
      Files.writeString(data.resolve("myid"), "1");
      Files.createDirectories(data.resolve("version-2"));
      Files.writeString(data.resolve("version-2/log.1"), "of before");

      Figures figures = measure(new StartExperiment(), servers);

      assertTrue(Files.exists(data.resolve("myid")));
      assertFalse(Files.exists(data.resolve("version-2")));
      assertTrue(figures.value(Quantity.FIRST_READ) > 0);
      assertTrue(figures.value(Quantity.CPU) > 0);
      assertEquals(2 * StartExperiment.STARTS, servers.done.size());
      assertEquals(List.of("kill 0", "restart 0"), servers.done.subList(0, 2));
      assertTrue(servers.server(0).count(GET) > 0);
    }
  }

  @Test
  void aBackupIsThatOfTheFirstServerWhileItRuns() throws Exception {
    try (FakeEnsemble servers = servers(1)) {
      Figures figures = measure(new BackupExperiment(recording(0)), servers);

      assertEquals(List.of(), servers.done);
      assertEquals(
          List.of(
              "backup --data-dir %s --to %s --output json"
                  .formatted(directory.resolve("data"), directory.resolve("backups"))),
          calls());
      double seconds = figures.value(Quantity.TIME);
      assertEquals(50, figures.value(Quantity.THROUGHPUT) * seconds, 1e-6);
      assertEquals(2, figures.value(Quantity.SPEED) * seconds, 1e-6);
    }
  }

  @Test
  void aRestoreStopsTheServersAndEndsWithAReadOfWhatWasRestored() throws Exception {
    try (FakeEnsemble servers = servers(1)) {
      Figures figures = measure(new RestoreExperiment(recording(57)), servers);

      assertEquals(List.of("kill 0", "restart 0"), servers.done);
      assertEquals(2, calls().size());
      assertEquals(
          "restore --from %s --data-dir %s --force --output json"
              .formatted(directory.resolve("backups"), directory.resolve("data")),
          calls().get(1));
      assertTrue(figures.value(Quantity.FIRST_READ) > 0);
      assertEquals(2, figures.value(Quantity.SPEED) * figures.value(Quantity.TIME), 1e-6);
    }
  }

  @Test
  void aRestoreOfLessThanThereWasIsAFailure() throws Exception {
    try (FakeEnsemble servers = servers(1)) {
      IOException failure =
          assertThrows(
              IOException.class, () -> measure(new RestoreExperiment(recording(49)), servers));
      assertTrue(String.valueOf(failure.getMessage()).startsWith("znodes are missing"));
      assertEquals(List.of("kill 0"), servers.done);
    }
  }

  @Test
  void aToolThatFailsIsToldWithWhatItSaid() throws Exception {
    try (FakeEnsemble servers = servers(1)) {
      Tools broken = tools("echo 'the disk is full' >&2; exit 3\n");
      IOException failure =
          assertThrows(IOException.class, () -> measure(new BackupExperiment(broken), servers));
      assertEquals("vivarium backup ended with 3: the disk is full", failure.getMessage());
    }
  }

  @Test
  void aToolThatPrintsSomethingElseIsAFailure() throws Exception {
    try (FakeEnsemble servers = servers(1)) {
      Tools chatty = tools("echo well done\n");
      IOException failure =
          assertThrows(IOException.class, () -> measure(new BackupExperiment(chatty), servers));
      assertEquals("there is no number bytes in well done\n", failure.getMessage());
    }
  }

  @Test
  void withoutAPackageThereAreNoTools() throws Exception {
    try (FakeEnsemble servers = servers(1)) {
      Tools none = new Tools(directory.resolve("nowhere"));
      IOException failure =
          assertThrows(IOException.class, () -> measure(new BackupExperiment(none), servers));
      assertTrue(String.valueOf(failure.getMessage()).startsWith("there are no tools in"));
    }
  }

  /** Admin commands of servers that can go back to the znodes that they had. */
  private static final class Admin implements AutoCloseable {
    private final HttpServer http;
    private final FakeEnsemble servers;
    private final Set<String> saved = ConcurrentHashMap.newKeySet();

    /** What restore is answered with. */
    int status = 200;

    /** Whether it does what it says. */
    boolean honest = true;

    Admin(FakeEnsemble servers) throws IOException {
      this.servers = servers;
      http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      http.createContext("/commands/snapshot", this::snapshot);
      http.createContext("/commands/restore", this::restore);
      http.start();
      servers.adminPort = http.getAddress().getPort();
    }

    private void snapshot(HttpExchange exchange) throws IOException {
      saved.addAll(servers.server(0).znodes());
      answer(exchange, exchange.getRequestHeaders().containsKey("Authorization") ? 200 : 401);
    }

    private void restore(HttpExchange exchange) throws IOException {
      String sent = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
      if (honest && sent.equals("all of it")) {
        servers.server(0).znodes().retainAll(saved);
      }
      answer(exchange, status);
    }

    private static void answer(HttpExchange exchange, int status) throws IOException {
      byte[] body = "all of it".getBytes(UTF_8);
      exchange.sendResponseHeaders(status, body.length);
      exchange.getResponseBody().write(body);
      exchange.close();
    }

    @Override
    public void close() {
      http.stop(0);
    }
  }

  @Test
  void aSnapshotThatIsAskedForIsMeasuredByItsSize() throws Exception {
    try (FakeEnsemble servers = servers(1);
        Admin _ = new Admin(servers)) {
      Figures figures = measure(new AdminExperiment(AdminExperiment.Kind.SNAPSHOT), servers);

      assertEquals("all of it", Files.readString(directory.resolve("snapshot")));
      double seconds = figures.value(Quantity.TIME);
      assertEquals(9e-6, figures.value(Quantity.SPEED) * seconds, 1e-12);
      assertEquals(50, figures.value(Quantity.THROUGHPUT) * seconds, 1e-6);
    }
  }

  @Test
  void whatIsRestoredIsWhatTheSnapshotHas() throws Exception {
    try (FakeEnsemble servers = servers(1);
        Admin _ = new Admin(servers)) {
      servers.server(0).refuseExisting = true;
      Figures figures = measure(new AdminExperiment(AdminExperiment.Kind.RESTORE), servers);

      assertTrue(figures.value(Quantity.TIME) > 0);
    }
  }

  @Test
  void aServerThatOnlySaysThatItHasRestoredIsFoundOut() throws Exception {
    try (FakeEnsemble servers = servers(1);
        Admin admin = new Admin(servers)) {
      servers.server(0).refuseExisting = true;
      admin.honest = false;
      IOException failure =
          assertThrows(
              IOException.class,
              () -> measure(new AdminExperiment(AdminExperiment.Kind.RESTORE), servers));
      assertTrue(String.valueOf(failure.getMessage()).contains("-110"), failure.getMessage());
    }
  }

  @Test
  void aCommandThatIsRefusedIsAFailure() throws Exception {
    try (FakeEnsemble servers = servers(1);
        Admin admin = new Admin(servers)) {
      admin.status = 429;
      IOException failure =
          assertThrows(
              IOException.class,
              () -> measure(new AdminExperiment(AdminExperiment.Kind.RESTORE), servers));
      assertTrue(
          String.valueOf(failure.getMessage())
              .endsWith("/commands/restore answers with status 429"),
          failure.getMessage());
    }
  }

  @Test
  void whatIsThereToBackUpDoesNotDependOnChance() {
    assertEquals("12", new BackupExperiment(new Tools(directory)).settings(PLAN).get("snapCount"));
    assertEquals("12", new RestoreExperiment(new Tools(directory)).settings(PLAN).get("snapCount"));
    assertEquals(
        "true",
        new AdminExperiment(AdminExperiment.Kind.RESTORE).settings(PLAN).get("admin.enableServer"));
  }
}
