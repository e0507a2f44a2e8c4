package io.vivarium.acceptance.ensemble;

import io.vivarium.acceptance.server.ServerKind;
import io.vivarium.acceptance.server.ServerSetup;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;

/**
 * What an ensemble is started with.
 *
 * @param members by server id; {@code server.N} lines, directories and ports are chosen by the fixture
 * @param observers the ids of those that do not vote
 * @param relayed whether the peers talk through a {@link PeerNetwork}; their configurations then differ in the ports they
 *     name, so such an ensemble cannot be reconfigured
 */
public record EnsembleSetup(
    SortedMap<Integer, ServerSetup> members, Set<Integer> observers, boolean relayed) {

  /** Several servers share few cores with their clients: they have to start fast and need little. */
  private static final List<String> SMALL_JVM =
      List.of("-Xmx192m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");

  /** Copies the collections. */
  public EnsembleSetup {
    members = Collections.unmodifiableSortedMap(new TreeMap<>(members));
    observers = Collections.unmodifiableSet(new TreeSet<>(observers));
  }

  /** Servers of these kinds with the ids 1, 2, 3 and so on, all voters, with short timeouts and small heaps. */
  public static EnsembleSetup of(ServerKind... kinds) {
    SortedMap<Integer, ServerSetup> members = new TreeMap<>();
    for (ServerKind kind : kinds) {
      members.put(members.size() + 1, member(kind));
    }
    return new EnsembleSetup(members, Set.of(), false);
  }

  /** Three voters of the kind under test. */
  public static EnsembleSetup three() {
    return of(ServerKind.selected(), ServerKind.selected(), ServerKind.selected());
  }

  /** A number of voters with the ids 1, 2, 3 and so on, each with what a standalone server would be started with. */
  public static EnsembleSetup of(int servers, ServerSetup standalone) {
    SortedMap<Integer, ServerSetup> members = new TreeMap<>();
    for (int id = 1; id <= servers; id++) {
      members.put(id, member(standalone));
    }
    return new EnsembleSetup(members, Set.of(), false);
  }

  private static ServerSetup member(ServerKind kind) {
    ServerSetup standalone = ServerSetup.standard().on(kind);
    return member(
        EnsembleState.withSuperUser(standalone).property("znode.container.checkIntervalMs", "300"));
  }

  private static ServerSetup member(ServerSetup standalone) {
    List<String> jvmFlags = new ArrayList<>(SMALL_JVM);
    standalone.jvmFlags().stream().filter(flag -> !flag.startsWith("-Xmx")).forEach(jvmFlags::add);
    return new ServerSetup(standalone.kind(), standalone.config(), jvmFlags, standalone.prefix())
        .with("preAllocSize", "64")
        .with("initLimit", "20")
        .with("syncLimit", "4");
  }

  /** This setup with one more server. */
  public EnsembleSetup and(int id, ServerKind kind) {
    SortedMap<Integer, ServerSetup> more = new TreeMap<>(members);
    more.put(id, member(kind));
    return new EnsembleSetup(more, observers, relayed);
  }

  /** This setup with one of the servers observing. */
  public EnsembleSetup observing(int id) {
    Set<Integer> more = new TreeSet<>(observers);
    more.add(id);
    return new EnsembleSetup(members, more, relayed);
  }

  /** This setup with a {@link PeerNetwork} between the servers. */
  public EnsembleSetup withRelays() {
    return new EnsembleSetup(members, observers, true);
  }

  /** This setup with one more configuration line for every server. */
  public EnsembleSetup with(String key, String value) {
    return each(member -> member.with(key, value));
  }

  /** This setup with one more system property for every server. */
  public EnsembleSetup property(String name, String value) {
    return each(member -> member.property(name, value));
  }

  private EnsembleSetup each(UnaryOperator<ServerSetup> change) {
    SortedMap<Integer, ServerSetup> changed = new TreeMap<>();
    members.forEach((id, member) -> changed.put(id, change.apply(member)));
    return new EnsembleSetup(changed, observers, relayed);
  }

  /** This setup with one server's setup changed. */
  public EnsembleSetup member(int id, UnaryOperator<ServerSetup> change) {
    SortedMap<Integer, ServerSetup> changed = new TreeMap<>(members);
    changed.computeIfPresent(id, (key, member) -> change.apply(member));
    return new EnsembleSetup(changed, observers, relayed);
  }
}
