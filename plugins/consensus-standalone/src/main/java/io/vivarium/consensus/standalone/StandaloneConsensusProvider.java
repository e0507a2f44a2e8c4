package io.vivarium.consensus.standalone;

import io.vivarium.spi.PluginContext;
import io.vivarium.spi.consensus.Consensus;
import io.vivarium.spi.consensus.ConsensusProvider;

/** Registers the engine {@code standalone}. */
public final class StandaloneConsensusProvider implements ConsensusProvider {
  @Override
  public String id() {
    return "standalone";
  }

  @Override
  public Consensus create(PluginContext context) {
    return new StandaloneConsensus(context.fatalErrors());
  }
}
