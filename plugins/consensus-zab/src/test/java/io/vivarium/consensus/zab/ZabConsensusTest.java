package io.vivarium.consensus.zab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.vivarium.spi.consensus.ConsensusHost;
import io.vivarium.spi.consensus.ConsensusStatus;
import io.vivarium.spi.consensus.EngineResources;
import io.vivarium.spi.consensus.EnsembleSettings;
import io.vivarium.spi.consensus.Proposal;
import io.vivarium.spi.consensus.RecoveredHistory;
import io.vivarium.spi.tck.TckContext;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The engine where there is no ensemble, or none yet. */
class ZabConsensusTest {
  private final TckContext context = new TckContext(Map.of());
  private final ZabConsensus engine = new ZabConsensus(context, Set.of());

  @Test
  void withoutServersTheServerStopsAndSaysWhatIsMissing() {
    EngineResources resources =
        new EngineResources(
            EnsembleSettings.STANDALONE, new MemoryNetwork(), new Random(1), Runnable::run);
    engine.attach(host(resources), new RecoveredHistory(0, 0, true));
    assertEquals(
        List.of(
            "INVALID_INVOCATION: consensus=zab needs the servers of the ensemble: configure a line"
                + " server.N for each, or leave the key consensus out"),
        context.fatalErrorsReported());
    assertEquals(Long.MAX_VALUE, engine.poll(0));
    engine.close();
  }

  @Test
  void beforeItIsAttachedItLooks() {
    assertEquals(new ConsensusStatus(ConsensusStatus.Mode.LOOKING, 0, -1, 0), engine.status());
    assertEquals(Long.MAX_VALUE, engine.poll(0));
    engine.persisted(7);
  }

  @Test
  void beforeItIsAttachedNothingIsProposed() {
    Proposal proposal = new Proposal(1, ByteBuffer.allocate(0));
    assertThrows(IllegalStateException.class, () -> engine.propose(proposal));
  }

  /** A host that has resources and is asked for nothing else. */
  private static ConsensusHost host(EngineResources resources) {
    return (ConsensusHost)
        Proxy.newProxyInstance(
            ConsensusHost.class.getClassLoader(),
            new Class<?>[] {ConsensusHost.class},
            (proxy, method, arguments) -> {
              assertEquals("resources", method.getName());
              return resources;
            });
  }
}
