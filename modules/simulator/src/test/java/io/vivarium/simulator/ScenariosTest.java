package io.vivarium.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
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
}
