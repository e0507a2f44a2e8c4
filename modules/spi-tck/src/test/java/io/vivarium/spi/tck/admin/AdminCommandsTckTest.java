package io.vivarium.spi.tck.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.vivarium.spi.admin.AdminCommandsProvider;
import io.vivarium.spi.tck.SuiteRun;
import io.vivarium.spi.tck.admin.ModelCommands.Flaw;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The suite passes commands that keep their promises, and finds each flaw for the right reason. */
class AdminCommandsTckTest {
  private static Flaw[] flaws = {};

  @Test
  void commandsThatKeepTheirPromisesPass() {
    flaws = new Flaw[0];
    assertEquals(Map.of(), SuiteRun.failures(Suite.class));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          OFFERS_NOTHING         | everyNameIsAWordAndThereOnce           | expected: <false> but was: <true>
          TWO_OF_ONE_NAME        | everyNameIsAWordAndThereOnce           | bytes is there twice
          A_NAME_THAT_IS_NO_WORD | everyNameIsAWordAndThereOnce           | the figure
          NO_WAY_TO_ASK          | whatDescribesACommandDoesNotChange     | figure
          CHANGES_ITS_MIND       | whatDescribesACommandDoesNotChange     | expected: <false> but was: <true>
          LETS_ANYBODY_CHANGE    | whatChangesSomethingNeedsAuthorization | figure
          ANSWERS_WITH_OBJECTS   | everyAnswerHoldsValuesThatEndpointsKnow severalMayAskAtTheSameTime | an answer holds a java.time.Instant
          ANSWERS_WITH_NUMBERS_AS_KEYS | everyAnswerHoldsValuesThatEndpointsKnow severalMayAskAtTheSameTime | key 1
          ANSWERS_WITH_ODD_STATUS | everyAnswerHoldsValuesThatEndpointsKnow severalMayAskAtTheSameTime | status 99
          LIES_ABOUT_LENGTHS     | everyAnswerHoldsValuesThatEndpointsKnow severalMayAskAtTheSameTime nonsenseIsAnsweredToo | the length that was announced
          THROWS_ON_NONSENSE     | nonsenseIsAnsweredToo                  | NumberFormatException
          STOPS_THE_SERVER       | nonsenseIsAnsweredToo                  | no question may stop a server
          LISTENS_TO_ONE_THREAD  | severalMayAskAtTheSameTime             | not for
          ASKS_TOO_EARLY         | theServerIsAskedNothingBeforeACommandIs | configuration
          LEAVES_A_THREAD        | nothingIsLeftRunning                   | threads left behind
          FAILS_TO_CLOSE_TWICE   | nothingIsLeftRunning                   | closed already
          """)
  void aFlawIsFoundAndNothingElse(Flaw flaw, String tests, String reason) {
    flaws = new Flaw[] {flaw};
    SuiteRun.assertOnlyFinds(Suite.class, tests, reason);
  }

  /** The suite over the commands of the moment. Not found by the build, as it is no test of its own. */
  static class Suite extends AdminCommandsTck {
    @Override
    protected AdminCommandsProvider provider() {
      return ModelCommands.provider(flaws);
    }

    @Override
    protected List<String> parameters() {
      return List.of("to");
    }

    @Override
    protected int patienceSeconds() {
      return 1;
    }
  }
}
