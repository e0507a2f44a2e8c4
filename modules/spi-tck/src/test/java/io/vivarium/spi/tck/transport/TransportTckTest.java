package io.vivarium.spi.tck.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.vivarium.spi.tck.SuiteRun;
import io.vivarium.spi.tck.transport.ModelTransport.Flaw;
import io.vivarium.spi.transport.TransportProvider;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The suite passes a transport that keeps its promises, and finds each flaw for the right reason. */
class TransportTckTest {
  private static Flaw[] flaws = {};

  @Test
  void aTransportThatKeepsItsPromisesPasses() {
    flaws = new Flaw[0];
    assertEquals(Map.of(), SuiteRun.failures(Suite.class));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          MERGES_FRAMES            | framesArriveWholeAndInOrder               | expected: <0>
          SPLITS_FRAMES            | framesArriveWholeAndInOrder               | expected:
          DROPS_TAIL_ON_CLOSE      | closeSendsWhatWasWritten                  | nothing came from the transport
          CALLS_FROM_TWO_THREADS   | aTaskRunsOnTheThreadOfTheHandler          | another thread than the handler
          REVERSES_TASKS           | tasksRunOnTheThreadOfTheHandlerInTheirOrder | expected: <
          RUNS_TASKS_AT_ONCE       | aTaskNeverRunsWithinTheCallThatLeavesIt   | expected: <left by a>
          RUNS_TASKS_AFTER_THE_END | tasksAfterTheEndAreDropped                | ran
          FORGETS_ON_CLOSED        | closingTwiceTellsOnce                     | onClosed was not called
          TELLS_ON_CLOSED_TWICE    | closingTwiceTellsOnce                     | onClosed was called twice
          ALLOCATES_WHAT_IS_ANNOUNCED | anAnnouncedLengthIsNotAllocatedBeforeTheBytesCome | OutOfMemory
          KEEPS_BUFFERS            | writeCopiesAndMovesThePosition            | expected: <original>
          READS_ALWAYS             | nothingIsReadWhileReadingIsOff            | patience
          NEVER_UNWRITABLE         | aPeerThatDoesNotReadMakesTheConnectionUnwritableUntilItReads | still writable
          HANDS_OVER_AFTER_CLOSE   | afterCloseNoFrameIsHandedOver             | second
          CLOSES_WITH_THE_INPUT    | aHandlerMayGoOnSendingAfterTheInputEnded  | nothing came from the transport
          WAITS_FOR_EVER_TO_CLOSE  | aPeerThatDoesNotReadCannotHoldAClosingConnection | onClosed was not called
          TELLS_TOO_EARLY_THAT_ALL_IS_SENT | aTaskForWhenAllIsSentWaitsForThePeer | expected:
          NEVER_TELLS_THAT_ALL_IS_SENT | aTaskForWhenAllIsSentWaitsForThePeer | nothing came from the transport
          ABORTS_IN_SILENCE        | abortingDoesNotWaitForThePeer             | expected: <0 wait>
          ONE_FAILURE_KILLS_ALL    | aMalformedFrameClosesItsConnectionOnly    | nothing came from the transport
          FORGETS_READ_DONE        | whatOneReadBroughtEndsWithOnReadDone      | nothing came from the transport
          HIDES_THE_ADDRESS        | anAddressInUseIsRefusedWithItsName        | must name the address
          IGNORES_ACCEPTING        | aListenerThatIsNotAcceptingLeavesConnectionsWaiting | expected: <true>
          ADMITS_EVERYBODY         | whoIsNotAdmittedIsClosedAndGetsNoHandler  | onClosed was not called
          FORGETS_CONNECTIONS_AT_THE_END | closingTheTransportClosesWhatStands | onClosed comes before close returns
          LEAVES_ITS_THREAD        | anEmptyFrameIsAFrame                      | threads left behind
          """)
  void aFlawIsFound(Flaw flaw, String test, String reason) {
    flaws = new Flaw[] {flaw};
    SuiteRun.assertFinds(Suite.class, test, reason);
  }

  /** The suite over the transport of the moment. Not found by the build, as it is no test of its own. */
  static class Suite extends TransportTck {
    @Override
    protected TransportProvider provider() {
      return ModelTransport.provider(flaws);
    }

    @Override
    protected boolean abortsAtOnce() {
      return true;
    }

    @Override
    protected int patienceSeconds() {
      return flaws.length == 0 ? super.patienceSeconds() : 2;
    }
  }
}
