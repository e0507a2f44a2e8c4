package io.vivarium.acceptance.ensemble;

import io.vivarium.acceptance.server.Await;
import io.vivarium.acceptance.server.Clients;
import io.vivarium.acceptance.server.EventLog;
import io.vivarium.acceptance.server.FreePorts;
import io.vivarium.acceptance.server.ServerSetup;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** An ensemble, on the loopback address unless its servers are set up otherwise, whose servers and links a test can break and mend one by one. */
public final class EnsembleUnderTest implements AutoCloseable {
  private final EnsembleSetup setup;
  private final SortedMap<Integer, Member> members = new TreeMap<>();
  private final Path home;
  private final Optional<PeerNetwork> network;

  private EnsembleUnderTest(EnsembleSetup setup, Path home) throws IOException {
    this.setup = setup;
    this.home = home;
    for (Map.Entry<Integer, ServerSetup> member : setup.members().entrySet()) {
      add(member.getKey(), member.getValue());
    }
    network = setup.relayed() ? Optional.of(new PeerNetwork(members.values())) : Optional.empty();
    for (Member member : members.values()) {
      member.prepare(serverLines(member.id()));
    }
  }

  /** Writes directories and configurations below {@code home}; no server runs yet. */
  public static EnsembleUnderTest prepare(EnsembleSetup setup, Path home) throws IOException {
    return new EnsembleUnderTest(setup, home);
  }

  private Member add(int id, ServerSetup memberSetup) throws IOException {
    Member.Ports ports = new Member.Ports(FreePorts.take(), FreePorts.take(), FreePorts.take());
    Member member = new Member(id, memberSetup, ports, home.resolve("server-" + id));
    members.put(id, member);
    return member;
  }

  private List<String> serverLines(int reader) {
    List<String> lines = new ArrayList<>();
    for (Member member : members.values()) {
      String address =
          network.isPresent() && member.id() != reader
              ? network.get().address(reader, member.id())
              : address(member);
      lines.add("server." + member.id() + "=" + address + role(member.id()));
    }
    if (setup.observers().contains(reader)) {
      lines.add("peerType=observer");
    }
    return lines;
  }

  private static String address(Member member) {
    return member.host() + ":" + member.ports().quorum() + ":" + member.ports().election();
  }

  private String role(int id) {
    return setup.observers().contains(id) ? ":observer" : ":participant";
  }

  /**
   * Adds the directory of a server that the others do not know: its own configuration names them and itself, as an
   * operator would write it before a reconfiguration.
   */
  public Member joiner(int id, ServerSetup joinerSetup) throws IOException {
    Member joiner = add(id, joinerSetup);
    joiner.prepare(serverLines(id));
    return joiner;
  }

  /** Ends a server that is no longer a member; nothing waits for it or compares it any more. */
  public void retire(Member member) {
    member.kill();
    members.remove(member.id());
  }

  /** What {@code server.N=} says of a member to a client that reconfigures, its client port included. */
  public String specification(Member member, String role) {
    return "server."
        + member.id()
        + "="
        + address(member)
        + ":"
        + role
        + ";"
        + member.host()
        + ":"
        + member.ports().client();
  }

  /** Starts the server that shall lead together with one other, then the rest: so a quorum without it cannot form. */
  public EnsembleUnderTest startLedBy(int id) throws Exception {
    Member leader = member(id);
    Member first =
        members.values().stream()
            .filter(member -> member.id() < id && !setup.observers().contains(member.id()))
            .findFirst()
            .orElseThrow();
    leader.launch();
    first.launch();
    leader.awaitServing();
    first.awaitServing();
    for (Member member : members.values()) {
      if (!member.alive()) {
        member.launch();
      }
    }
    awaitServing();
    return this;
  }

  /** Starts all servers at once and waits until all of them serve. */
  public EnsembleUnderTest start() throws Exception {
    for (Member member : members.values()) {
      member.launch();
    }
    awaitServing();
    return this;
  }

  /** Waits until every server serves. */
  public void awaitServing() throws Exception {
    for (Member member : members.values()) {
      member.awaitServing();
    }
  }

  /** One server by its id. */
  public Member member(int id) {
    return Optional.ofNullable(members.get(id)).orElseThrow();
  }

  /** All servers by id. */
  public Collection<Member> members() {
    return members.values();
  }

  /** All servers but one. */
  public List<Member> others(Member one) {
    return members.values().stream().filter(member -> member != one).toList();
  }

  /** Waits for a server that leads, and returns it. */
  public Member awaitLeader() throws Exception {
    return awaitLeader(members.values());
  }

  /** Waits until one of these leads, and returns it. */
  public Member awaitLeader(Collection<Member> candidates) throws Exception {
    List<Member> leaders = new ArrayList<>();
    Await.until(
        "one of " + candidates + " leads",
        Member.START_LIMIT,
        () -> {
          leaders.clear();
          candidates.stream().filter(member -> member.is("leader")).forEach(leaders::add);
          return leaders.size() == 1;
        });
    return leaders.getFirst();
  }

  /** One that serves as a follower now. */
  public Member follower() throws Exception {
    awaitServing();
    return members.values().stream()
        .filter(member -> member.is("follower"))
        .findFirst()
        .orElseThrow();
  }

  /** Waits until every server serves and has applied the same txns. */
  public void awaitSameZxid() throws Exception {
    awaitServing();
    if (!sameZxid()) {
      // a leader begins its epoch with a zxid that only the first txn takes to the others
      Clients.connect(connectString(), 10_000, new EventLog()).close();
    }
    try {
      Await.until("all servers have applied the same txns", Member.START_LIMIT, this::sameZxid);
    } catch (AssertionError late) {
      throw new AssertionError(late.getMessage() + "; " + describe(), late);
    }
  }

  private boolean sameZxid() {
    List<Optional<Long>> zxids =
        members.values().stream().map(member -> member.status().map(Status::zxid)).toList();
    return zxids.stream().allMatch(Optional::isPresent) && zxids.stream().distinct().count() == 1;
  }

  /** A line per server: what it is and how far it has come. */
  public String describe() {
    return members.values().stream()
        .map(member -> member + ": " + (member.alive() ? member.status() : "not running"))
        .collect(Collectors.joining("\n"));
  }

  /** What a client is given that may talk to any server. */
  public String connectString() {
    return members.values().stream().map(Member::connectString).collect(Collectors.joining(","));
  }

  /** Between the servers; only with {@link EnsembleSetup#withRelays}. */
  public PeerNetwork network() {
    return network.orElseThrow(() -> new IllegalStateException("this ensemble has no relays"));
  }

  @Override
  public void close() throws IOException {
    members.values().forEach(Member::close);
    if (network.isPresent()) {
      network.get().close();
    }
  }
}
