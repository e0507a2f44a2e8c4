package io.vivarium.kernel.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vivarium.spi.consensus.ConsensusStatus.Mode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code mntr} against what ZooKeeper 3.9.5 answered with its default metrics provider, and as agents read it. */
class MonitorGoldenTest {
  /** How Telegraf takes a line apart; a line that does not match makes it give up on the server. */
  private static final Pattern TELEGRAF = Pattern.compile("^zk_(\\w[\\w.\\-]*)\\s+([\\w.\\-]+)");

  private final FakeServer server = new FakeServer();

  @Test
  void aStandaloneServerShowsTheSameFiguresInTheSameSituation() {
    situation();
    Map<String, String> golden = parse(Golden.answer("standalone/mntr"));
    Map<String, String> ours = parse(mntr());

    List<String> same =
        List.of(
            "version",
            "server_state",
            "ephemerals_count",
            "num_alive_connections",
            "avg_latency",
            "min_latency",
            "max_latency",
            "outstanding_requests",
            "znode_count",
            "global_sessions",
            "local_sessions",
            "packets_sent",
            "packets_received",
            "connection_drop_probability",
            "watch_count",
            "auth_failed_count",
            "approximate_data_size",
            "uptime",
            "avg_fsynctime",
            "min_fsynctime",
            "max_fsynctime",
            "cnt_fsynctime",
            "sum_fsynctime",
            "stale_sessions_expired");
    for (String name : same) {
      assertEquals(golden.get(name), ours.get(name), name);
    }
  }

  @Test
  void aStandaloneServerHasTheSameNamesWithValuesOfTheSameKind() {
    situation();
    Map<String, String> golden = kinds(parse(Golden.answer("standalone/mntr")));
    Map<String, String> ours = kinds(parse(mntr()));

    assertTrue(golden.size() > 500, "the golden answer was understood");
    assertEquals(golden, ours);
  }

  @ParameterizedTest
  @CsvSource({"leader", "follower", "observer"})
  void aMemberOfAnEnsembleHasAllButWhatItsConsensusEngineAdds(String role) {
    server.mode = Mode.valueOf(role.toUpperCase(Locale.ROOT));
    Map<String, String> golden = kinds(parse(Golden.answer(role + "/mntr")));
    // Figures of the ensemble and those told apart by a key appear when their owner has something
    // to tell.
    golden
        .keySet()
        .removeIf(
            name ->
                name.matches(
                    ".*(proposal_size|leader_uptime|learners|pending_syncs|quorum_size|synced_.*"
                        + "|peer_state|observer_master_id|_per_namespace"
                        + "|_\\d_(ack_latency|learner_handler_qp_.*))"));
    Map<String, String> ours = kinds(parse(mntr()));

    ours.keySet().retainAll(golden.keySet());
    assertEquals(golden, ours);
    assertEquals(role, parse(mntr()).get("server_state"));
  }

  @Test
  void linesOfTheEnsembleFollowTheState() {
    server.mode = Mode.OBSERVER;
    server.monitorLines.put("peer_state", "observing - broadcast");
    server.monitorLines.put("observer_master_id", "3");

    String head = "zk_version\t" + Golden.VERSION + "\nzk_server_state\tobserver\n";
    assertTrue(
        mntr()
            .startsWith(head + "zk_peer_state\tobserving - broadcast\nzk_observer_master_id\t3\n"));
    assertTrue(
        Golden.answer("observer/mntr")
            .startsWith(head + "zk_peer_state\tobserving - broadcast\nzk_observer_master_id\t3\n"));
  }

  @Test
  void telegrafUnderstandsEveryLine() {
    situation();
    server.metrics.summaries("read_per_namespace").of("my app\u00a0\tx").record(1);
    Map<String, String> fields = new LinkedHashMap<>();
    for (String line : mntr().lines().toList()) {
      Matcher matcher = TELEGRAF.matcher(line);
      assertTrue(matcher.find(), line);
      fields.put(matcher.group(1), matcher.group(2));
    }

    assertEquals("3.9.5-293c895a8d966a3ecb92872be4a1daf87d725da2", fields.get("version"));
    assertEquals("standalone", fields.get("server_state"));
    assertEquals("634", fields.get("packets_received"));
    assertEquals("1", fields.get("cnt_my_app__x_read_per_namespace"));
  }

  @Test
  void checkScriptsUnderstandEveryLine() {
    situation();
    for (String line : mntr().lines().toList()) {
      // They split at the tab and try a whole number first; only version and state may stay text.
      String[] pair = line.split("\t", -1);
      assertEquals(2, pair.length, line);
      if (!pair[0].equals("zk_version") && !pair[0].equals("zk_server_state")) {
        assertTrue(pair[1].matches("-?\\d+(\\.\\d+)?"), line);
      }
    }
  }

  @Test
  void datadogUnderstandsStat() {
    situation();
    server.lastZxid = 0x1b2;
    server.connections.add(FakeConnection.parse(" /10.0.0.1:1[1](queued=2,recved=3,sent=4)"));
    List<String> lines = ask("stat").lines().toList();

    Matcher version =
        Pattern.compile("Zookeeper version: ([^.]+)\\.([^.]+)\\.([^-]+)").matcher(lines.get(0));
    assertTrue(version.lookingAt());
    assertEquals("5", version.group(3));
    assertEquals("Clients:", lines.get(1));
    int blank = lines.indexOf("");
    assertTrue(lines.get(blank + 1).matches("Latency min/avg/max: \\d+/\\d+\\.\\d+/\\d+"));
    List<String> labels =
        lines.subList(blank + 1, lines.size()).stream()
            .map(line -> line.split(": ", 2)[0])
            .toList();
    assertEquals(
        List.of(
            "Latency min/avg/max",
            "Received",
            "Sent",
            "Connections",
            "Outstanding",
            "Zxid",
            "Mode",
            "Node count"),
        labels);
  }

  /** The one in which the standalone server was captured. */
  private void situation() {
    server.nodeCount = 14;
    server.ephemeralCount = 2;
    server.watchCount = 5;
    server.approximateSize = 177;
    server.uptimeMs = 13143;
    for (long id = 1; id <= 4; id++) {
      server.globalSessions.put(id, 12000);
    }
    server.traffic(634, 839, 3, new FakeServer.Replies(625, 516, 87));
    for (int i = 0; i < 217; i++) {
      server.metrics.summary("fsynctime").record(i == 0 ? 48 : i <= 76 ? 1 : 0);
    }
    server.metrics.summaries("read_per_namespace").of("app").record(78);
    server.metrics.summaries("write_per_namespace").of("app").record(7);
  }

  private String mntr() {
    return ask("mntr");
  }

  private String ask(String word) {
    return new FourLetterWords(server, server, Whitelist.of("*", false))
        .answer(Word.valueOf(word.toUpperCase(Locale.ROOT)).code(), 0);
  }

  private static Map<String, String> parse(String mntr) {
    Map<String, String> values = new LinkedHashMap<>();
    for (String line : mntr.lines().toList()) {
      String[] pair = line.split("\t", -1);
      assertTrue(pair[0].startsWith("zk_"), line);
      String before = values.put(pair[0].substring(3), pair[1]);
      assertEquals(null, before, "second line for " + pair[0]);
    }
    return values;
  }

  private static Map<String, String> kinds(Map<String, String> values) {
    Map<String, String> kinds = new TreeMap<>();
    values.forEach((name, value) -> kinds.put(name, kind(value)));
    return kinds;
  }

  private static String kind(String value) {
    if (value.matches("-?\\d+")) {
      return "whole";
    }
    return value.matches("-?\\d+\\.\\d{1,4}") ? "decimal" : "text";
  }
}
