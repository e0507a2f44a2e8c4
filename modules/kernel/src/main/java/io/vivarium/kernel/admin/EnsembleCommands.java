package io.vivarium.kernel.admin;

import io.vivarium.model.Zxid;
import io.vivarium.model.ensemble.Membership;
import io.vivarium.model.ensemble.Membership.Address;
import io.vivarium.model.ensemble.Membership.Member;
import io.vivarium.spi.consensus.ConsensusStatus;
import io.vivarium.spi.consensus.ConsensusStatus.Mode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/** The server in its ensemble: {@code leader observers voting_view zabstate}. */
final class EnsembleCommands {
  private static final long UNKNOWN = -1;

  private EnsembleCommands() {}

  static void leader(CommandQuestion question, Fields fields) {
    ServerView.Standing standing = question.server().standing();
    ConsensusStatus status = standing.status();
    Member leader = standing.membership().members().get(status.leaderId());
    if (status.mode() == Mode.STANDALONE) {
      fields.put("error", "server is not initialized");
    } else {
      fields
          .put("is_leader", status.mode() == Mode.LEADER)
          .put("leader_id", status.leaderId())
          .put("leader_ip", leader == null ? "" : leader.addresses().getFirst().host());
    }
  }

  /** Those that follow this server, if it leads. */
  static void observers(CommandQuestion question, Fields fields) {
    ServerView.Standing standing = question.server().standing();
    ConsensusStatus status = standing.status();
    List<Map<String, @Nullable Object>> observers = new ArrayList<>();
    for (ConsensusStatus.Learner learner : status.learners()) {
      if (learner.observer()) {
        observers.add(observer(learner, standing.membership().members().get(learner.id())));
      }
    }
    fields.put("synced_observers", status.syncedObservers()).put("observers", observers);
  }

  /** Nothing is counted per observer: what is not known reads −1, as ZooKeeper's last zxid always does. */
  private static Map<String, @Nullable Object> observer(
      ConsensusStatus.Learner learner, @Nullable Member member) {
    Address address = member == null ? null : member.addresses().getFirst();
    return new Fields()
        .put(
            "remote_socket_address",
            address == null ? "" : "/" + address.host() + ":" + address.quorumPort())
        .put("sid", learner.id())
        .put("established", UNKNOWN)
        .put("queued_packets", UNKNOWN)
        .put("queued_packets_size", UNKNOWN)
        .put("packets_received", UNKNOWN)
        .put("packets_sent", UNKNOWN)
        .put("requests", UNKNOWN)
        .put("last_zxid", UNKNOWN)
        .done();
  }

  static void votingView(CommandQuestion question, Fields fields) {
    Map<String, Object> config = new LinkedHashMap<>();
    for (Member member : question.server().standing().membership().participants()) {
      config.put(
          Long.toString(member.id()),
          new Fields()
              .put("server_addresses", sockets(member, Address::quorumPort))
              .put("election_addresses", sockets(member, Address::electionPort))
              .put("client_address", client(member, ""))
              .put("learner_type", member.role().text())
              .done());
    }
    fields.put("current_config", config);
  }

  /** Ours: everything about the server in its ensemble at once, whether it serves or not. */
  static void ensemble(CommandQuestion question, Fields fields) {
    ServerView server = question.server();
    ServerView.Standing standing = server.standing();
    ConfigurationView configuration = server.configuration();
    ConsensusStatus status = standing.status();
    ConfigurationView.Ensemble ensemble = configuration.ensemble();
    Map<Long, ConsensusStatus.Learner> learners = new HashMap<>();
    status.learners().forEach(learner -> learners.put(learner.id(), learner));
    List<Map<String, @Nullable Object>> members = new ArrayList<>();
    for (Member member : standing.membership().members().values()) {
      members.add(member(member, status.mode() == Mode.LEADER ? learners.get(member.id()) : null));
    }
    fields
        .put("mode", status.mode().text())
        .put("serving", standing.serving())
        .put("server_id", configuration.serverId())
        .put("leader_id", status.leaderId())
        .put("epoch", status.epoch())
        .put("last_zxid", Zxid.text(standing.lastZxid()))
        .put("uptime", standing.uptimeMs())
        .put("client_port", configuration.clientPort())
        .put("secure_client_port", configuration.secureClientPort())
        .put("tick_time", configuration.tickTimeMs())
        .put("init_limit", ensemble == null ? null : ensemble.initLimitTicks())
        .put("sync_limit", ensemble == null ? null : ensemble.syncLimitTicks())
        .put("config_version", standing.membership().version())
        .put("members", members);
  }

  /** The last field is null unless the server leads and the member learns from it. */
  private static Map<String, @Nullable Object> member(
      Member member, ConsensusStatus.@Nullable Learner learner) {
    return new Fields()
        .put("id", member.id())
        .put("learner_type", member.role().text())
        .put("quorum_addresses", sockets(member, Address::quorumPort))
        .put("election_addresses", sockets(member, Address::electionPort))
        .put("client_address", client(member, null))
        .put("synced", learner == null ? null : learner.synced())
        .done();
  }

  static void zabState(CommandQuestion question, Fields fields) {
    ServerView server = question.server();
    ServerView.Standing standing = server.standing();
    long myId = server.configuration().serverId();
    Member self = standing.membership().members().get(myId);
    if (self == null || !standing.serving()) {
      fields.put("voting", false).put("zabstate", "");
      return;
    }
    long zxid = standing.lastZxid();
    fields
        .put("myid", myId)
        .put("is_leader", standing.mode() == Mode.LEADER)
        .put("quorum_address", addresses(self, Address::quorumPort))
        .put("election_address", addresses(self, Address::electionPort))
        .put("client_address", client(self, null))
        .put("voting", self.role() == Membership.Role.PARTICIPANT)
        .put("last_zxid", Zxid.text(zxid))
        .put("zab_epoch", Zxid.epoch(zxid))
        .put("zab_counter", Zxid.counter(zxid))
        .put("zabstate", phase(standing.mode()).toLowerCase(Locale.ROOT));
  }

  private static String phase(Mode mode) {
    return switch (mode) {
      case LOOKING, READ_ONLY -> "ELECTION";
      case LEADER, FOLLOWER, OBSERVER, STANDALONE -> "BROADCAST";
    };
  }

  /** ZooKeeper shows what its object for several addresses happens to offer; here none is tried whether it answers. */
  private static Map<String, @Nullable Object> addresses(
      Member member, ToIntFunction<Address> port) {
    List<String> all = sockets(member, port);
    List<Integer> ports = member.addresses().stream().map(port::applyAsInt).distinct().toList();
    return new Fields()
        .put("empty", all.isEmpty())
        .put("all_addresses", all)
        .put("wildcard_addresses", ports.stream().map(one -> "0.0.0.0:" + one).toList())
        .put("all_ports", ports)
        .put("all_host_strings", member.addresses().stream().map(Address::host).distinct().toList())
        .put("reachable_address", all.getFirst())
        .put("all_reachable_addresses", all)
        .put("all_reachable_addresses_or_all", all)
        .put("reachable_or_one", all.getFirst())
        .put("one", all.getFirst())
        .done();
  }

  private static List<String> sockets(Member member, ToIntFunction<Address> port) {
    return member.addresses().stream()
        .map(address -> address.host() + ":" + port.applyAsInt(address))
        .toList();
  }

  private static @Nullable String client(Member member, @Nullable String none) {
    return member.client() == null ? none : member.client().toString();
  }
}
