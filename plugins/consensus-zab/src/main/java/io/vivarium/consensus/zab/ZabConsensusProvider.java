package io.vivarium.consensus.zab;

import io.vivarium.spi.ConfigKey;
import io.vivarium.spi.PluginContext;
import io.vivarium.spi.consensus.Consensus;
import io.vivarium.spi.consensus.ConsensusProvider;
import java.util.List;
import java.util.Set;

/** Registers the engine {@code zab}. */
public final class ZabConsensusProvider implements ConsensusProvider {
  @Override
  public String id() {
    return "zab";
  }

  @Override
  public List<ConfigKey<?>> configKeys() {
    return Keys.all();
  }

  @Override
  public Consensus create(PluginContext context) {
    return new ZabConsensus(context, Set.of());
  }
}
