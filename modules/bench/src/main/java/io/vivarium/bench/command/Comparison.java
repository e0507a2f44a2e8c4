package io.vivarium.bench.command;

import io.vivarium.bench.load.Figures;
import io.vivarium.bench.load.Quantity;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * One trial on several servers. Ratios are taken turn by turn, so that a machine that becomes slower meanwhile harms all alike.
 *
 * @param name of the trial
 * @param servers their names; the last is what the others are compared with
 * @param results what each has yielded, in turns: equally many for all
 * @param failures of turns that are not among the results
 */
record Comparison(
    String name, List<String> servers, Map<String, List<Figures>> results, List<String> failures) {
  /** The name of the server that the others are compared with. */
  String reference() {
    return servers.getLast();
  }

  /** Whether there is anything to show. */
  boolean measured() {
    return turns() > 0;
  }

  private int turns() {
    return results.getOrDefault(reference(), List.of()).size();
  }

  /** What was measured of any server. */
  List<Quantity> quantities() {
    return Arrays.stream(Quantity.values())
        .filter(quantity -> servers.stream().anyMatch(name -> spread(name, quantity).known()))
        .toList();
  }

  /** All turns of a server. */
  Spread spread(String server, Quantity quantity) {
    return Spread.of(values(server, quantity));
  }

  private double[] values(String server, Quantity quantity) {
    return results.getOrDefault(server, List.of()).stream()
        .mapToDouble(figures -> figures.value(quantity))
        .toArray();
  }

  /** A server to another, turn by turn. */
  Spread ratio(String server, String to, Quantity quantity) {
    double[] own = values(server, quantity);
    double[] theirs = values(to, quantity);
    double[] ratios = new double[Math.min(own.length, theirs.length)];
    for (int i = 0; i < ratios.length; i++) {
      ratios[i] = own[i] / theirs[i];
    }
    return Spread.of(ratios);
  }

  /** For people. */
  void print(PrintWriter out) {
    out.printf("%n%s (median, least and most of %d)%n", name, turns());
    List<String> compared = servers.subList(0, servers.size() - 1);
    StringBuilder head = new StringBuilder("  %-16s".formatted(""));
    servers.forEach(server -> head.append(" %34s".formatted(server)));
    compared.forEach(server -> head.append(" %28s".formatted(server + " to " + reference())));
    out.println(head.toString().stripTrailing());
    for (Quantity quantity : quantities()) {
      StringBuilder line = new StringBuilder("  %-16s".formatted(quantity.word()));
      servers.forEach(
          server -> line.append(" %34s".formatted(spread(server, quantity).values(quantity))));
      compared.forEach(
          server -> line.append(" %28s".formatted(ratio(server, reference(), quantity).ratio())));
      out.println(line);
    }
    failures.forEach(failure -> out.println("  failed: " + failure));
    out.flush();
  }

  /** For programs, in one line. */
  String json() {
    List<String> figures = new ArrayList<>();
    for (Quantity quantity : quantities()) {
      figures.add(Json.member(quantity.word(), json(quantity)));
    }
    return Json.object(
        List.of(
            Json.member("name", Json.string(name)),
            Json.member("turns", Integer.toString(turns())),
            Json.member("figures", Json.object(figures)),
            Json.member("failures", Json.array(failures.stream().map(Json::string).toList()))));
  }

  private String json(Quantity quantity) {
    List<String> own = new ArrayList<>();
    List<String> ratios = new ArrayList<>();
    for (String server : servers) {
      own.add(Json.member(server, spread(server, quantity).json()));
      if (!server.equals(reference())) {
        ratios.add(Json.member(server, ratio(server, reference(), quantity).json()));
      }
    }
    return Json.object(
        List.of(
            Json.member("unit", Json.string(quantity.unit())),
            Json.member("servers", Json.object(own)),
            Json.member("ratiosTo", Json.string(reference())),
            Json.member("ratios", Json.object(ratios))));
  }
}
