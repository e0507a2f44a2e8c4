package io.vivarium.kernel.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.vivarium.config.ConfigLoader;
import io.vivarium.config.ConfigSource;
import io.vivarium.config.ServerConfig;
import io.vivarium.kernel.ManualTime;
import io.vivarium.model.ensemble.Membership;
import io.vivarium.spi.consensus.ConsensusStatus;
import io.vivarium.spi.consensus.ConsensusStatus.Mode;
import io.vivarium.spi.metrics.MetricReading;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What a server shows of its ensemble. */
class EnsembleViewTest {
  private static final ClientControl.Limits ALLOWED = new ClientControl.Limits(7, 8, 9);

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
    ServerFacts facts = new ServerFacts(config, () -> 2182, () -> 2281, () -> now, () -> ALLOWED);
    assertEquals(7, facts.maxClientConnections());
    assertEquals(9, facts.maxSessionTimeoutMs());
    assertEquals(now.dynamicText(), facts.settings().get("quorum_system_info"));
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
            config("dataDir=/data\nclientPort=1\n"),
            () -> 1,
            () -> -1,
            () -> Membership.NONE,
            () -> ALLOWED);
    assertEquals("", facts.settings().get("quorum_system_info"));
    assertEquals(0, facts.serverId());
    assertNull(facts.ensemble());
  }

  private static String lines(Mode mode) {
    return EnsembleLines.of(new ConsensusStatus(mode, 3, 1, 1)).toString();
  }

  @Test
  void mntrTellsTheStateOfThePeer() {
    assertEquals("{peer_state=leading - broadcast}", lines(Mode.LEADER));
    assertEquals("{peer_state=following - broadcast}", lines(Mode.FOLLOWER));
    assertEquals("{peer_state=observing - broadcast, observer_master_id=1}", lines(Mode.OBSERVER));
    assertEquals("{peer_state=looking}", lines(Mode.READ_ONLY));
    assertEquals("{peer_state=looking}", lines(Mode.LOOKING));
    assertEquals("{}", lines(Mode.STANDALONE));
  }

  private static String gauges(ConsensusStatus status, Membership membership) {
    FakeServer server = new FakeServer();
    server.mode = status.mode();
    server.status = status;
    server.membership = membership;
    ManualTime time = new ManualTime(0);
    server.metrics.leader().roleBegins(time.monotonicNanos());
    time.pass(70);
    server.metrics.leader().proposed(48);
    server.metrics.leader().proposed(36);
    EnsembleGauges.publish(server, time);
    TreeMap<String, Long> found = new TreeMap<>();
    for (MetricReading reading : server.metrics.readings()) {
      if (reading instanceof MetricReading.Level level && NAMES.contains(level.name())) {
        found.put(level.name(), level.value());
      }
    }
    return found.toString();
  }

  private static final Set<String> NAMES =
      Set.of(
          "quorum_size",
          "learners",
          "synced_followers",
          "synced_observers",
          "synced_non_voting_followers",
          "pending_syncs",
          "leader_uptime",
          "last_proposal_size",
          "min_proposal_size",
          "max_proposal_size");

  @Test
  void whatALeaderCountsIsThereWhileItLeads() {
    Membership membership = config(THREE).ensemble().membership();
    assertEquals(
        "{last_proposal_size=36, leader_uptime=70, learners=2, max_proposal_size=48,"
            + " min_proposal_size=36, pending_syncs=0, quorum_size=2, synced_followers=1,"
            + " synced_non_voting_followers=0, synced_observers=1}",
        gauges(new ConsensusStatus(Mode.LEADER, 3, 2, 2, 1, 1, List.of()), membership));
    assertEquals(
        "{quorum_size=2, synced_observers=0}",
        gauges(new ConsensusStatus(Mode.FOLLOWER, 3, 1, 1), membership));
    assertEquals(
        "{quorum_size=2}", gauges(new ConsensusStatus(Mode.OBSERVER, 3, 1, 1), membership));
    assertEquals("{}", gauges(new ConsensusStatus(Mode.STANDALONE, 0, -1, 0), Membership.NONE));
  }
}
