package io.vivarium.server.command;

import io.vivarium.config.ConfigResult;
import io.vivarium.config.Problem;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What is wrong with a configuration, as a command prints it. */
final class ProblemReport {
  private final ConfigResult result;

  ProblemReport(ConfigResult result) {
    this.result = result;
  }

  /** Errors first, one line each. */
  List<String> text() {
    List<String> lines = new ArrayList<>();
    result.errors().forEach(problem -> lines.add("error: " + problem.text()));
    result.warnings().forEach(problem -> lines.add("warning: " + problem.text()));
    return lines;
  }

  /** Errors first, field by field. */
  List<Map<String, String>> items() {
    List<Map<String, String>> items = new ArrayList<>();
    result.errors().forEach(problem -> items.add(item("error", problem)));
    result.warnings().forEach(problem -> items.add(item("warning", problem)));
    return items;
  }

  private static Map<String, String> item(String severity, Problem problem) {
    Map<String, String> item = new LinkedHashMap<>();
    String value = problem.value();
    item.put("severity", severity);
    item.put("origin", problem.origin().where());
    item.put("key", problem.key());
    item.put("value", value == null ? "" : value);
    item.put("problem", problem.what());
    item.put("remedy", problem.remedy());
    return item;
  }
}
