package io.vivarium.spi.tck.consensus;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.vivarium.spi.consensus.ConsensusProvider;
import io.vivarium.spi.tck.SuiteRun;
import io.vivarium.spi.tck.consensus.ModelConsensus.Flaw;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The suite passes an engine that keeps its promises, and finds each flaw for the right reason. */
class ConsensusTckTest {
  private static Flaw[] flaws = {};

  @Test
  void anEngineThatKeepsItsPromisesPasses() {
    flaws = new Flaw[0];
    assertEquals(Map.of(), SuiteRun.failures(Suite.class));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          DELIVERS_TWICE            | oneForceDeliversEverythingItCoversInOrder | deliver a, deliver a
          DELIVERS_BEFORE_PERSISTED | nothingIsDeliveredThatTheLogDoesNotHave   | deliver a
          REORDERS                  | oneForceDeliversEverythingItCoversInOrder | deliver c, deliver a
          SWALLOWS_SYNC             | aSyncWithNothingInFlightIsAnswered        | synced did not happen
          ANSWERS_SYNC_EARLY        | aSyncIsAnsweredAfterWhatWasProposedBeforeIt | expected: <false>
          ANSWERS_SYNCS_BACKWARDS   | everySyncIsAnsweredInOrder                | synced 98, synced 99
          NEVER_LEADS               | theOnlyVoterLeadsAfterWhatRecoveryFound   | lead did not happen
          LEADS_AT_ATTACH           | nothingHappensBeforeTheFirstPoll          | lead after 0
          LEADS_AGAIN               | theRoleIsToldOnce                         | lead after 0
          LEADS_FROM_ZERO           | theOnlyVoterLeadsAfterWhatRecoveryFound   | lead after 0
          DELIVERS_AFTER_LOOK       | aProposalIsPersistedThenDelivered         | look
          DELIVERS_COPIES           | theBytesProposedAreTheBytesPersisted      | which is not the proposal that was proposed
          LOSES_THE_LAST            | aProposalIsPersistedThenDelivered         | deliver did not happen
          CALLS_FROM_ITS_OWN_THREAD | theBytesProposedAreTheBytesPersisted      | deliver was called on the engine's own
          CALLS_AT_CLOSE            | nothingIsCalledAfterClose                 | look
          LEAVES_A_THREAD           | statusTellsWhoServes                      | threads left behind
          """)
  void aFlawIsFound(Flaw flaw, String test, String reason) {
    flaws = new Flaw[] {flaw};
    SuiteRun.assertFinds(Suite.class, test, reason);
  }

  /** The suite over the engine of the moment. Not found by the build, as it is no test of its own. */
  static class Suite extends ConsensusTck {
    @Override
    protected ConsensusProvider provider() {
      return ModelConsensus.provider(flaws);
    }
  }
}
