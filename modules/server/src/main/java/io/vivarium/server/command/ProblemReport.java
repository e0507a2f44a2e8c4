package io.vivarium.server.command;

import io.vivarium.config.ConfigResult;
import io.vivarium.config.Problem;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What is to be said of a configuration, as a command prints it: errors first, then warnings, then changes. One thread. */
final class ProblemReport {
  /** How bad something is, in the order of a report. */
  enum Severity {
    /** A server would not start. */
    ERROR,
    /** The operator should know. */
    WARNING,
    /** It is otherwise where the server ran before. */
    CHANGE;

    private String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private record Entry(Severity severity, Problem problem) {}

  private final List<Entry> entries = new ArrayList<>();

  /** What reading it has shown. */
  ProblemReport(ConfigResult result) {
    result.errors().forEach(problem -> add(Severity.ERROR, problem));
    result.warnings().forEach(problem -> add(Severity.WARNING, problem));
  }

  /** Adds what something else has shown. */
  void add(Severity severity, Problem problem) {
    entries.add(new Entry(severity, problem));
  }

  /** How much of it is as bad as this. */
  int count(Severity severity) {
    return (int) entries.stream().filter(entry -> entry.severity() == severity).count();
  }

  /** The exit code of a server that was to start with it; 0 when it would. */
  int exitCode() {
    return of(Severity.ERROR).stream()
        .mapToInt(entry -> entry.problem().exitCode())
        .max()
        .orElse(0);
  }

  /** One line each. */
  List<String> text() {
    List<String> lines = new ArrayList<>();
    for (Severity severity : Severity.values()) {
      of(severity).forEach(entry -> lines.add(severity.word() + ": " + entry.problem().text()));
    }
    return lines;
  }

  /** Field by field. */
  List<Map<String, String>> items() {
    List<Map<String, String>> items = new ArrayList<>();
    for (Severity severity : Severity.values()) {
      of(severity).forEach(entry -> items.add(item(severity, entry.problem())));
    }
    return items;
  }

  private List<Entry> of(Severity severity) {
    return entries.stream().filter(entry -> entry.severity() == severity).toList();
  }

  private static Map<String, String> item(Severity severity, Problem problem) {
    Map<String, String> item = new LinkedHashMap<>();
    String value = problem.value();
    item.put("severity", severity.word());
    item.put("origin", problem.origin().where());
    item.put("key", problem.key());
    item.put("value", value == null ? "" : value);
    item.put("problem", problem.what());
    item.put("remedy", problem.remedy());
    return item;
  }
}
