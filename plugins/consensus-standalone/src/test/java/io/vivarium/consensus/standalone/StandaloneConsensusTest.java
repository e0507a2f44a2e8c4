package io.vivarium.consensus.standalone;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.vivarium.spi.consensus.ConsensusProvider;
import io.vivarium.spi.consensus.ConsensusStatus;
import io.vivarium.spi.consensus.ForwardedRequest;
import io.vivarium.spi.consensus.Proposal;
import io.vivarium.spi.tck.consensus.ConsensusTck;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;

/** The suite, and what only a quorum of one says. */
class StandaloneConsensusTest extends ConsensusTck {
  @Override
  protected ConsensusProvider provider() {
    return ServiceLoader.load(ConsensusProvider.class).findFirst().orElseThrow();
  }

  @Test
  void itCallsItselfStandalone() {
    assertEquals(
        new ConsensusStatus(ConsensusStatus.Mode.STANDALONE, 0, -1, 0),
        new StandaloneConsensus((_, _, _) -> {}).status());
  }

  @Test
  void aForwardedRequestIsRefusedAsThereIsNobodyToForwardTo() {
    ForwardedRequest request = new ForwardedRequest(1, 1, 1, List.of(), ByteBuffer.allocate(0), 0);
    assertThrows(
        IllegalStateException.class,
        () -> new StandaloneConsensus((_, _, _) -> {}).forward(request));
  }

  @Test
  void aProposalBeforeTheRoleIsRefused() {
    Proposal proposal = new Proposal(1, ByteBuffer.allocate(0));
    IllegalStateException refusal =
        assertThrows(
            IllegalStateException.class,
            () -> new StandaloneConsensus((_, _, _) -> {}).propose(proposal));
    assertEquals("proposal 0x1 after 0x0, before this server leads", refusal.getMessage());
  }
}
