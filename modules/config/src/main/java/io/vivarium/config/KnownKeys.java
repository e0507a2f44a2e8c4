package io.vivarium.config;

import java.util.ArrayList;
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

  private static final List<Section> SECTIONS =
      List.of(
          new Section(
              "Data directory, log and snapshots",
              joined(StorageKeys.all(), StorageKeys.ofPlugins())),
          new Section(
              "Client ports, sessions, limits and access",
              joined(ClientKeys.all(), ConnectionKeys.all())),
          new Section("Ensemble", joined(QuorumKeys.all(), PeerKeys.all())),
          new Section(
              "Authentication and audit", joined(SecurityKeys.all(), AuthenticationKeys.all())),
          new Section("TLS", TlsKeys.all()),
          new Section("Admin endpoint, metrics and observation", OperationKeys.all()),
          new Section(
              "Threads, caches and queues of ZooKeeper's request path", RequestPathKeys.all()),
          new Section("Vivarium's own", OwnKeys.all()));

  private static final List<Family> FAMILIES =
      List.of(SERVER, GROUP, WEIGHT, AUTH_PROVIDER, SUPER_USER, METRICS_PROVIDER);

  private static final Map<String, Key<?>> BY_NAME = byName();

  private KnownKeys() {}

  @SafeVarargs
  private static List<Key<?>> joined(List<Key<?>>... lists) {
    List<Key<?>> all = new ArrayList<>();
    for (List<Key<?>> list : lists) {
      all.addAll(list);
    }
    return List.copyOf(all);
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
}
