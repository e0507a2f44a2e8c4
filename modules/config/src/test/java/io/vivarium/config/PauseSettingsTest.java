package io.vivarium.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class PauseSettingsTest {
  @Test
  void nobodyWatchesUnlessAskedAndThenAsZooKeeperDoes() {
    assertEquals(
        new ServerConfig.PauseSettings(false, 500, 1_000, 10_000), Configs.minimalAnd("").pauses());
    assertEquals(
        new ServerConfig.PauseSettings(true, 500, 1_000, 10_000),
        Configs.minimalAnd("jvm.pause.monitor=true\n").pauses());
  }

  @Test
  void eachThresholdIsItsOwn() {
    assertEquals(
        new ServerConfig.PauseSettings(true, 7, 8, 9),
        Configs.minimalAnd(
                """
                jvm.pause.monitor=true
                jvm.pause.sleep.time.ms=7
                jvm.pause.info-threshold.ms=8
                jvm.pause.warn-threshold.ms=9
                """)
            .pauses());
  }
}
