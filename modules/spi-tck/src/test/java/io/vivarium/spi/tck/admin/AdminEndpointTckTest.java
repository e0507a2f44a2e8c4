package io.vivarium.spi.tck.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.vivarium.spi.admin.AdminEndpoint;
import io.vivarium.spi.admin.AdminEndpointProvider;
import io.vivarium.spi.tck.SuiteRun;
import io.vivarium.spi.tck.admin.ModelEndpoint.Flaw;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The suite passes an endpoint that keeps its promises, and finds each flaw for the right reason. */
class AdminEndpointTckTest {
  private static Flaw[] flaws = {};

  @Test
  void anEndpointThatKeepsItsPromisesPasses() {
    flaws = new Flaw[0];
    assertEquals(Map.of(), SuiteRun.failures(Suite.class));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          STARTS_WITH_NOBODY_TO_ASK | oneThatWasHandedNothingDoesNotStart | IllegalStateException to be thrown
          WAITS_FOR_SERVING         | aServerThatServesNobodyYetIsNoReasonNotToStart | the server is not ready
          ANSWERS_ITSELF            | aQuestionReachesTheServerAndItsAnswerTheCaller | the server was not asked
          REMEMBERS_ANSWERS         | everyQuestionIsAnsweredAnew         | 701
          SWALLOWS_UNKNOWN_COMMANDS | anUnknownCommandIsAnsweredToo       | expected: <true>
          DIES_OF_A_FAILURE         | aCommandThatFailsLeavesTheEndpointAlive | the endpoint is gone
          STOPS_THE_SERVER          | aCommandThatFailsLeavesTheEndpointAlive | no question may stop a server
          LISTENS_TO_ONE_THREAD     | severalAskAtTheSameTime             | not for this thread
          ANSWERS_AFTER_CLOSE       | nobodyIsAnsweredOnceItIsClosed      | answered after it was closed
          KEEPS_THE_PLACE           | nothingIsLeftRunningAndThePlaceIsFree | the place is taken
          LEAVES_A_THREAD           | nothingIsLeftRunningAndThePlaceIsFree | threads left behind
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
          DROPS_THE_ANSWER          | aQuestionReachesTheServerAndItsAnswerTheCaller | {}
          FAILS_TO_CLOSE_TWICE      | oneThatWasNotStartedIsClosedAsWell  | closed already
          """)
  void aFlawIsFound(Flaw flaw, String test, String reason) {
    flaws = new Flaw[] {flaw};
    SuiteRun.assertFinds(Suite.class, test, reason);
  }

  /** The suite over the endpoint of the moment. Not found by the build, as it is no test of its own. */
  static class Suite extends AdminEndpointTck {
    private final AtomicBoolean place = new AtomicBoolean();

    @Override
    protected AdminEndpointProvider provider() {
      return ModelEndpoint.provider(place, flaws);
    }

    @Override
    protected Map<String, String> config() {
      return Map.of();
    }

    @Override
    protected String ask(AdminEndpoint asked, String command) {
      return ((ModelEndpoint) asked).ask(command);
    }

    @Override
    protected int patienceSeconds() {
      return 1;
    }
  }
}
