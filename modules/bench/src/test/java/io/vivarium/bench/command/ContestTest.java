package io.vivarium.bench.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vivarium.bench.FakeKind;
import io.vivarium.bench.load.Experiment;
import io.vivarium.bench.load.Figures;
import io.vivarium.bench.load.Network;
import io.vivarium.bench.load.OwnServers;
import io.vivarium.bench.load.Plan;
import io.vivarium.bench.load.Population;
import io.vivarium.bench.load.Quantity;
import io.vivarium.bench.load.Servers;
import io.vivarium.bench.server.ServerKind;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.function.LongConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Turns, and what becomes of those that fail; the servers agree with everything, the experiments do as they are told. */
class ContestTest {
  private static final Plan PLAN = new Plan(1, 1, 0, 0, 1, 1, 1, new Population(1, 1, 0, 1));
  private static final List<String> BOTH = List.of("ours", "theirs");

  /** The number of the turn is what it yields. */
  private static final Turn PLANNED = number -> value(number);

  @TempDir private Path work;

  private final StringWriter err = new StringWriter();

  /** What the experiments have seen, in order. */
  private final List<String> seen = new ArrayList<>();

  /** The ports for TLS in the configurations, and those that the load goes to. */
  private final List<String> secure = new ArrayList<>();

  private final List<String> loaded = new ArrayList<>();

  private int measured;

  @Command
  private static final class Given {
    @Mixin private ServerOptions servers;
  }

  /** What an experiment does in its so many-th turn. */
  private interface Turn {
    Figures measure(int number) throws IOException, InterruptedException;
  }

  private static Figures value(double value) {
    return Figures.none().with(Quantity.THROUGHPUT, value);
  }

  private final class AnyScript implements Experiment.OfAny {
    private final Turn turn;

    AnyScript(Turn turn) {
      this.turn = turn;
    }

    @Override
    public String word() {
      return "script";
    }

    @Override
    public String description() {
      return "as it is told";
    }

    @Override
    public Figures measure(Servers servers, Plan plan, Network network, LongConsumer progress)
        throws IOException, InterruptedException {
      progress.accept(77);
      seen.add(servers.addresses().size() + " servers, " + servers.pids().size() + " processes");
      return turn.measure(++measured);
    }
  }

  /** Looks into the configuration of the servers, and needs two. */
  private final class OwnScript implements Experiment.OfOwn {
    @Override
    public String word() {
      return "own";
    }

    @Override
    public String description() {
      return "looks around";
    }

    @Override
    public int servers() {
      return 2;
    }

    @Override
    public Map<String, String> settings(Plan plan) {
      return Map.of("snapCount", "4711", "initLimit", "99");
    }

    @Override
    public Figures measure(OwnServers servers, Plan plan, Network network, LongConsumer progress)
        throws IOException {
      for (Path data : servers.dataDirectories()) {
        Properties config = new Properties();
        try (var reader = Files.newBufferedReader(data.resolveSibling("zoo.cfg"))) {
          config.load(reader);
        }
        secure.add(config.getProperty("secureClientPort", "none"));
        seen.add(
            "%s %s %s"
                .formatted(
                    config.getProperty("snapCount"),
                    config.getProperty("initLimit"),
                    config.getProperty("tickTime")));
      }
      servers.addresses().forEach(address -> loaded.add(Integer.toString(address.getPort())));
      return value(1);
    }
  }

  private Contest contest(List<ServerKind> kinds, int alternations, String... options) {
    Given given = new Given();
    new CommandLine(given).parseArgs(options);
    PrintWriter told = new PrintWriter(err, true);
    return new Contest(kinds, given.servers, work, 1, alternations, told);
  }

  private Comparison hold(List<String> names, int alternations, Turn turn)
      throws InterruptedException {
    List<ServerKind> kinds = names.stream().<ServerKind>map(FakeKind::new).toList();
    Contest contest = contest(kinds, alternations, "--heap", "32");
    Trial trial = Trial.of(new AnyScript(turn), PLAN, 1, false);
    return contest.hold(trial, contest.schedule(List.of(trial)));
  }

  private static List<Double> values(Comparison comparison, String server) {
    return comparison.results().getOrDefault(server, List.of()).stream()
        .map(figures -> figures.value(Quantity.THROUGHPUT))
        .toList();
  }

  @Test
  void turnsAlternateAndTheirResultsStayInOrder() throws Exception {
    Comparison comparison = hold(BOTH, 2, PLANNED);

    assertEquals(List.of(1.0, 3.0), values(comparison, "ours"));
    assertEquals(List.of(2.0, 4.0), values(comparison, "theirs"));
    assertEquals(List.of(), comparison.failures());
    assertEquals("theirs", comparison.reference());
    assertEquals("script", comparison.name());
  }

  @Test
  void whatIsGoingOnIsToldWithTheTimeThatIsLeft() throws Exception {
    hold(BOTH, 1, PLANNED);

    String told = err.toString();
    assertTrue(told.contains("script 1/1 ours, 12 s left"), told);
    assertTrue(told.contains("77 done"), told);
    assertTrue(told.matches("(?s).*script 1/1 theirs, \\d+ s left.*"), told);
    assertTrue(told.matches("(?s).*script ours +throughput +1/s.*"), told);
    assertTrue(told.matches("(?s).*script theirs +throughput +2/s.*"), told);
  }

  @Test
  void aTurnLeavesNothingBehind() throws Exception {
    hold(BOTH, 1, PLANNED);

    try (var left = Files.list(work)) {
      assertEquals(List.of(), left.toList());
    }
  }

  @Test
  void aTurnStartsInAnEmptyDirectoryWhateverWasThere() throws Exception {
    Path stale = work.resolve("run-ours/server-1/data/version-2/log.1");
    Files.createDirectories(stale.getParent());
    Files.writeString(stale, "of another day");

    hold(
        List.of("ours"),
        1,
        _ -> {
          assertFalse(Files.exists(stale));
          assertTrue(Files.exists(work.resolve("run-ours/server-1/zoo.cfg")));
          return value(1);
        });

    assertEquals(1, measured);
  }

  @Test
  void aTurnInWhichOneFailsCountsForNoneAndTheNextIsHeld() throws Exception {
    Comparison comparison =
        hold(
            BOTH,
            2,
            number -> {
              if (number == 2) {
                throw new IOException("the disk is full");
              }
              return value(number);
            });

    assertEquals(List.of(3.0), values(comparison, "ours"));
    assertEquals(List.of(4.0), values(comparison, "theirs"));
    assertEquals(List.of("turn 1: theirs: the disk is full"), comparison.failures());
    assertTrue(
        err.toString().contains("script failed in turn 1: theirs: the disk is full"),
        err.toString());
  }

  @Test
  void afterTwoFailuresATrialIsGivenUp() throws Exception {
    Comparison comparison =
        hold(
            BOTH,
            9,
            number -> {
              throw new IOException("no. " + number);
            });

    assertEquals(List.of("turn 1: ours: no. 1", "turn 2: ours: no. 2"), comparison.failures());
    assertEquals(2, measured, "the second server had no turn at all");
    assertFalse(comparison.measured());
    assertEquals(BOTH, comparison.servers());
  }

  @Test
  void aMistakeOfOurOwnIsAFailureOfTheTurnWithItsName() throws Exception {
    Comparison comparison =
        hold(
            List.of("ours"),
            1,
            _ -> {
              throw new IllegalStateException("unheard of");
            });

    assertEquals(
        List.of("turn 1: java.lang.IllegalStateException: unheard of"), comparison.failures());
  }

  @Test
  void anInterruptionEndsTheContestAndItsServers() {
    List<ProcessHandle> before = ProcessHandle.current().children().toList();

    assertThrows(
        InterruptedException.class,
        () ->
            hold(
                BOTH,
                3,
                _ -> {
                  throw new InterruptedException();
                }));

    assertEquals(1, measured);
    assertEquals(
        0,
        ProcessHandle.current()
            .children()
            .filter(child -> child.isAlive() && !before.contains(child))
            .count());
  }

  @Test
  void theLogOfAServerThatFailedIsKept() throws Exception {
    ServerKind broken =
        new ServerKind() {
          @Override
          public String name() {
            return "broken";
          }

          @Override
          public List<String> command(Path config, int heapMb) {
            return List.of("sh", "-c", "echo out of luck; exit 3");
          }
        };
    Contest contest = contest(List.of(broken), 1);
    Trial trial = Trial.of(new AnyScript(PLANNED), PLAN, 1, false);

    Comparison comparison = contest.hold(trial, contest.schedule(List.of(trial)));

    Path log = work.resolve("run-broken/server-1/server.log");
    assertEquals("out of luck\n", Files.readString(log));
    assertEquals(
        List.of("turn 1: broken: broken does not serve; see " + log), comparison.failures());
    assertEquals(0, measured);
  }

  @Test
  void failedTurnsArePartOfTheTimeThatIsLeft() throws Exception {
    Contest contest = contest(List.of(new FakeKind("ours")), 1, "--heap", "32");
    Trial failing =
        Trial.of(
            new AnyScript(
                _ -> {
                  throw new IOException("no");
                }),
            PLAN,
            1,
            false);
    Schedule schedule = contest.schedule(List.of(failing));

    contest.hold(failing, schedule);

    assertEquals("0 s left", schedule.left(System.nanoTime()));
  }

  @Test
  void anEnsembleHasAllItsServers() throws Exception {
    Contest contest = contest(List.of(new FakeKind("ours")), 1, "--heap", "32");
    Trial trial = Trial.of(new AnyScript(PLANNED), PLAN, 3, false);

    contest.hold(trial, contest.schedule(List.of(trial)));

    assertEquals(List.of("3 servers, 3 processes"), seen);
  }

  @Test
  void whatAnExperimentNeedsIsInTheConfigurationOfEveryServer() throws Exception {
    Contest contest =
        contest(
            List.of(new FakeKind("ours")),
            1,
            "--heap",
            "32",
            "--set",
            "tickTime=123",
            "--set",
            "snapCount=5");
    Trial trial = Trial.of(new OwnScript(), PLAN, 1, false);

    Comparison comparison = contest.hold(trial, contest.schedule(List.of(trial)));

    assertEquals(List.of(), comparison.failures());
    assertEquals(List.of("4711 99 123", "4711 99 123"), seen);
  }

  @Test
  void encryptedClientsComeToThePortForTls() throws Exception {
    Contest contest = contest(List.of(new FakeKind("ours")), 1, "--heap", "32");
    Trial trial = Trial.of(new OwnScript(), PLAN, 2, true);

    Comparison comparison = contest.hold(trial, contest.schedule(List.of(trial)));

    assertEquals(List.of(), comparison.failures());
    assertEquals(2, secure.size());
    assertEquals(secure, loaded);
  }
}
