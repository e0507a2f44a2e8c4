package io.vivarium.spi.tck.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.vivarium.spi.audit.AuditProvider;
import io.vivarium.spi.tck.SuiteRun;
import io.vivarium.spi.tck.audit.ModelAudit.Flaw;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The suite passes a plugin that keeps its promises, and finds each flaw for the right reason. */
class AuditTckTest {
  private static Flaw[] flaws = {};

  @Test
  void aPluginThatKeepsItsPromisesPasses() {
    flaws = new Flaw[0];
    assertEquals(Map.of(), SuiteRun.failures(Suite.class));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          SPLITS_LINES         | noPathIsMoreThanAPath                    | expected
          SPLITS_USERS         | noUserIsMoreThanAUser                    | expected
          TRIMS                | noPathIsMoreThanAPath                    | expected
          FORGETS_RESULTS      | everyOperationAndEveryResultHasItsWord whatIsNotKnownIsNotInvented | expected
          FORGETS_ACLS         | everythingThatIsKnownIsKept noAclIsMoreThanAnAcl | expected
          INVENTS_ADDRESSES    | whatIsNotKnownIsNotInvented              | expected
          LISTENS_TO_ONE_THREAD | manyThreadsMayRecordAtOnce              | expected: <500>
          TAKES_EARLY_EVENTS   | eventsBeforeStartAndAfterCloseAreIgnored | expected
          FORGETS_AT_RESTART   | whatWasKeptOutlivesARestart              | expected
          """)
  void aFlawIsFoundAndNothingElse(Flaw flaw, String tests, String reason) {
    flaws = new Flaw[] {flaw};
    SuiteRun.assertOnlyFinds(Suite.class, tests, reason);
  }

  /** These spoil what most tests look at. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          LOSES_THE_LAST       | theOrderIsThatOfTheEvents                | expected
          TURNS_THE_ORDER      | theOrderIsThatOfTheEvents                | expected
          LEAVES_A_THREAD      | everythingThatIsKnownIsKept              | threads left behind
          FAILS_TO_CLOSE_TWICE | oneThatNeverStartedIsClosedToo           | closed already
          """)
  void aFlawIsFound(Flaw flaw, String test, String reason) {
    flaws = new Flaw[] {flaw};
    SuiteRun.assertFinds(Suite.class, test, reason);
  }

  /** The suite over the plugin of the moment. Not found by the build, as it is no test of its own. */
  static class Suite extends AuditTck {
    private final List<Kept> place = new ArrayList<>();

    @Override
    protected AuditProvider provider() {
      return ModelAudit.provider(place, flaws);
    }

    @Override
    protected Map<String, String> config() {
      return Map.of();
    }

    @Override
    protected List<Kept> kept() {
      return List.copyOf(place);
    }
  }
}
