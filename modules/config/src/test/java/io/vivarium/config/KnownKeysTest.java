package io.vivarium.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vivarium.config.ConfigSource.Origin;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class KnownKeysTest {
  static Stream<Key<?>> keys() {
    return KnownKeys.all().stream();
  }

  /** Keys whose wrong values are not told by their type alone. */
  static Stream<Key<?>> checkedKeys() {
    return keys()
        .filter(key -> !Set.of("text", "class name", "list", "path").contains(key.type().name()));
  }

  static Stream<String> names() throws IOException {
    try (InputStream in = KnownKeysTest.class.getResourceAsStream("keys-of-3.9.5.txt")) {
      assertNotNull(in);
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList().stream();
    }
  }

  @ParameterizedTest
  @MethodSource("names")
  void everyKeyOfZooKeeperIsKnown(String name) {
    assertTrue(
        KnownKeys.find(name) != null
            || KnownKeyNames.isAlias(name)
            || KnownKeys.family(name).isPresent(),
        name);
  }

  @ParameterizedTest
  @MethodSource("keys")
  void everyKeyIsExplained(Key<?> key) {
    assertFalse(key.notes().help().isBlank());
    assertTrue(key.notes().help().endsWith("."), key.notes().help());
    boolean needsReason =
        switch (key.verdict()) {
          case MAPPED, NO_EFFECT, REFUSED -> true;
          case HONOURED, NOT_FOR_SERVERS, OURS -> false;
        };
    assertEquals(needsReason, !key.notes().reason().isBlank(), "a reason is given");
  }

  @ParameterizedTest
  @MethodSource("keys")
  void theDefaultOfEveryKeyIsOneOfItsValues(Key<?> key) {
    if (key.defaultValue() != null) {
      assertEquals(key.defaultValue(), parsedDefault(key));
    }
  }

  private static <T> Object parsedDefault(Key<T> key) {
    T value = key.defaultValue();
    assertNotNull(value);
    return key.parse(key.text(value));
  }

  @ParameterizedTest
  @MethodSource("keys")
  void everyKeyIsReadFromTheFileAPropertyTheEnvironmentAndCode(Key<?> key) {
    String sample = sample(key);
    ConfigSource file = ConfigSource.ofText("zoo.cfg", key.name() + "=" + sample + "\n");
    assertEquals(sample, shown(file, key, Origin.Kind.FILE));
    ConfigSource empty = ConfigSource.empty();
    assertEquals(
        sample,
        shown(
            empty.withSystemProperties(Map.of("zookeeper." + key.name(), sample)),
            key,
            Origin.Kind.PROPERTY));
    if (key.form() == Form.BARE || key.form() == Form.PREFIXED_OR_BARE) {
      assertEquals(
          sample,
          shown(empty.withSystemProperties(Map.of(key.name(), sample)), key, Origin.Kind.PROPERTY));
    }
    assertEquals(
        sample,
        shown(
            empty.withEnvironment(Map.of(EnvironmentNames.of(key.name()), sample)),
            key,
            Origin.Kind.ENVIRONMENT));
    assertEquals(sample, shown(empty.withCode(Map.of(key.name(), sample)), key, Origin.Kind.CODE));
    assertEquals(
        sample, shown(empty.withEmbedded(Map.of(key.name(), sample)), key, Origin.Kind.EMBEDDED));
  }

  private static String shown(ConfigSource source, Key<?> key, Origin.Kind kind) {
    EffectiveConfig.Item item = Configs.item(Configs.load(source).effective(), key.name());
    assertEquals(kind, item.origin().kind());
    return item.value().equals(Secrets.MASK) ? sample(key) : item.value();
  }

  @ParameterizedTest
  @MethodSource("checkedKeys")
  void aWrongValueOfAnyKeyIsReportedWithKeyValueAllowedAndPlace(Key<?> key) {
    ConfigResult result = Configs.load("dataDir=/data\n" + key.name() + "=§wrong\n");
    Problem error =
        result.errors().stream()
            .filter(problem -> problem.key().equals(key.name()))
            .findFirst()
            .orElseThrow();
    assertEquals("zoo.cfg:2", error.origin().where());
    assertEquals("§wrong", error.value());
    assertEquals("must be " + key.type().allowed(), error.what());
    assertTrue(error.remedy().contains("Correct it"), error.remedy());
    assertEquals(2, error.exitCode());
    assertNull(result.config());
  }

  @ParameterizedTest
  @MethodSource("keys")
  void everyKeyWithoutEffectIsWarnedAboutWithItsReasonAndEveryRefusedOneStopsTheServer(Key<?> key) {
    ConfigResult result = Configs.load("dataDir=/data\n" + key.name() + "=" + sample(key) + "\n");
    List<Problem> of =
        switch (key.verdict()) {
          case NO_EFFECT -> result.warnings();
          case REFUSED -> result.errors();
          case HONOURED, MAPPED, NOT_FOR_SERVERS, OURS -> List.of();
        };
    if (key.verdict() == Verdict.NO_EFFECT || key.verdict() == Verdict.REFUSED) {
      assertTrue(
          of.stream()
              .anyMatch(p -> p.key().equals(key.name()) && p.what().endsWith(key.notes().reason())),
          () -> Configs.text(of));
    }
  }

  @Test
  void noTwoKeysHaveTheSameEnvironmentForm() {
    Map<String, String> byForm = new HashMap<>();
    for (Key<?> key : KnownKeys.all()) {
      String other = byForm.put(EnvironmentNames.folded(key.name()), key.name());
      assertNull(other, () -> key.name() + " and " + other);
    }
  }

  @Test
  void environmentFormsAreReadable() {
    Map<String, String> expected =
        Map.of(
            "tickTime", "VIVARIUM_TICK_TIME",
            "4lw.commands.whitelist", "VIVARIUM_4LW_COMMANDS_WHITELIST",
            "jute.maxbuffer", "VIVARIUM_JUTE_MAXBUFFER",
            "enableEagerACLCheck", "VIVARIUM_ENABLE_EAGER_ACL_CHECK",
            "quorumListenOnAllIPs", "VIVARIUM_QUORUM_LISTEN_ON_ALL_IPS",
            "fips-mode", "VIVARIUM_FIPS_MODE",
            "DigestAuthenticationProvider.superDigest",
                "VIVARIUM_DIGEST_AUTHENTICATION_PROVIDER_SUPER_DIGEST",
            "request_throttle_max_requests", "VIVARIUM_REQUEST_THROTTLE_MAX_REQUESTS",
            "server.1", "VIVARIUM_SERVER_1");
    expected.forEach((key, form) -> assertEquals(form, EnvironmentNames.of(key)));
  }

  @Test
  void aMinimumOrMaximumItselfIsAllowedAndTheNextNumberIsNot() {
    ValueType<Integer> type = ValueType.integer(-1, 5, "ms");
    List<Integer> parsed = new ArrayList<>();
    for (String text : List.of("-1", "0", "5")) {
      parsed.add(type.parser().parse(text, false));
    }
    assertEquals(List.of(-1, 0, 5), parsed);
    for (String text : List.of("-2", "6", "", "1.5", "99999999999999999999", "0x5", "five")) {
      org.junit.jupiter.api.Assertions.assertThrows(
          IllegalArgumentException.class, () -> type.parser().parse(text, false), text);
    }
    assertEquals(5, type.parser().parse("0x5", true), "hexadecimal where the JDK would read it");
  }

  /** A right value that is not the default. */
  static String sample(Key<?> key) {
    return switch (key.type().name()) {
      case "true/false" -> Boolean.TRUE.equals(key.defaultValue()) ? "false" : "true";
      case "yes/no" -> Boolean.TRUE.equals(key.defaultValue()) ? "no" : "yes";
      case "ratio" -> "0.5";
      case "port" -> "4711";
      case "path" -> "/some/path";
      case "number" -> key.name().equals("electionAlg") ? "3" : "2048";
      case "word" -> key.type().allowed().substring(key.type().allowed().lastIndexOf(' ') + 1);
      default -> "word";
    };
  }
}
