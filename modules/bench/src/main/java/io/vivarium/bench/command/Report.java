package io.vivarium.bench.command;

import io.vivarium.bench.load.Figures;
import io.vivarium.bench.load.Quantity;
import java.util.ArrayList;
import java.util.List;

/**
 * One measurement in words.
 *
 * @param name what was measured
 * @param figures what has come of it
 */
record Report(String name, Figures figures) {
  /** For people. */
  String line() {
    StringBuilder line = new StringBuilder("%-24s".formatted(name));
    figures
        .values()
        .forEach(
            (quantity, value) ->
                line.append("  %s %12s".formatted(quantity.word(), quantity.text(value))));
    return figures.errors().isEmpty() ? line.toString() : line + " " + figures.errors();
  }

  /** For programs, in one line. */
  String json() {
    List<String> members = new ArrayList<>();
    figures
        .values()
        .forEach(
            (quantity, value) -> members.add(Json.member(quantity.word(), json(quantity, value))));
    List<String> codes = new ArrayList<>();
    figures
        .errors()
        .forEach((code, count) -> codes.add(Json.member(code.toString(), count.toString())));
    return Json.object(
        List.of(
            Json.member("name", Json.string(name)),
            Json.member("figures", Json.object(members)),
            Json.member("errors", Json.object(codes))));
  }

  private static String json(Quantity quantity, double value) {
    return Json.object(
        List.of(
            Json.member("value", Json.number(value)),
            Json.member("unit", Json.string(quantity.unit()))));
  }
}
