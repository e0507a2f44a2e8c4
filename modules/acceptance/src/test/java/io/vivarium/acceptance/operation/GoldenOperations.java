package io.vivarium.acceptance.operation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** Compares a server with what was captured of ZooKeeper 3.9.5 in the same role: names and kinds, as values differ from run to run. */
final class GoldenOperations {
  static final List<String> COMMANDS =
      List.of(
          "configuration",
          "connection_stat_reset",
          "connections",
          "dirs",
          "dump",
          "get_trace_mask",
          "hash",
          "initial_configuration",
          "is_read_only",
          "last_snapshot",
          "leader",
          "nosuchcommand",
          "observer_connection_stat_reset",
          "observers",
          "ruok",
          "server_stats",
          "set_trace_mask",
          "snapshot",
          "stat_reset",
          "stats",
          "voting_view",
          "watch_summary",
          "watches",
          "watches_by_path",
          "zabstate");

  private static final ObjectMapper MAPPER = new ObjectMapper();

  /** Objects whose names are data, and lists that may be empty in one of the two. */
  private static final Set<String> DATA =
      Set.of(
          ".expiry_time_to_session_ids",
          ".session_id_to_ephemeral_paths",
          ".session_id_to_watched_paths",
          ".path_to_session_ids",
          ".digests",
          ".connections");

  /** Depends on whether the line of the server names a port for clients. */
  private static final Set<String> EITHER = Set.of(".client_address");

  private static final Pattern OF_EVERY_JVM =
      Pattern.compile(
          "(java|os|user)\\.(?!vm\\.compressedOopsMode|specification\\.maintenance).*|(file|line|path)\\.separator|command|error");

  private GoldenOperations() {}

  private static String text(String file) throws IOException {
    try (InputStream in = GoldenOperations.class.getResourceAsStream(file)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  /** Every command has the fields of the captured answer, of the same kinds, and the same envelope and status. */
  static void compareCommands(String role, Endpoints endpoints) throws Exception {
    for (String command : COMMANDS) {
      JsonNode golden = MAPPER.readTree(text(role + "/" + command + ".json"));
      var response = endpoints.get("/commands/" + command);
      assertEquals(command.equals("snapshot") ? 401 : 200, response.statusCode(), command);
      JsonNode ours = MAPPER.readTree(response.body());
      assertEquals(shape(golden), shape(ours), role + " " + command);
      assertEquals(golden.get("command"), ours.get("command"));
      assertEquals(golden.get("error"), ours.get("error"), role + " " + command);
    }
    assertEquals(
        text("mask.json"), endpoints.get("/commands/set_trace_mask?traceMask=306").body(), role);
    compareNames(role, "environment", _ -> true, endpoints);
    // The others are those of the JVM's build, and of the configuration that was captured.
    compareNames(role, "system_properties", OF_EVERY_JVM.asMatchPredicate(), endpoints);
    compareFigures(role, endpoints);
  }

  /** Every field of the captured answer that this is about is there. */
  private static void compareNames(
      String role, String command, Predicate<String> about, Endpoints endpoints) throws Exception {
    Set<String> missing = new TreeSet<>();
    MAPPER
        .readTree(text(role + "/" + command + ".json"))
        .fieldNames()
        .forEachRemaining(missing::add);
    missing.removeIf(about.negate());
    assertTrue(missing.size() > 5, () -> role + " " + command + " was captured with " + missing);
    MAPPER
        .readTree(endpoints.get("/commands/" + command).body())
        .fieldNames()
        .forEachRemaining(missing::remove);
    assertEquals(Set.of(), missing, role + " " + command);
  }

  /** Every figure of the command {@code monitor} is there, with a value of the same kind. */
  private static void compareFigures(String role, Endpoints endpoints) throws Exception {
    Map<String, String> found = shape(MAPPER.readTree(endpoints.get("/commands/monitor").body()));
    Map<String, String> missing = new TreeMap<>();
    figures(role)
        .forEach(
            (name, kind) -> {
              if (!perKey("zk_" + name) && !kind.equals(found.get("." + name))) {
                missing.put(name, kind + " but " + found.get("." + name));
              }
            });
    assertEquals(Map.of(), missing, role + " monitor");
  }

  /** Of the command only a standalone server's answer was captured with these names; the word has the same in every role. */
  private static Map<String, String> figures(String role) throws IOException {
    Map<String, String> figures = new TreeMap<>();
    if (role.equals("standalone")) {
      shape(MAPPER.readTree(text(role + "/monitor.json")))
          .forEach((path, kind) -> figures.put(path.substring(1), kind));
      return figures;
    }
    monitorForms(text(role + "/mntr.txt"))
        .forEach(
            (name, form) ->
                figures.put(
                    name.substring("zk_".length()),
                    switch (form) {
                      case "decimal" -> "NUMBER";
                      case "text" -> "STRING";
                      default -> form;
                    }));
    return figures;
  }

  /** The index has every link of the captured one, and other methods are answered as there. */
  static void compareIndexAndMethods(Endpoints endpoints) throws Exception {
    Set<String> missing = new TreeSet<>(text("index.html").lines().toList());
    endpoints.get("/commands").body().lines().forEach(missing::remove);
    assertEquals(Set.of(), missing);
    Map<String, Integer> statuses =
        Map.of("TRACE", 403, "PUT", 405, "DELETE", 405, "HEAD", 200, "OPTIONS", 200);
    for (Map.Entry<String, Integer> one : statuses.entrySet()) {
      var response = endpoints.method(one.getKey(), "/commands/ruok");
      assertEquals(one.getValue(), response.statusCode(), one.getKey());
      assertEquals("", response.body(), one.getKey());
    }
    // ZooKeeper: 500 with a page of Java's stack.
    assertEquals(405, endpoints.post("/commands/ruok", null, new byte[0]).statusCode());
    assertEquals(401, endpoints.post("/commands/restore", null, new byte[0]).statusCode());
    assertEquals(
        "42", endpoints.get("/commands/ruok").headers().firstValue("Content-Length").orElse(""));
  }

  /** Each of these families has a line that is greater than 0. */
  static void moved(String role, String page, List<String> families) {
    List<String> still = new ArrayList<>();
    for (String family : families) {
      boolean moves =
          page.lines()
              .filter(line -> line.startsWith(family + " ") || line.startsWith(family + "{"))
              .anyMatch(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))) > 0);
      if (!moves) {
        still.add(family);
      }
    }
    assertEquals(List.of(), still, role + " has metrics that do not move:\n" + page);
  }

  private static Map<String, String> shape(JsonNode answer) {
    Map<String, String> shape = new TreeMap<>();
    collect("", answer, shape);
    return shape;
  }

  private static void collect(String path, JsonNode value, Map<String, String> shape) {
    if (DATA.contains(path) || EITHER.contains(path)) {
      shape.put(path, "data");
    } else if (value.isObject() && !value.isEmpty()) {
      value
          .fields()
          .forEachRemaining(field -> collect(path + "." + field.getKey(), field.getValue(), shape));
    } else if (value.isArray() && !value.isEmpty()) {
      value.forEach(one -> collect(path + "[]", one, shape));
    } else {
      shape.put(path, value.isIntegralNumber() ? "whole number" : value.getNodeType().name());
    }
  }

  /** Every name of {@code mntr} is there, with a value of the same form. */
  static void compareMonitor(String role, String ours) throws IOException {
    Map<String, String> found = monitorForms(ours);
    Map<String, String> missing = new TreeMap<>();
    monitorForms(text(role + "/mntr.txt"))
        .forEach(
            (name, form) -> {
              if (!perKey(name) && !form.equals(found.get(name))) {
                missing.put(name, form + " but " + found.get(name));
              }
            });
    assertEquals(Map.of(), missing, role);
  }

  /** Names with the first element of a path or the number of a server in them, which are there once such a thing was seen. */
  private static boolean perKey(String name) {
    return name.contains("_per_namespace")
        || name.matches("zk_\\w+_\\d_(ack_latency|learner_handler_qp_(size|time_ms))");
  }

  private static Map<String, String> monitorForms(String text) {
    Map<String, String> forms = new TreeMap<>();
    for (String line : text.split("\n", -1)) {
      String[] pair = line.split("\t", 2);
      if (pair.length == 2) {
        String form =
            pair[1].matches("-?\\d+")
                ? "whole number"
                : pair[1].matches("-?\\d+\\.\\d{1,4}") ? "decimal" : "text";
        forms.put(pair[0], form);
      }
    }
    return forms;
  }

  /** Every family is there with its type, and its lines with the names of their labels. */
  static void compareMetrics(String role, String ours) throws IOException {
    String golden = text(role + "/prometheus.txt");
    Map<String, String> types = types(ours);
    Map<String, String> missing = new TreeMap<>();
    types(golden)
        .forEach(
            (name, type) -> {
              if (hasLineWithoutKey(golden, name) && !type.equals(types.get(name))) {
                missing.put(name, type + " but " + types.get(name));
              }
            });
    assertEquals(Map.of(), missing, role);
    Set<String> absent = new TreeSet<>(labelled(golden));
    absent.removeAll(labelled(ours));
    absent.removeIf(line -> line.contains("key"));
    assertEquals(Set.of(), absent, role);
    assertTrue(ours.contains("# TYPE pipeline_backlog gauge"));
  }

  /** Families by server id or path are there once such a thing was seen. */
  private static boolean hasLineWithoutKey(String page, String family) {
    return page.lines()
        .anyMatch(
            line ->
                line.matches(Pattern.quote(family) + "(_count|_sum)?[ {].*")
                    && !line.contains("key=\""));
  }

  private static Map<String, String> types(String page) {
    Map<String, String> types = new TreeMap<>();
    for (String line : page.split("\n", -1)) {
      if (line.startsWith("# TYPE ")) {
        String[] words = line.split(" ", -1);
        types.put(words[2], words[3]);
      }
    }
    return types;
  }

  private static Set<String> labelled(String page) {
    Set<String> lines = new TreeSet<>();
    for (String line : page.split("\n", -1)) {
      if (!line.startsWith("#") && !line.isEmpty()) {
        String metric = line.substring(0, line.lastIndexOf(' '));
        int brace = metric.indexOf('{');
        lines.add(
            brace < 0
                ? metric
                : metric.substring(0, brace)
                    + " "
                    + metric.substring(brace).replaceAll("(?<!quantile)=\"[^\"]*\"", ""));
      }
    }
    return lines;
  }
}
