package io.vivarium.bench.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vivarium.bench.load.Figures;
import io.vivarium.bench.load.Plan;
import io.vivarium.bench.load.Population;
import io.vivarium.bench.load.Quantity;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rows, targets and what is made of them. */
class TableTest {
  private static final Plan PLAN =
      new Plan(1, 1, 0, 1, 2, 100, 100, new Population(5000, 1000, 0, 100));

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @TempDir private Path directory;

  private int run(String... args) {
    return BenchCommand.execute(
        directory, new PrintWriter(out, true), new PrintWriter(err, true), args);
  }

  private static Comparison comparison(double ours, double theirs) {
    return new Comparison(
        "set",
        List.of("ours", "theirs"),
        Map.of(
            "ours", List.of(Figures.none().with(Quantity.CPU, ours)),
            "theirs", List.of(Figures.none().with(Quantity.CPU, theirs))),
        List.of());
  }

  @Test
  void aRatioMayHaveToBeLargeOrSmall() {
    Target large = Target.atLeast(Quantity.CPU, 3, 6);
    assertEquals("no", large.verdict(comparison(2, 1)));
    assertEquals("yes", large.verdict(comparison(3, 1)));
    assertEquals("yes, stretch", large.verdict(comparison(6, 1)));
    Target small = Target.atMost(Quantity.CPU, 0.5, 0.1);
    assertEquals("no", small.verdict(comparison(6, 10)));
    assertEquals("yes", small.verdict(comparison(5, 10)));
    assertEquals("yes, stretch", small.verdict(comparison(1, 10)));
  }

  @Test
  void aValueIsJudgedWhateverTheOtherHas() {
    Target value = Target.below(Quantity.CPU, 200, Target.none());
    assertEquals("yes", value.verdict(comparison(199, 1)));
    assertEquals("no", value.verdict(comparison(201, 1000)));
    assertEquals("not measured", value.verdict(comparison(Double.NaN, 1)));
    assertEquals("≤ 200.00 µs", value.text());
  }

  @Test
  void aFigureMayBeShownBesideThoseThatAreJudged() {
    Target shown = Target.shown(Quantity.CPU);
    assertEquals("–", shown.verdict(comparison(2, 1)));
    assertEquals("–", shown.text());
    String lines =
        new Markdown(List.of("ours", "theirs")).lines(row(List.of(shown)), comparison(2, 8));
    assertTrue(lines.contains("| cpu/op | 2.00 µs | 8.00 µs | 0.25 (0.25-0.25) | – | – |"), lines);
  }

  @Test
  void targetsAreShownWithTheirStretch() {
    assertEquals("≥ 3.50× (6.00×)", Target.atLeast(Quantity.THROUGHPUT, 3.5, 6).text());
    assertEquals("≤ 0.25×", Target.atMost(Quantity.CPU, 0.25, Target.none()).text());
    assertEquals("≤ 210 B (160 B)", Target.below(Quantity.HEAP_EACH, 210, 160).text());
  }

  private static Row row(List<Target> targets) {
    return new Row("set, standalone", Rows.of(PLAN, 10).getFirst().trial(), targets);
  }

  @Test
  void aRowHasALineForEachTarget() {
    Markdown markdown = new Markdown(List.of("ours", "theirs"));
    assertEquals(
        """
        | row | figure | ours | theirs | ratio to theirs | target (stretch) | reached |
        | --- | --- | --- | --- | --- | --- | --- |
        """,
        markdown.head());
    assertEquals(
        "| `set` set, standalone | cpu/op | 2.00 µs | 8.00 µs | 0.25 (0.25-0.25) | ≤ 0.50× | yes |\n",
        markdown.lines(
            row(List.of(Target.atMost(Quantity.CPU, 0.5, Target.none()))), comparison(2, 8)));
  }

  @Test
  void aRowWithoutTargetsShowsAll() {
    String lines = new Markdown(List.of("ours", "theirs")).lines(row(List.of()), comparison(2, 8));
    assertTrue(lines.contains("| cpu/op | 2.00 µs | 8.00 µs |"), lines);
  }

  @Test
  void aFailureStandsInThePlaceOfTheRow() {
    Comparison failed =
        new Comparison("set", List.of("ours", "theirs"), Map.of(), List.of("turn 1: a|b\nc"));
    String lines = new Markdown(List.of("ours", "theirs")).lines(row(List.of()), failed);
    assertEquals(
        "| `set` set, standalone | failed: turn 1: a\\|b c |  |  |  |  | failed |\n", lines);
  }

  @Test
  void severalServersAreComparedWithTheFirst() {
    Markdown markdown = new Markdown(List.of("ours", "netty", "theirs"));
    assertTrue(markdown.head().contains("| ratio to netty | ratio to theirs |"), markdown.head());
  }

  @Test
  void rowsHaveNamesOfTheirOwnAndTargets() {
    List<Row> rows = Rows.of(PLAN, 10_000);
    List<String> names = rows.stream().map(row -> row.trial().name()).toList();
    assertEquals(names.size(), names.stream().distinct().count(), names.toString());
    List<String> wanted =
        List.of(
            "set",
            "create-3",
            "get",
            "exists",
            "children",
            "mix-3",
            "lock",
            "multi",
            "set-300-3",
            "get-1",
            "session-3",
            "fanout",
            "idle",
            "mix-paced",
            "bulk-3",
            "bulk-wide",
            "snapshot",
            "restart-3",
            "failover-3",
            "lagging-3",
            "start",
            "backup",
            "restore",
            "admin-snapshot",
            "admin-restore",
            "set-tls",
            "get-tls",
            "mix-tls",
            "attack-frames",
            "attack-handshakes");
    List<String> missing = new ArrayList<>(wanted);
    missing.removeAll(names);
    assertEquals(List.of(), missing);
    assertEquals(
        List.of("lagging-3", "backup", "restore"),
        rows.stream().filter(row -> row.targets().isEmpty()).map(r -> r.trial().name()).toList());
  }

  @Test
  void ensemblesAndRatesWarmUpForLonger() {
    Map<String, Integer> warmUps =
        Rows.of(PLAN, 50).stream()
            .map(Row::trial)
            .collect(Collectors.toMap(Trial::name, trial -> trial.plan().warmUpSeconds()));
    assertEquals(1, warmUps.get("set"));
    assertEquals(2, warmUps.get("set-3"));
    assertEquals(2, warmUps.get("session-3"));
    assertEquals(3, warmUps.get("get-paced"));
    assertEquals(3, warmUps.get("attack-frames"));
  }

  @Test
  void fewSessionsAreTheMostOfEveryRow() {
    int most =
        Rows.of(PLAN, 50).stream().mapToInt(row -> row.trial().plan().sessions()).max().orElse(0);
    assertEquals(50, most);
  }

  @Test
  void theRowsCanBeListed() {
    assertEquals(0, run("table", "--list"));
    assertTrue(out.toString().contains("fanout"), out.toString());
    assertFalse(out.toString().contains("|"));
  }

  @Test
  void anUnknownRowIsRefusedWithTheKnownOnes() {
    assertEquals(2, run("table", "--only", "set,nothing"));
    assertTrue(err.toString().contains("no row is called 'nothing'; there are set, create"));
  }

  @Test
  void aRowThatFailsIsReportedInItsPlaceAndTheRestGoesOn() throws Exception {
    Path file = directory.resolve("table.md");
    assertEquals(
        1,
        run(
            "table",
            "--quick",
            "--only",
            "set,get",
            "--servers",
            "vivarium",
            "--output",
            file.toString()));
    assertEquals(4, out.toString().lines().count(), out.toString());
    assertEquals(2, out.toString().lines().filter(line -> line.contains("no Vivarium in")).count());
    assertEquals(out.toString(), Files.readString(file));
  }

  @Test
  void programsGetARowALine() {
    assertEquals(1, run("table", "--quick", "--only", "set", "--servers", "vivarium", "--json"));
    assertTrue(out.toString().startsWith("{\"name\": \"set\", \"turns\": 0"), out.toString());
  }

  @Test
  void comparisonsForProgramsAreALineEach() {
    assertEquals(1, run("compare", "--workload", "set,get", "--servers", "vivarium", "--json"));
    assertEquals(2, out.toString().lines().count(), out.toString());
    assertTrue(out.toString().contains("\"failures\": [\"turn 1: vivarium: no Vivarium in"));
  }

  @Test
  void everyLineHasAsManyCellsAsTheHead() {
    List<String> servers = List.of("ours", "netty", "theirs");
    Markdown markdown = new Markdown(servers);
    List<Figures> one = List.of(Figures.none().with(Quantity.CPU, 1).with(Quantity.P99, 2));
    Comparison comparison =
        new Comparison(
            "set",
            servers,
            Map.of("ours", one, "netty", one, "theirs", one),
            List.of("turn 2: theirs: a | b"));
    List<Target> targets =
        List.of(Target.atMost(Quantity.CPU, 1, 0.5), Target.below(Quantity.HEAP, 1, 0.5));

    String text =
        markdown.head()
            + markdown.lines(row(targets), comparison)
            + markdown.lines(row(List.of()), comparison);

    List<String> lines = text.lines().toList();
    assertEquals(2 + 3 + 3, lines.size(), text);
    for (String line : lines) {
      // A bar that is part of a cell has a backslash before it.
      assertEquals(1 + 9, line.replace("\\|", "").chars().filter(c -> c == '|').count(), line);
    }
  }

  @Test
  void turnsThatFailedStandBelowThoseThatDidNot() {
    Comparison comparison =
        new Comparison(
            "set",
            List.of("ours", "theirs"),
            comparison(2, 8).results(),
            List.of("turn 1: no disk", "turn 4: no luck"));
    List<Target> targets = List.of(Target.atMost(Quantity.CPU, 0.5, Target.none()));

    List<String> lines =
        new Markdown(List.of("ours", "theirs")).lines(row(targets), comparison).lines().toList();

    assertEquals(3, lines.size());
    assertTrue(lines.getFirst().endsWith("| yes |"), lines.getFirst());
    assertTrue(lines.get(1).contains("failed: turn 1: no disk"), lines.get(1));
    assertTrue(lines.getLast().contains("failed: turn 4: no luck"), lines.getLast());
  }

  @Test
  void whatATargetIsAboutAndWasNotMeasuredIsSaid() {
    Target heap = Target.below(Quantity.HEAP_EACH, 210, 160);

    String line =
        new Markdown(List.of("ours", "theirs")).lines(row(List.of(heap)), comparison(2, 8));

    assertEquals(
        "| `set` set, standalone | live heap each | - | - | - | ≤ 210 B (160 B) | not measured |\n",
        line);
  }

  @Test
  void theFirstServerIsJudgedByTheLastWhateverThoseBetweenDo() {
    List<String> servers = List.of("ours", "between", "theirs");
    Comparison comparison =
        new Comparison(
            "set",
            servers,
            Map.of(
                "ours", List.of(Figures.none().with(Quantity.CPU, 4)),
                "between", List.of(Figures.none().with(Quantity.CPU, 1)),
                "theirs", List.of(Figures.none().with(Quantity.CPU, 10))),
            List.of());
    Target target = Target.atMost(Quantity.CPU, 0.5, 0.4);

    assertEquals("yes, stretch", target.verdict(comparison));
    assertEquals(
        "| `set` set, standalone | cpu/op | 4.00 µs | 1.00 µs | 10.00 µs | 4.00 (4.00-4.00)"
            + " | 0.40 (0.40-0.40) | ≤ 0.50× (0.40×) | yes, stretch |\n",
        new Markdown(servers).lines(row(List.of(target)), comparison));
  }

  @Test
  void aVerdictIsThatOfTheMedian() {
    List<Figures> ours =
        List.of(
            Figures.none().with(Quantity.CPU, 1),
            Figures.none().with(Quantity.CPU, 1),
            Figures.none().with(Quantity.CPU, 90));
    List<Figures> theirs = Collections.nCopies(3, Figures.none().with(Quantity.CPU, 2));
    Comparison comparison =
        new Comparison(
            "set", List.of("ours", "theirs"), Map.of("ours", ours, "theirs", theirs), List.of());

    assertEquals("yes", Target.atMost(Quantity.CPU, 0.5, 0.4).verdict(comparison));
    assertEquals("no", Target.atMost(Quantity.CPU, 0.4, 0.3).verdict(comparison));
  }
}
