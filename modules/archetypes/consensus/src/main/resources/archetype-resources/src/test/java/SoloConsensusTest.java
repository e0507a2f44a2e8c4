package ${package};

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vivarium.client.Client;
import io.vivarium.kernel.Server;
import io.vivarium.model.Acl;
import io.vivarium.model.CreateMode;
import io.vivarium.simulator.EngineTrial;
import io.vivarium.spi.PluginException;
import io.vivarium.spi.consensus.ConsensusProvider;
import io.vivarium.spi.tck.consensus.ConsensusTck;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The suite of the SPI, and a server whose writes this engine orders. */
class SoloConsensusTest extends ConsensusTck {
  @Override
  protected ConsensusProvider provider() {
    return new SoloProvider();
  }

  /** A server that is killed, a disk that fails, a clock that jumps, clients that come back: the same each time, by the seed. */
  @Test
  void whateverGoesWrongNothingThatAClientWasToldIsLost() {
    EngineTrial.Figures figures = EngineTrial.of(provider()).run(1, 40);
    assertTrue(figures.acknowledged() > 1_000, figures::toString);
  }

  @Test
  void aServerServesReadsAndWritesInTheirOrder() throws PluginException {
    try (Server server = EmbeddedServer.start(Map.of("consensus", "${artifactId}"));
        Client client = EmbeddedServer.connect(server)) {
      client.create("/a", new byte[] {0}, Acl.OPEN, CreateMode.PERSISTENT).join();
      for (int i = 1; i <= 100; i++) {
        client.setData("/a", new byte[] {(byte) i}, i - 1);
      }
      client.sync("/a").join();
      assertEquals(100, client.getData("/a", null).join().data()[0]);
    }
  }

  @Test
  void aServerThatIsStartedAgainFindsWhatWasWritten() throws PluginException {
    Map<String, String> settings =
        Map.of("consensus", "${artifactId}", "memory.place", "restart of ${artifactId}");
    try (Server server = EmbeddedServer.start(settings);
        Client client = EmbeddedServer.connect(server)) {
      client.create("/kept", new byte[] {7}, Acl.OPEN, CreateMode.PERSISTENT).join();
    }
    try (Server server = EmbeddedServer.start(settings);
        Client client = EmbeddedServer.connect(server)) {
      assertEquals(7, client.getData("/kept", null).join().data()[0]);
    }
  }
}
