package io.vivarium.acceptance.ensemble;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Relays between every two servers of an ensemble, one per direction of opening and per port. Each direction of traffic
 * can be shut, slowed, reset or refused on its own, without privileges.
 */
public final class PeerNetwork implements AutoCloseable {
  private final Map<Link, Valve> valves = new HashMap<>();
  private final Map<Link, PeerRelay> quorum = new HashMap<>();
  private final Map<Link, PeerRelay> election = new HashMap<>();
  private final List<Synchronisation> synchronisations = new CopyOnWriteArrayList<>();

  /** From one server to another. */
  private record Link(int from, int to) {
    Link back() {
      return new Link(to, from);
    }
  }

  /** That a learner was brought up to date by a leader in some way. */
  public record Synchronisation(int learner, int leader, SyncMode mode) {}

  PeerNetwork(Collection<Member> members) throws IOException {
    for (Member from : members) {
      for (Member to : members) {
        if (from != to) {
          valves.put(new Link(from.id(), to.id()), new Valve());
        }
      }
    }
    for (Member to : members) {
      for (Link link : valves.keySet()) {
        if (link.to() == to.id()) {
          connect(link, to.ports());
        }
      }
    }
    for (Map.Entry<Link, PeerRelay> relay : election.entrySet()) {
      int callback = of(election, relay.getKey().back()).port();
      relay.getValue().announce("127.0.0.1:" + callback);
    }
  }

  private void connect(Link link, Member.Ports ports) throws IOException {
    Valve forward = of(valves, link);
    Valve backward = of(valves, link.back());
    quorum.put(link, new PeerRelay(ports.quorum(), forward, backward));
    election.put(link, new PeerRelay(ports.election(), forward, backward));
    of(quorum, link)
        .watch(mode -> synchronisations.add(new Synchronisation(link.from(), link.to(), mode)));
  }

  private static <T> T of(Map<Link, T> map, Link link) {
    return Optional.ofNullable(map.get(link))
        .orElseThrow(() -> new IllegalArgumentException("no such link: " + link));
  }

  /** What stands for another server in the configuration of {@code from}: {@code host:quorumPort:electionPort}. */
  String address(int from, int to) {
    Link link = new Link(from, to);
    return "127.0.0.1:" + of(quorum, link).port() + ":" + of(election, link).port();
  }

  /** Nothing gets from one server to the other any more, and neither is told. The other direction is not touched. */
  public void silence(int from, int to) {
    of(valves, new Link(from, to)).shut();
  }

  /** Nothing gets through between these servers and all others, in both directions. */
  public void isolate(Integer... ids) {
    List<Integer> inside = List.of(ids);
    valves.forEach(
        (link, valve) -> {
          if (inside.contains(link.from()) != inside.contains(link.to())) {
            valve.shut();
          }
        });
  }

  /** Everything between two servers is reset, and refused from now on. */
  public void cut(int one, int other) {
    for (PeerRelay relay : between(one, other)) {
      relay.refuse();
    }
  }

  /** Every connection between two servers breaks; they may connect again at once. */
  public void reset(int one, int other) {
    for (PeerRelay relay : between(one, other)) {
      relay.reset();
    }
  }

  /** What one server sends reaches the other this much later. */
  public void delay(int from, int to, Duration delay) {
    of(valves, new Link(from, to)).delay(delay);
  }

  private List<PeerRelay> between(int one, int other) {
    List<PeerRelay> relays = new ArrayList<>();
    for (Link link : List.of(new Link(one, other), new Link(other, one))) {
      relays.add(of(quorum, link));
      relays.add(of(election, link));
    }
    return relays;
  }

  /** As new: everything gets through, at once. */
  public void heal() {
    valves.values().forEach(Valve::open);
    quorum.values().forEach(PeerRelay::allow);
    election.values().forEach(PeerRelay::allow);
  }

  /** How learners were brought up to date so far, oldest first. */
  public List<Synchronisation> synchronisations() {
    return List.copyOf(synchronisations);
  }

  @Override
  public void close() throws IOException {
    for (PeerRelay relay : quorum.values()) {
      relay.close();
    }
    for (PeerRelay relay : election.values()) {
      relay.close();
    }
  }
}
