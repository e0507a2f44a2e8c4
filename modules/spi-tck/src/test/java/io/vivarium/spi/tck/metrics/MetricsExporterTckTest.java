package io.vivarium.spi.tck.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.vivarium.spi.exporter.MetricsExporter;
import io.vivarium.spi.exporter.MetricsExporterProvider;
import io.vivarium.spi.tck.SuiteRun;
import io.vivarium.spi.tck.metrics.ModelExporter.Flaw;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The suite passes an exporter that keeps its promises, and finds each flaw for the right reason. */
class MetricsExporterTckTest {
  private static Flaw[] flaws = {};

  @Test
  void anExporterThatKeepsItsPromisesPasses() {
    flaws = new Flaw[0];
    assertEquals(Map.of(), SuiteRun.failures(Suite.class));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          STARTS_WITH_NOTHING   | oneThatWasHandedNothingDoesNotStart      | IllegalStateException to be thrown
          READS_ONCE            | whatIsShownIsReadAnewEachTime            | expected: <2.0> but was: <1.0>
          CUTS_TO_INT           | everyKindOfMetricIsShownWithItsValue     | events_seen
          CUTS_TO_FLOAT         | everyKindOfMetricIsShownWithItsValue     | events_seen
          DROPS_SIGNS           | everyKindOfMetricIsShownWithItsValue     | expected: <-3.0> but was: <3.0>
          DROPS_FRACTIONS       | everyKindOfMetricIsShownWithItsValue     | expected: <0.25> but was: <0.0>
          SWAPS_COUNT_AND_SUM   | everyKindOfMetricIsShownWithItsValue keysAreToldApart | expected: <4.0> but was: <10.0>
          FORGETS_KEYS          | keysAreToldApart noKeyPassesForAnythingElse | by_name with key one is not shown
          ESCAPES_NOTHING       | noKeyPassesForAnythingElse               | expected: <true> but was: <false>
          GIVES_UP_ON_A_FAILURE | aSourceThatFailsOnceIsReadAgain          | gave up
          STOPS_THE_SERVER      | aSourceThatFailsOnceIsReadAgain          | no figure is worth a server
          LISTENS_TO_ONE_THREAD | severalReadAtTheSameTime                 | not for
          KEEPS_THE_PLACE       | nothingIsLeftRunningAndThePlaceIsFree    | the place is taken
          LEAVES_A_THREAD       | nothingIsLeftRunningAndThePlaceIsFree    | threads left behind
          FAILS_TO_CLOSE_TWICE  | nothingIsLeftRunningAndThePlaceIsFree oneThatWasNotStartedIsClosedAsWell | closed already
          """)
  void aFlawIsFoundAndNothingElse(Flaw flaw, String tests, String reason) {
    flaws = new Flaw[] {flaw};
    SuiteRun.assertOnlyFinds(Suite.class, tests, reason);
  }

  /** The suite over the exporter of the moment. Not found by the build, as it is no test of its own. */
  static class Suite extends MetricsExporterTck {
    private final AtomicBoolean place = new AtomicBoolean();

    @Override
    protected MetricsExporterProvider provider() {
      return ModelExporter.provider(place, flaws);
    }

    @Override
    protected Map<String, String> config() {
      return Map.of();
    }

    @Override
    protected OptionalDouble shown(MetricsExporter of, String name, @Nullable String key) {
      String before = key == null ? name + ' ' : name + " {" + ModelExporter.escaped(key) + "} ";
      return ((ModelExporter) of)
          .page()
          .lines()
          .filter(line -> line.startsWith(before))
          .map(line -> line.substring(before.length()))
          .filter(value -> value.matches("-?[0-9.]+(E[0-9]+)?"))
          .mapToDouble(Double::parseDouble)
          .findFirst();
    }

    @Override
    protected int patienceSeconds() {
      return 1;
    }
  }
}
