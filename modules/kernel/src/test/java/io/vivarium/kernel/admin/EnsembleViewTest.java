package io.vivarium.kernel.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.vivarium.config.ConfigLoader;
import io.vivarium.config.ConfigSource;
import io.vivarium.config.ServerConfig;
import io.vivarium.model.ensemble.Membership;
import io.vivarium.spi.consensus.ConsensusStatus;
import io.vivarium.spi.consensus.ConsensusStatus.Mode;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a server shows of its ensemble. */
class EnsembleViewTest {
  private static final String THREE =
      """
      dataDir=/data
      tickTime=1500
      initLimit=8
      syncLimit=4
      server.1=a:2888:3888
      server.2=b:2889:3889;2182
      server.3=c:2888:3888:observer
      """;

  private static ServerConfig config(String text) {
    return ConfigLoader.load(
            ConfigSource.ofText("zoo.cfg", text).withCode(Map.of("myid", "2")), List.of())
        .require();
  }

  @Test
  void confShowsTheEnsembleAsItIsNow() {
    ServerConfig config = config(THREE);
    Membership now = config.ensemble().membership().withVersion(0x1_0000_0005L);
    ServerFacts facts = new ServerFacts(config, () -> 2182, () -> 2281, () -> now);
    assertEquals(2, facts.serverId());
    assertEquals(2182, facts.clientPort());
    assertEquals(2281, facts.secureClientPort());
    assertEquals(
        new ConfigurationView.Ensemble(8, 4, 3889, 2889, false, now.dynamicText()),
        facts.ensemble());
  }

  @Test
  void confOfAServerOnItsOwnHasNoEnsemble() {
    ServerFacts facts =
        new ServerFacts(
            config("dataDir=/data\nclientPort=1\n"), () -> 1, () -> -1, () -> Membership.NONE);
    assertEquals(0, facts.serverId());
    assertNull(facts.ensemble());
  }

  @Test
  void mntrTellsThePlaceInTheEnsemble() {
    Membership membership = config(THREE).ensemble().membership();
    assertEquals(
        "{peer_state=leading - broadcast, quorum_size=2, learners=2, synced_followers=1, synced_observers=1}",
        EnsembleLines.of(new ConsensusStatus(Mode.LEADER, 3, 2, 2, 1, 1), membership).toString());
    assertEquals(
        "{peer_state=following - broadcast, quorum_size=2}",
        EnsembleLines.of(new ConsensusStatus(Mode.FOLLOWER, 3, 1, 1), membership).toString());
    assertEquals(
        "{peer_state=observing - broadcast, observer_master_id=1, quorum_size=2}",
        EnsembleLines.of(new ConsensusStatus(Mode.OBSERVER, 3, 1, 1), membership).toString());
    assertEquals(
        "{peer_state=looking}",
        EnsembleLines.of(new ConsensusStatus(Mode.READ_ONLY, 3, -1, 0), membership).toString());
    assertEquals(
        "{}",
        EnsembleLines.of(new ConsensusStatus(Mode.STANDALONE, 0, -1, 0), Membership.NONE)
            .toString());
  }
}
