package io.vivarium.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every key that somebody can set, with a slip of the finger in it. */
class TypingErrorsTest {
  static Stream<Key<?>> suggested() {
    return KnownKeys.all().stream()
        .filter(key -> key.verdict() != Verdict.REFUSED)
        .filter(key -> key.verdict() != Verdict.NOT_FOR_SERVERS)
        .filter(key -> KnownKeys.family(key.name()).isEmpty());
  }

  /** A letter left out, doubled, exchanged with its neighbour, or another in its place; none of them a key or one of a family. */
  private static List<String> slips(String name, Random random) {
    List<String> slips = new ArrayList<>();
    while (slips.size() < 8) {
      int at = 1 + random.nextInt(name.length() - 2);
      String head = name.substring(0, at);
      String tail = name.substring(at + 1);
      char there = name.charAt(at);
      String slip =
          switch (random.nextInt(4)) {
            case 0 -> head + tail;
            case 1 -> head + there + there + tail;
            case 2 -> head + tail.charAt(0) + there + tail.substring(1);
            default -> head + 'q' + tail;
          };
      boolean meansSomething =
          KnownKeys.find(slip) != null
              || KnownKeyNames.isAlias(slip)
              || KnownKeys.family(slip).isPresent();
      if (!meansSomething) {
        slips.add(slip);
      }
    }
    return slips;
  }

  @ParameterizedTest
  @MethodSource("suggested")
  void aSlipIsWarnedAboutWithAKeyThatIsAsNearAsTheOneMeant(Key<?> key) {
    for (String slip : slips(key.name(), new Random(key.name().hashCode()))) {
      ConfigResult result = Configs.load(Configs.MINIMAL + slip + "=1\n");
      Problem warning =
          result.warnings().stream()
              .filter(problem -> problem.key().equals(slip))
              .findFirst()
              .orElseThrow(() -> new AssertionError(slip + " is taken for a key"));
      assertTrue(warning.remedy().startsWith("Did you mean "), () -> warning.text());
      String suggestion =
          warning.remedy().substring("Did you mean ".length(), warning.remedy().length() - 1);
      assertTrue(distance(slip, suggestion) <= distance(slip, key.name()), () -> warning.text());
      assertTrue(result.ok(), "a slip alone stops no server, as in ZooKeeper");
    }
  }

  private static int distance(String a, String b) {
    return NearestKey.distance(a.toLowerCase(Locale.ROOT), b.toLowerCase(Locale.ROOT));
  }

  @ParameterizedTest
  @MethodSource("suggested")
  void theStrictModeStopsAtASlipAndTheLenientOneDoesNot(Key<?> key) {
    String slip = slips(key.name(), new Random(5)).getFirst();
    String line = slip + "=1\n";
    assertFalse(Configs.load(Configs.MINIMAL + "config.mode=strict\n" + line).ok(), slip);
    assertTrue(Configs.load(Configs.MINIMAL + "config.mode=lenient\n" + line).ok(), slip);
  }

  @Test
  void aSlipInTheNameOfASecretHidesItsValueToo() {
    Random random = new Random(9);
    for (Key<?> key : KnownKeys.all()) {
      if (!key.secret()) {
        continue;
      }
      for (String slip : slips(key.name(), random)) {
        ConfigResult result = Configs.load(Configs.MINIMAL + slip + "=h1dden\n");
        assertFalse(result.toString().contains("h1dden"), slip);
      }
    }
  }

  @Test
  void everyKeyIsFoundUnderItsVariableHoweverItIsSpelled() {
    Random random = new Random(4);
    for (Key<?> key : KnownKeys.all()) {
      String variable = EnvironmentNames.of(key.name());
      StringBuilder other = new StringBuilder(EnvironmentNames.PREFIX);
      for (char c : variable.substring(EnvironmentNames.PREFIX.length()).toCharArray()) {
        if (c == '_' && random.nextBoolean()) {
          continue;
        }
        other.append(random.nextBoolean() ? Character.toLowerCase(c) : c);
      }
      for (String spelling : List.of(variable, other.toString())) {
        ConfigSource source = ConfigSource.empty().withEnvironment(Map.of(spelling, "v"));
        Settings settings =
            new SettingsReader(source, new PluginKeys(List.of()), new Problems()).read();
        Setting setting = settings.environment().get(key.name());
        assertEquals(spelling, setting == null ? null : setting.writtenAs());
      }
    }
  }

  @Test
  void variablesOfOtherProgramsAreNobodysBusiness() {
    ConfigSource source =
        ConfigSource.ofText("zoo.cfg", Configs.MINIMAL)
            .withEnvironment(
                Map.of(
                    "PATH", "/bin",
                    "TICK_TIME", "1",
                    "ZOO_TICK_TIME", "1",
                    "VIVARIUM_HOME", "/opt",
                    "VIVARIUM_OPTS", "-Xmx1g",
                    "VIVARIUM_LOG_DIR", "/log"));
    ConfigResult result = Configs.load(source);
    assertEquals("", Configs.text(result.warnings()));
    assertEquals(3000, result.require().sessions().tickTimeMs());
    assertNull(result.require().ensemble().myid());
  }
}
