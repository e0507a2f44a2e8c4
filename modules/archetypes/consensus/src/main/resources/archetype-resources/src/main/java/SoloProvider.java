package ${package};

import io.vivarium.spi.PluginContext;
import io.vivarium.spi.consensus.Consensus;
import io.vivarium.spi.consensus.ConsensusProvider;

/** Registers the engine {@code ${artifactId}}. */
public final class SoloProvider implements ConsensusProvider {
  @Override
  public String id() {
    return "${artifactId}";
  }

  @Override
  public int spiVersion() {
    return SPI_VERSION;
  }

  @Override
  public Consensus create(PluginContext context) {
    return new SoloConsensus();
  }
}
