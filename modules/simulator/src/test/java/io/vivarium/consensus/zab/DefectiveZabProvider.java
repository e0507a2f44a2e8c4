package io.vivarium.consensus.zab;

import io.vivarium.spi.ConfigKey;
import io.vivarium.spi.PluginContext;
import io.vivarium.spi.consensus.Consensus;
import io.vivarium.spi.consensus.ConsensusProvider;
import io.vivarium.zab.Defect;
import java.util.List;
import java.util.Set;

/** The engine {@code zab} with historic defects brought back; in its package, as production has no way to ask for them. */
public final class DefectiveZabProvider implements ConsensusProvider {
  private final Set<Defect> defects;

  /** An engine with these defects. */
  public DefectiveZabProvider(Set<Defect> defects) {
    this.defects = Set.copyOf(defects);
  }

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
    return new ZabConsensus(context, defects);
  }
}
