package io.vivarium.server.command;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.vivarium.config.ConfigResult;
import io.vivarium.config.ConfigSource.Origin;
import io.vivarium.config.EffectiveConfig;
import io.vivarium.config.Problem;
import io.vivarium.server.command.ProblemReport.Severity;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** In which order a configuration's problems are told, and what they come to. */
class ProblemReportTest {
  private static final Origin LINE = new Origin(Origin.Kind.FILE, "zoo.cfg:7");

  private static Problem problem(String key, int exitCode) {
    return new Problem(key, "5", "is odd", "Correct it", LINE, exitCode);
  }

  private static ProblemReport report(List<Problem> errors, List<Problem> warnings) {
    return new ProblemReport(
        new ConfigResult(null, errors, warnings, new EffectiveConfig(List.of())));
  }

  @Test
  void errorsComeFirstThenWarningsThenChanges() {
    ProblemReport report = report(List.of(problem("a", 2)), List.of(problem("b", 2)));
    report.add(Severity.CHANGE, problem("c", 2));
    report.add(Severity.WARNING, problem("d", 2));
    report.add(Severity.ERROR, problem("e", 2));

    assertEquals(
        List.of(
            "error: zoo.cfg:7: a = 5: is odd. Correct it.",
            "error: zoo.cfg:7: e = 5: is odd. Correct it.",
            "warning: zoo.cfg:7: b = 5: is odd. Correct it.",
            "warning: zoo.cfg:7: d = 5: is odd. Correct it.",
            "change: zoo.cfg:7: c = 5: is odd. Correct it."),
        report.text());
    assertEquals(
        List.of("error", "error", "warning", "warning", "change"),
        report.items().stream().map(item -> item.get("severity")).toList());
    assertEquals(2, report.count(Severity.ERROR));
    assertEquals(2, report.count(Severity.WARNING));
    assertEquals(1, report.count(Severity.CHANGE));
  }

  @Test
  void anItemHasAllFields() {
    assertEquals(
        List.of(
            Map.of(
                "severity", "warning",
                "origin", "zoo.cfg:7",
                "key", "a",
                "value", "5",
                "problem", "is odd",
                "remedy", "Correct it")),
        report(List.of(), List.of(problem("a", 2))).items());
  }

  @Test
  void onlyErrorsCountForTheExitCodeAndTheLargestOfThem() {
    ProblemReport report = report(List.of(), List.of(problem("a", 2)));
    report.add(Severity.CHANGE, problem("b", 2));
    assertEquals(0, report.exitCode());

    report.add(Severity.ERROR, problem("c", 1));
    report.add(Severity.ERROR, problem("d", 3));
    report.add(Severity.ERROR, problem("e", 2));
    assertEquals(3, report.exitCode());
  }
}
