package io.vivarium.admin.jmx;

import io.vivarium.model.Zxid;
import io.vivarium.spi.admin.AdminHost;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The ensemble, its members, and what only servers in a role have. */
final class EnsembleBeans {
  private static final String ENSEMBLE = "ensemble";

  private EnsembleBeans() {}

  static FigureBean quorum(AdminHost host) {
    return new FigureBean(host, "ensemble")
        .text("Name", facts -> "ReplicatedServer_id" + facts.number(ENSEMBLE, "server_id"))
        .small("QuorumSize", EnsembleBeans::participants)
        .small("InitLimit", facts -> facts.number(ENSEMBLE, "init_limit"))
        .small("SyncLimit", facts -> facts.number(ENSEMBLE, "sync_limit"))
        .flag("SslQuorum", facts -> setting(facts, "ssl_quorum"))
        .flag("PortUnification", facts -> setting(facts, "port_unification"))
        .flag("DigestEnabled", facts -> setting(facts, "digest_enabled"));
  }

  /** What a leader counts; for all others 0. */
  private static long ticks(Facts facts) {
    long length = facts.number(ENSEMBLE, "tick_time");
    boolean leads = facts.text(ENSEMBLE, "mode").equals("leader");
    return leads && length > 0 ? facts.number(ENSEMBLE, "uptime") / length : 0;
  }

  private static boolean setting(Facts facts, String name) {
    return facts.at("settings", name) instanceof Boolean set && set;
  }

  static FigureBean remotePeer(AdminHost host, long id) {
    return peer(new FigureBean(host, "member"), id);
  }

  static FigureBean localPeer(AdminHost host, long id) {
    return peer(new FigureBean(host, "this member"), id)
        .text("State", EnsembleBeans::state)
        .number("ConfigVersion", facts -> facts.number(ENSEMBLE, "config_version"))
        .flag("PartOfEnsemble", facts -> !facts.member(id).isEmpty())
        .small("TickTime", facts -> facts.number(ENSEMBLE, "tick_time"))
        .small("Tick", EnsembleBeans::ticks)
        .small("InitLimit", facts -> facts.number(ENSEMBLE, "init_limit"))
        .small("SyncLimit", facts -> facts.number(ENSEMBLE, "sync_limit"))
        .small("MinSessionTimeout", ServerBeans.setting("min_session_timeout"))
        .small("MaxSessionTimeout", ServerBeans.setting("max_session_timeout"))
        .small("MaxClientCnxnsPerHost", ServerBeans.setting("max_client_cnxns"))
        .small("MaxCnxns", ServerBeans.setting("max_cnxns"))
        .text("QuorumSystemInfo", facts -> facts.text("settings", "quorum_system_info"))
        .small("ElectionType", _ -> 3L)
        .text("StartTime", ServerBeans::startTime);
  }

  private static FigureBean peer(FigureBean bean, long id) {
    return bean.text("Name", _ -> "replica." + id)
        .text("LearnerType", facts -> text(facts, id, "learner_type").toUpperCase(Locale.ROOT))
        .text("QuorumAddress", facts -> first(facts, id, "quorum_addresses"))
        .text("ElectionAddress", facts -> first(facts, id, "election_addresses"))
        .text("ClientAddress", facts -> text(facts, id, "client_address"))
        .flag("Leader", facts -> facts.number(ENSEMBLE, "leader_id") == id);
  }

  static FigureBean election(AdminHost host) {
    return new FigureBean(host, "election").text("StartTime", ServerBeans::startTime);
  }

  /** Adds what a leader has to what every server has. */
  static FigureBean leader(FigureBean server) {
    return server
        .text("CurrentZxid", facts -> facts.text(ENSEMBLE, "last_zxid"))
        .number("ElectionTimeTaken", EnsembleBeans::election)
        .small("LastProposalSize", facts -> proposal(facts, "last_buffer_size"))
        .small("MinProposalSize", facts -> proposal(facts, "min_buffer_size"))
        .small("MaxProposalSize", facts -> proposal(facts, "max_buffer_size"))
        .operation("followerInfo", String.class.getName(), facts -> learners(facts, "participant"))
        .operation(
            "nonVotingFollowerInfo", String.class.getName(), facts -> learners(facts, "observer"))
        .action("resetProposalStatistics", ServerBeans::reset);
  }

  /** Adds what a follower has. */
  static FigureBean follower(FigureBean server, long id) {
    return learner(server, id)
        .number("ElectionTimeTaken", EnsembleBeans::election)
        .text("LastQueuedZxid", EnsembleBeans::logged);
  }

  /** Adds what an observer has. */
  static FigureBean observer(FigureBean server, long id) {
    return learner(server, id).text("LearnerMaster", EnsembleBeans::master);
  }

  /** The leader; where followers take observers, too, which of all it is is not known here. */
  private static String master(Facts facts) {
    boolean anyFollower = facts.number("settings", "observer_master_port") > 0;
    return anyFollower
        ? "-"
        : first(facts, facts.number(ENSEMBLE, "leader_id"), "quorum_addresses");
  }

  /** Adds what every server has that does not lead. */
  static FigureBean learner(FigureBean server, long id) {
    return server
        .text("QuorumAddress", facts -> first(facts, id, "quorum_addresses"))
        .small(
            "PendingRevalidationCount", facts -> facts.number("monitor", "pending_revalidations"));
  }

  private static long election(Facts facts) {
    return facts.number("monitor", "last_election_time");
  }

  /** What the leader has sent and the log has; before the first proposal what the server began with. */
  private static String logged(Facts facts) {
    long logged = facts.number("monitor", "last_logged_zxid");
    return logged > 0 ? Zxid.text(logged) : facts.text(ENSEMBLE, "last_zxid");
  }

  private static long participants(Facts facts) {
    return facts.members().stream()
        .filter(member -> "participant".equals(member.get("learner_type")))
        .count();
  }

  private static String state(Facts facts) {
    return switch (facts.text(ENSEMBLE, "mode")) {
      case "leader" -> "leading";
      case "follower" -> "following";
      case "observer" -> "observing";
      default -> "looking";
    };
  }

  private static long proposal(Facts facts, String name) {
    Object value = facts.at("server_stats", "proposal_stats", name);
    return value instanceof Number number ? number.longValue() : -1;
  }

  /** A line for each that is connected, with the words that scripts look for. */
  private static String learners(Facts facts, String type) {
    StringBuilder lines = new StringBuilder();
    for (Map<?, ?> member : facts.members()) {
      if (type.equals(member.get("learner_type"))
          && member.get("synced") instanceof Boolean synced) {
        lines
            .append("LearnerHandler sid:")
            .append(member.get("id"))
            .append(" synced?:")
            .append(synced)
            .append('\n');
      }
    }
    return lines.toString();
  }

  private static String text(Facts facts, long id, String field) {
    Object value = facts.member(id).get(field);
    return value == null ? "" : value.toString();
  }

  private static String first(Facts facts, long id, String field) {
    return facts.member(id).get(field) instanceof List<?> list && !list.isEmpty()
        ? String.valueOf(list.getFirst())
        : "";
  }
}
