package io.vivarium.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What a server shows of its configuration is a configuration that says the same. */
class WrittenAgainTest {
  /** Keys whose random values contradict each other, or the installation. */
  private static final Set<String> CONTRARY =
      Set.of(
          "clientPort",
          "secureClientPort",
          "clientPortAddress",
          "secureClientPortAddress",
          "minSessionTimeout",
          "maxSessionTimeout",
          "enforce.auth.enabled",
          "dynamicConfigFile",
          "standaloneEnabled",
          "config.mode");

  private static List<Key<?>> settable() {
    return KnownKeys.all().stream()
        .filter(key -> key.verdict() == Verdict.HONOURED || key.verdict() == Verdict.MAPPED)
        .filter(key -> key.reader() != Key.Reader.GUARD && !key.secret())
        .filter(key -> !key.type().name().equals("class name"))
        .filter(key -> !CONTRARY.contains(key.name()))
        .toList();
  }

  private static String asFile(EffectiveConfig effective) {
    return effective.configured().stream()
        .map(item -> item.key() + "=" + item.value())
        .collect(Collectors.joining("\n", "", "\n"));
  }

  /** What a configuration says, without where it was written. */
  private static String meaning(ServerConfig config) {
    return String.join(
        "\n",
        config.directories().toString(),
        config.clientPorts().toString(),
        config.sessions().toString(),
        config.requests().toString(),
        config.tree().toString(),
        config.snapshots().toString(),
        config.log().toString(),
        config.access().skipAcl() + " " + config.access().allowSaslFailedClients(),
        new TreeSet<>(config.access().fourLetterWords().allowed()).toString(),
        config.ensemble().toString());
  }

  @Test
  void theConfiguredKeysWrittenToAFileMeanTheSame() {
    List<Key<?>> keys = settable();
    assertTrue(keys.size() > 100, "there are keys to choose from: " + keys.size());
    Random random = new Random(17);
    for (int i = 0; i < 300; i++) {
      Map<String, String> values = new TreeMap<>(Map.of("dataDir", "/d"));
      for (int j = random.nextInt(10); j >= 0; j--) {
        Key<?> key = keys.get(random.nextInt(keys.size()));
        values.put(key.name(), KnownKeysTest.sample(key));
      }
      values.put("dataDir", "/d");
      ConfigSource source = random.nextBoolean() ? code(values) : properties(values);
      ConfigResult first = Configs.load(source);
      ConfigResult again = Configs.load(asFile(first.effective()));
      assertEquals("", Configs.text(first.errors()), values::toString);
      assertEquals(meaning(first.require()), meaning(again.require()), values::toString);
      assertEquals(asFile(first.effective()), asFile(again.effective()));
    }
  }

  private static ConfigSource code(Map<String, String> values) {
    return ConfigSource.empty().withCode(values);
  }

  private static ConfigSource properties(Map<String, String> values) {
    Map<String, String> properties = new TreeMap<>();
    values.forEach((key, value) -> properties.put("zookeeper." + key, value));
    return ConfigSource.empty().withSystemProperties(properties);
  }
}
