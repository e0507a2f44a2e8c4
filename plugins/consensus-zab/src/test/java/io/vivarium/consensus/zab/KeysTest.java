package io.vivarium.consensus.zab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vivarium.consensus.zab.auth.PeerAuthentication;
import io.vivarium.consensus.zab.link.LinkSettings;
import io.vivarium.spi.consensus.ConsensusProvider;
import io.vivarium.spi.consensus.EnsembleSettings;
import io.vivarium.spi.tck.TckContext;
import io.vivarium.zab.ZabSettings;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What configuration makes of the engine. */
class KeysTest {
  @Test
  void theProviderNamesItselfAndItsKeys() {
    ConsensusProvider provider =
        ServiceLoader.load(ConsensusProvider.class).findFirst().orElseThrow();
    assertEquals("zab", provider.id());
    assertEquals(Keys.all(), provider.configKeys());
  }

  @Test
  void withoutConfigurationEverythingIsAsUsual() {
    ZabSettings settings = zab(Map.of());
    assertEquals(-1, settings.epochPatienceMs());
    assertEquals(0, settings.observerDelayMs());
    assertEquals(32 << 20, settings.observerMasterBytes());
    assertFalse(settings.shrinksToOne());
    assertTrue(settings.defects().isEmpty());
    assertEquals(5000, settings.election().maxIntervalMs());
    assertTrue(settings.backlogBytes() > 0);
  }

  @Test
  void configurationIsFollowed() {
    ZabSettings settings =
        zab(
            Map.of(
                "leader.maxTimeToWaitForEpoch", "700",
                "observer.reconnectDelayMs", "50",
                "observerMaster.sizeLimit", "1000",
                "standaloneEnabled", "false",
                "fastleader.minNotificationInterval", "30",
                "fastleader.maxNotificationInterval", "900"));
    assertEquals(700, settings.epochPatienceMs());
    assertEquals(50, settings.observerDelayMs());
    assertEquals(1000, settings.observerMasterBytes());
    assertTrue(settings.shrinksToOne());
    assertEquals(30, settings.election().minIntervalMs());
    assertEquals(900, settings.election().maxIntervalMs());
  }

  @Test
  void theLongestPauseIsNotShorterThanTheFirst() {
    ZabSettings settings =
        zab(
            Map.of(
                "fastleader.minNotificationInterval", "900",
                "fastleader.maxNotificationInterval", "30"));
    assertEquals(900, settings.election().maxIntervalMs());
  }

  @Test
  void packetsOfALeaderMayBeAsLargeAsWhatTheLogTakes() {
    assertEquals(64 << 20, fromLeader(Map.of()));
    assertEquals(200_000_000, fromLeader(Map.of("jute.maxbuffer", "100000000")));
    assertEquals(
        100_000_000 + 1024,
        fromLeader(Map.of("jute.maxbuffer", "100000000", "jute.maxbuffer.extrasize", "7")));
  }

  @Test
  void packetsOfALearnerMayBeAsLargeAsARequestThatItForwards() {
    assertEquals(3 * 1_048_575 + (64 << 10), fromLearner(Map.of()));
    assertEquals(30_000_000 + (64 << 10), fromLearner(Map.of("jute.maxbuffer", "10000000")));
  }

  @Test
  void packetsOfALearnerMayAlwaysHoldTheSessionsThatGoIntoOne() {
    assertEquals(1 << 20, fromLearner(Map.of("jute.maxbuffer", "1024")));
  }

  @Test
  void packetsOfALearnerMayBeWhatZooKeeperTakesWithThatConfiguration() {
    assertEquals(
        1_048_575 + 10_000_000 + (64 << 10),
        fromLearner(Map.of("jute.maxbuffer.extrasize", "10000000")));
  }

  @Test
  void packetsOfALearnerAreNeverLargerThanThoseOfALeader() {
    Map<String, String> much = Map.of("jute.maxbuffer", "1000000000");
    assertEquals(fromLeader(much), fromLearner(much));
    Map<String, String> more = Map.of("jute.maxbuffer", "100000000");
    assertEquals(200_000_000, fromLearner(more));
  }

  private static int fromLeader(Map<String, String> values) {
    return links(values).largestFromLeader();
  }

  private static int fromLearner(Map<String, String> values) {
    return links(values).largestFromLearner();
  }

  private static LinkSettings links(Map<String, String> values) {
    return config(values).links(EnsembleSettings.STANDALONE, PeerAuthentication.NONE);
  }

  private static ZabSettings zab(Map<String, String> values) {
    return config(values).zab(EnsembleSettings.STANDALONE);
  }

  private static ZabConfig config(Map<String, String> values) {
    return new ZabConfig(new TckContext(values).config(), Set.of());
  }
}
