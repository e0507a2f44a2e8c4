package io.vivarium.bench.command;

import io.vivarium.bench.load.Quantity;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A table of comparisons. The first server is ours, the last is what the targets are about.
 *
 * @param servers their names
 */
record Markdown(List<String> servers) {
  /** The first two lines. */
  String head() {
    List<String> names = new ArrayList<>(List.of("row", "figure"));
    names.addAll(servers);
    others().forEach(other -> names.add("ratio to " + other));
    names.addAll(List.of("target (stretch)", "reached"));
    return line(names) + line(names.stream().map(_ -> "---").toList());
  }

  /** The servers that the first is compared with. */
  private List<String> others() {
    return servers.subList(1, servers.size());
  }

  /** The lines of a row: one for each target, or for everything measured when there are none. */
  String lines(Row row, Comparison comparison) {
    StringBuilder text = new StringBuilder();
    String title = "`" + row.trial().name() + "` " + row.title();
    if (comparison.measured()) {
      for (Target target : row.targets()) {
        text.append(
            line(title, comparison, target.quantity(), target.text(), target.verdict(comparison)));
      }
      if (row.targets().isEmpty()) {
        comparison
            .quantities()
            .forEach(quantity -> text.append(line(title, comparison, quantity, "–", "–")));
      }
    }
    comparison.failures().forEach(failure -> text.append(failed(title, failure)));
    return text.toString();
  }

  private String line(
      String title, Comparison comparison, Quantity quantity, String target, String verdict) {
    List<String> cells = new ArrayList<>(List.of(title, quantity.word()));
    servers.forEach(
        server -> cells.add(quantity.text(comparison.spread(server, quantity).median())));
    others()
        .forEach(other -> cells.add(comparison.ratio(servers.getFirst(), other, quantity).ratio()));
    cells.addAll(List.of(target, verdict));
    return line(cells);
  }

  private String failed(String title, String failure) {
    List<String> cells = new ArrayList<>(List.of(title, "failed: " + failure));
    servers.forEach(_ -> cells.add(""));
    others().forEach(_ -> cells.add(""));
    cells.addAll(List.of("", "failed"));
    return line(cells);
  }

  private static String line(List<String> cells) {
    return cells.stream()
        .map(cell -> cell.replace("|", "\\|").replace('\n', ' '))
        .collect(Collectors.joining(" | ", "| ", " |\n"));
  }
}
