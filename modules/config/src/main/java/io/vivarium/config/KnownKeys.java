package io.vivarium.config;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Every key that a configuration may hold, by section: those of ZooKeeper 3.9.5, each with what is done about it, and ours. */
final class KnownKeys {
  /**
   * Keys that belong together.
   *
   * @param title heading in documentation and listings
   * @param keys in the order in which they are shown
   */
  record Section(String title, List<Key<?>> keys) {}

  /**
   * Keys with a common beginning and a free end, as {@code server.1}.
   *
   * @param prefix the beginning
   * @param form how it is written, for documentation
   * @param help one sentence on their effect
   */
  record Family(String prefix, String form, String help) {}

  static final Family SERVER =
      new Family(
          "server.",
          "server.<id>=<host>:<quorumPort>:<electionPort>[:role][;[<clientHost>:]<clientPort>]",
          "A member of the ensemble; several addresses are separated by |.");
  static final Family GROUP =
      new Family(
          "group.",
          "group.<id>=<server>[:<server>…]",
          "A group of servers, for hierarchical quorums.");
  static final Family WEIGHT =
      new Family(
          "weight.",
          "weight.<server>=<number>",
          "Weight of a server's vote; 1 by default, 0 never counts.");
  static final Family AUTH_PROVIDER =
      new Family(
          "authProvider.",
          "authProvider.<n>=<class>",
          "An authentication scheme, by the name of ZooKeeper's class for it.");
  static final Family SUPER_USER =
      new Family(
          "superUser.", "superUser.<name>=<user>", "Another SASL user that is a super user.");
  static final Family METRICS_PROVIDER =
      new Family(
          "metricsProvider.", "metricsProvider.<key>=<value>", "Passed on to the metrics plugin.");

  private static final String TABLE = "keys.txt";

  /** In which the keys are about the other servers, unless the server itself reads them. */
  private static final String ENSEMBLE = "Ensemble";

  private static final List<Section> SECTIONS = KeyTable.parse(table());

  private static final List<Family> FAMILIES =
      List.of(SERVER, GROUP, WEIGHT, AUTH_PROVIDER, SUPER_USER, METRICS_PROVIDER);

  private static final Map<String, Key<?>> BY_NAME = byName();

  private KnownKeys() {}

  private static String table() {
    try (InputStream in = KnownKeys.class.getResourceAsStream(TABLE)) {
      if (in == null) {
        throw new IllegalStateException("the table of keys " + TABLE + " is missing");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Map<String, Key<?>> byName() {
    Map<String, Key<?>> keys = new LinkedHashMap<>();
    for (Section section : SECTIONS) {
      for (Key<?> key : section.keys()) {
        if (keys.put(key.name(), key) != null) {
          throw new IllegalStateException("key " + key.name() + " is declared twice");
        }
      }
    }
    return keys;
  }

  static List<Section> sections() {
    return SECTIONS;
  }

  static List<Family> families() {
    return FAMILIES;
  }

  static Collection<Key<?>> all() {
    return BY_NAME.values();
  }

  static Collection<String> names() {
    return BY_NAME.keySet();
  }

  static @Nullable Key<?> find(String name) {
    return BY_NAME.get(name);
  }

  /** The family that a name belongs to; a key with that very name comes first. */
  static Optional<Family> family(String name) {
    if (BY_NAME.containsKey(name)) {
      return Optional.empty();
    }
    return FAMILIES.stream()
        .filter(
            family -> name.startsWith(family.prefix()) && name.length() > family.prefix().length())
        .findFirst();
  }

  /** Whether a key of a plugin is of use in an ensemble only. */
  static boolean onlyForPeers(Key<?> key) {
    return SECTIONS.stream()
        .filter(section -> section.title().equals(ENSEMBLE))
        .anyMatch(section -> section.keys().contains(key));
  }

  static Key<Boolean> flag(String name) {
    return typed(name, Boolean.class);
  }

  static Key<Integer> integer(String name) {
    return typed(name, Integer.class);
  }

  static Key<Long> number(String name) {
    return typed(name, Long.class);
  }

  static Key<Double> ratio(String name) {
    return typed(name, Double.class);
  }

  static Key<String> text(String name) {
    return typed(name, String.class);
  }

  static Key<Path> path(String name) {
    return typed(name, Path.class);
  }

  static Key<List<String>> words(String name) {
    return typed(name, List.class);
  }

  @SuppressWarnings("unchecked") // the class of the values is compared
  private static <T> Key<T> typed(String name, Class<?> of) {
    Key<?> key = BY_NAME.get(name);
    if (key == null || !key.type().of().equals(of)) {
      throw new IllegalStateException(
          "the table of keys has no " + name + " with " + of.getSimpleName());
    }
    return (Key<T>) key;
  }
}
