package io.vivarium.config;

import static io.vivarium.config.Configs.item;
import static io.vivarium.config.Configs.load;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vivarium.config.ConfigSource.Origin;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class EffectiveConfigTest {
  @Test
  void everyItemHasValueDefaultOriginAndHelp() {
    EffectiveConfig effective = load("dataDir=/data\ntickTime=2000\n").effective();
    EffectiveConfig.Item tick = item(effective, "tickTime");
    assertEquals("2000", tick.value());
    assertEquals("3000", tick.defaultValue());
    assertEquals("zoo.cfg:2", tick.origin().where());
    assertEquals("The unit of time of sessions and of the ensemble.", tick.help());
    EffectiveConfig.Item snapCount = item(effective, "snapCount");
    assertEquals("100000", snapCount.value());
    assertEquals(Origin.DEFAULT, snapCount.origin());
  }

  @Test
  void computedDefaultsAreShown() {
    EffectiveConfig effective =
        load("dataDir=/data\ntickTime=1000\njute.maxbuffer=5000\nflushDelay=9\n").effective();
    assertEquals("2000", item(effective, "minSessionTimeout").value());
    assertEquals("20000", item(effective, "maxSessionTimeout").value());
    assertEquals("/data", item(effective, "dataLogDir").value());
    assertEquals("5000", item(effective, "replyMaxBuffer").value());
    assertEquals("3", item(effective, "maxWriteQueuePollTime").value());
    assertEquals("standalone", item(effective, "consensus").value());
  }

  @Test
  void onlyWhatWasWrittenIsConfigured() {
    EffectiveConfig effective = load("dataDir=/data\nserver.1=a:1:2\nunheardOf=1\n").effective();
    assertEquals(
        List.of("dataDir", "server.1", "unheardOf"),
        effective.configured().stream().map(EffectiveConfig.Item::key).toList());
  }

  @Test
  void noKeyIsListedTwiceAndKeysWithoutEffectOnlyWhenSet() {
    EffectiveConfig effective =
        load("dataDir=/data\nobserver.syncEnabled=false\nnio.numWorkerThreads=4\n").effective();
    Set<String> keys = new HashSet<>();
    for (EffectiveConfig.Item item : effective.items()) {
      assertTrue(keys.add(item.key()), item.key());
    }
    assertTrue(keys.contains("nio.numWorkerThreads"));
    assertFalse(keys.contains("nio.directBufferBytes"));
    assertFalse(keys.contains("observer.syncEnabled"), "an alias is shown as its key");
    assertEquals("false", item(effective, "syncEnabled").value());
  }

  @Test
  void everythingIsListedEvenWhenThereAreErrors() {
    EffectiveConfig effective = load("tickTime=x\n").effective();
    assertEquals("x", item(effective, "tickTime").value());
    assertTrue(effective.items().size() > 100);
  }
}
