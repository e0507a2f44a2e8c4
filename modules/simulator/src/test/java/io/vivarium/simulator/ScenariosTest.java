package io.vivarium.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each fault schedule that has broken such services, with a few seeds. */
class ScenariosTest {
  private static final int SEEDS = 4;

  static Stream<String> names() {
    return Scenarios.all().stream().map(Scenario::name);
  }

  @ParameterizedTest
  @MethodSource("names")
  void endsWell(String name) {
    Scenario scenario = Scenarios.named(name);
    List<String> found =
        LongStream.rangeClosed(1, SEEDS)
            .parallel()
            .mapToObj(seed -> "seed " + seed + ": " + scenario.run(seed, null).violations())
            .filter(text -> !text.endsWith(": []"))
            .toList();
    assertEquals(List.of(), found, () -> Seeds.command("'" + scenario.name() + "'", 1));
  }

  @Test
  void theReadmeTellsOfEachAndOfNoOther() throws IOException {
    Set<String> schedules =
        Scenarios.all().stream()
            .map(scenario -> scenario.name().substring(0, scenario.name().indexOf(' ')))
            .collect(Collectors.toCollection(TreeSet::new));
    Set<String> told =
        Pattern.compile("^\\| ([ZKECRS][0-9]+) \\|.*\\| [^|]*\\b\\1\\b[^|]*\\|$", Pattern.MULTILINE)
            .matcher(Files.readString(Path.of("README.md")))
            .results()
            .map(row -> row.group(1))
            .collect(Collectors.toCollection(TreeSet::new));
    assertEquals(schedules, told);
  }
}
