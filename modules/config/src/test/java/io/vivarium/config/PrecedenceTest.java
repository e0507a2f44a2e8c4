package io.vivarium.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vivarium.config.ConfigSource.Origin;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Which place wins, for every key and every set of places in which it may be written. */
class PrecedenceTest {
  /** A place, with the kind of origin that a value found there has. */
  private enum Place {
    CODE(Origin.Kind.CODE),
    BARE_PROPERTY(Origin.Kind.PROPERTY),
    FILE(Origin.Kind.FILE),
    PROPERTY(Origin.Kind.PROPERTY),
    ENVIRONMENT(Origin.Kind.ENVIRONMENT),
    EMBEDDED(Origin.Kind.EMBEDDED);

    private final Origin.Kind kind;

    Place(Origin.Kind kind) {
      this.kind = kind;
    }
  }

  /** The places in the order in which they win, as docs/configuration.md tells it. */
  private static List<Place> order(Key<?> key) {
    return switch (key.form()) {
      case NAMED, PREFIXED ->
          List.of(Place.CODE, Place.FILE, Place.PROPERTY, Place.ENVIRONMENT, Place.EMBEDDED);
      case PREFIXED_OR_BARE ->
          List.of(
              Place.CODE,
              Place.FILE,
              Place.PROPERTY,
              Place.BARE_PROPERTY,
              Place.ENVIRONMENT,
              Place.EMBEDDED);
      case BARE ->
          List.of(
              Place.CODE,
              Place.BARE_PROPERTY,
              Place.FILE,
              Place.PROPERTY,
              Place.ENVIRONMENT,
              Place.EMBEDDED);
    };
  }

  private static ConfigSource written(Key<?> key, Set<Place> places) {
    String name = key.name();
    Map<String, String> properties = new HashMap<>();
    ConfigSource source = ConfigSource.empty();
    for (Place place : places) {
      String value = place.name();
      switch (place) {
        case CODE -> source = source.withCode(Map.of(name, value));
        case FILE -> {
          java.nio.file.Path file = java.nio.file.Path.of("zoo.cfg");
          source = source.withTextFile(file, name + "=" + value + "\n").withFile(file);
        }
        case PROPERTY -> properties.put("zookeeper." + name, value);
        case BARE_PROPERTY -> properties.put(name, value);
        case ENVIRONMENT ->
            source = source.withEnvironment(Map.of(EnvironmentNames.of(name), value));
        case EMBEDDED -> source = source.withEmbedded(Map.of(name, value));
      }
    }
    return source.withSystemProperties(properties);
  }

  private static List<Set<Place>> subsets(Random random) {
    List<Set<Place>> subsets = new ArrayList<>();
    for (Place place : Place.values()) {
      subsets.add(EnumSet.of(place));
    }
    subsets.add(EnumSet.allOf(Place.class));
    for (int i = 0; i < 8; i++) {
      Set<Place> some = EnumSet.noneOf(Place.class);
      for (Place place : Place.values()) {
        if (random.nextBoolean()) {
          some.add(place);
        }
      }
      subsets.add(some);
    }
    return subsets;
  }

  private static Settings read(ConfigSource source) {
    return new SettingsReader(source, new PluginKeys(List.of()), new Problems()).read();
  }

  @Test
  void thePlaceThatWinsIsTheFirstInTheOrderOfTheKeysForm() {
    Random random = new Random(3);
    int found = 0;
    for (Key<?> key : KnownKeys.all()) {
      for (Set<Place> places : subsets(random)) {
        Place winner = order(key).stream().filter(places::contains).findFirst().orElse(null);
        Setting setting = read(written(key, places)).find(key);
        String of = key.name() + " in " + places;
        assertEquals(
            winner == null ? null : winner.name(), setting == null ? null : setting.value(), of);
        if (winner != null && setting != null) {
          assertEquals(winner.kind, setting.origin().kind(), of);
          found++;
        }
      }
    }
    assertTrue(found > 1000, "the search found something to compare: " + found);
  }

  @Test
  void anotherNameOfAKeyWinsOverItsOwnWhereverBothAreWritten() {
    for (Key<?> key : KnownKeys.all()) {
      for (String alias : key.notes().aliases()) {
        ConfigSource both =
            ConfigSource.ofText("zoo.cfg", key.name() + "=own\n")
                .withSystemProperties(Map.of("zookeeper." + alias, "other"));
        Setting setting = read(both).find(key);
        assertEquals("other", setting == null ? null : setting.value(), key.name());
        assertEquals("-Dzookeeper." + alias, setting == null ? null : setting.writtenAs());
      }
    }
  }

  @Test
  void aForgottenKeyIsInNoPlaceAnyMore() {
    for (Key<?> key : KnownKeys.all()) {
      Settings settings = read(written(key, EnumSet.allOf(Place.class)));
      settings.forget(key);
      assertEquals(null, settings.find(key), key.name());
    }
  }

  @Test
  void aReplacedValueKeepsTheNameAndPlaceThatTheOperatorWrote() {
    Key<Boolean> key = KnownKeys.flag("enforceQuota");
    Settings settings = read(written(key, EnumSet.of(Place.PROPERTY, Place.EMBEDDED)));
    Setting written = settings.find(key);
    settings.replace(key, java.util.Objects.requireNonNull(written), "false");
    Setting replaced = java.util.Objects.requireNonNull(settings.find(key));
    assertEquals("false", replaced.value());
    assertEquals("-Dzookeeper.enforceQuota", replaced.writtenAs());
    assertEquals(Origin.Kind.PROPERTY, replaced.origin().kind());
  }

  @Test
  void anOriginKnowsItsLineAndOthersAreBehindAllLines() {
    assertEquals(12, Origin.line("zoo.cfg", 12).line());
    assertEquals(7, Origin.line("C:\\conf\\zoo.cfg", 7).line());
    for (Origin other :
        List.of(
            Origin.file("zoo.cfg"),
            Origin.file("odd:12345678901"),
            Origin.property("a:1"),
            Origin.environment("VIVARIUM_A:1"),
            Origin.code("code:1"),
            Origin.DEFAULT)) {
      assertEquals(Integer.MAX_VALUE, other.line(), other.toString());
    }
  }
}
