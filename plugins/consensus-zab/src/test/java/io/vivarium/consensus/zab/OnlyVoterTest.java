package io.vivarium.consensus.zab;

import io.vivarium.model.ensemble.Membership;
import io.vivarium.spi.consensus.ConsensusProvider;
import io.vivarium.spi.consensus.EnsembleSettings;
import io.vivarium.spi.tck.consensus.ConsensusTck;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The suite of the SPI, with the engine as the only voter of an ensemble. */
class OnlyVoterTest extends ConsensusTck {
  private static final long ID = 7;

  @Override
  protected ConsensusProvider provider() {
    return new ZabConsensusProvider();
  }

  @Override
  protected Map<String, String> config() {
    return Map.of("standaloneEnabled", "false");
  }

  @Override
  protected EnsembleSettings ensemble() {
    Membership.Member self =
        new Membership.Member(
            ID,
            List.of(new Membership.Address("127.0.0.1", 2888, 3888)),
            Membership.Role.PARTICIPANT,
            null);
    return new EnsembleSettings(
        ID,
        new Membership(new TreeMap<>(Map.of(ID, self)), new TreeMap<>(), new TreeMap<>(), 0),
        null,
        EnsembleSettings.STANDALONE.timing(),
        EnsembleSettings.STANDALONE.options());
  }
}
