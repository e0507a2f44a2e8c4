package io.vivarium.model.ensemble;

import io.vivarium.model.MalformedFrameException;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.StringJoiner;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The servers of an ensemble and how their votes count.
 *
 * @param members by number, sorted
 * @param groups servers of each group, for hierarchical quorums; empty without groups
 * @param weights weight of each server's vote where one was given
 * @param version zxid of the change that brought it; 0 when it was never established by an ensemble
 */
public record Membership(
    SortedMap<Long, Member> members,
    SortedMap<Long, Set<Long>> groups,
    SortedMap<Long, Long> weights,
    long version) {

  /** No servers. */
  public static final Membership NONE =
      new Membership(new TreeMap<>(), new TreeMap<>(), new TreeMap<>(), 0);

  /** Copies the maps. */
  public Membership {
    members = Collections.unmodifiableSortedMap(new TreeMap<>(members));
    groups = Collections.unmodifiableSortedMap(new TreeMap<>(groups));
    weights = Collections.unmodifiableSortedMap(new TreeMap<>(weights));
  }

  /** What a server does in the ensemble. */
  public enum Role {
    PARTICIPANT,
    OBSERVER;

    /** As written in configuration: lower case. */
    public String text() {
      return this == PARTICIPANT ? "participant" : "observer";
    }
  }

  /**
   * Where peers reach a server.
   *
   * @param host name or address, without brackets
   * @param quorumPort port of the leader for learners
   * @param electionPort port for votes
   */
  public record Address(String host, int quorumPort, int electionPort) {
    @Override
    public String toString() {
      return bracketed(host) + ":" + quorumPort + ":" + electionPort;
    }
  }

  /**
   * Where clients reach a server.
   *
   * @param host address to listen on; {@code 0.0.0.0} for all
   * @param port port
   */
  public record ClientAddress(String host, int port) {
    /** Whether it stands for every address of the machine. */
    public boolean wildcard() {
      return host.equals("0.0.0.0") || host.equals("::") || host.equals("0:0:0:0:0:0:0:0");
    }

    @Override
    public String toString() {
      return bracketed(host) + ":" + port;
    }
  }

  /**
   * A server of the ensemble.
   *
   * @param id its number
   * @param addresses where peers reach it, at least one, sorted by host
   * @param role what it does
   * @param client where clients reach it, if its line says so
   */
  public record Member(
      long id, List<Address> addresses, Role role, @Nullable ClientAddress client) {
    /** Copies the list. */
    public Member {
      addresses = List.copyOf(addresses);
    }

    /** Its line as peers, clients and tools see it, the role once behind the last address as ZooKeeper writes it. */
    public String line() {
      String text =
          addresses.stream()
              .map(Address::toString)
              .collect(Collectors.joining("|", "server." + id + "=", ":" + role.text()));
      return client == null ? text : text + ";" + client;
    }
  }

  /**
   * Reads the text that {@link #dynamicText} writes, as found in packets of peers and in {@code /zookeeper/config}.
   *
   * @throws MalformedFrameException naming the line, when it is no such text
   */
  public static Membership parse(String text) {
    return MembershipText.parse(text);
  }

  /** The same servers as another version. */
  public Membership withVersion(long newVersion) {
    return new Membership(members, groups, weights, newVersion);
  }

  /** Whether both have the same servers, with the same addresses, roles, groups and weights, whatever their versions. */
  public boolean sameServers(Membership other) {
    return withVersion(0).equals(other.withVersion(0));
  }

  /**
   * Why no server would start with it: each line may be well-formed and all together still wrong. Empty when they are in order. Sorted
   * by servers, groups and weights, each by their numbers.
   *
   * @param multiAddress whether a server may have several addresses
   */
  public List<Violation> violations(boolean multiAddress) {
    return new MembershipRules(this, multiAddress).violations();
  }

  /** Whether the server's vote counts. */
  public boolean votes(long id) {
    Member member = members.get(id);
    return member != null && member.role() == Role.PARTICIPANT;
  }

  /** How votes and acknowledgements are counted: by groups where there are any, by heads otherwise. */
  public QuorumSystem quorums() {
    return groups.isEmpty()
        ? QuorumSystem.majority(participants())
        : QuorumSystem.hierarchical(this);
  }

  /** The servers whose votes count. */
  public List<Member> participants() {
    return members.values().stream().filter(member -> member.role() == Role.PARTICIPANT).toList();
  }

  /** The servers that only learn. */
  public List<Member> observers() {
    return members.values().stream().filter(member -> member.role() == Role.OBSERVER).toList();
  }

  /** The lines of servers, groups and weights as clients and tools see them, each ended by a newline, without the version. */
  public String text() {
    StringJoiner lines = new StringJoiner("\n", "", "\n").setEmptyValue("");
    members.values().forEach(member -> lines.add(member.line()));
    groups.forEach(
        (group, servers) ->
            lines.add(
                "group."
                    + group
                    + "="
                    + servers.stream()
                        .sorted()
                        .map(String::valueOf)
                        .collect(Collectors.joining(":"))));
    weights.forEach((server, weight) -> lines.add("weight." + server + "=" + weight));
    return lines.toString();
  }

  /**
   * The text that peers and clients are given: {@link #text} and the version in hexadecimal, lines separated by newlines, none at
   * the end.
   */
  public String dynamicText() {
    return text() + "version=" + Long.toHexString(version);
  }

  private static String bracketed(String host) {
    return host.indexOf(':') >= 0 ? "[" + host + "]" : host;
  }
}
