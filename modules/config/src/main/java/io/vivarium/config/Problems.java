package io.vivarium.config;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Collects what is wrong, so that everything is reported at once and nothing twice. */
final class Problems {
  /** What stands in the place of a key when a file as a whole is wrong. */
  static final String FILE = "file";

  private final Set<Problem> errors = new LinkedHashSet<>();
  private final Set<Problem> warnings = new LinkedHashSet<>();

  /** Whether the file itself could not be read, so that nothing can be said about what is missing in it. */
  boolean fileUnreadable() {
    return errors.stream().anyMatch(problem -> problem.key().equals(FILE));
  }

  void error(Problem problem) {
    errors.add(problem);
  }

  void error(Setting setting, String what, String remedy) {
    error(Problem.of(setting, what, remedy));
  }

  void warning(Problem problem) {
    warnings.add(problem);
  }

  void warning(Setting setting, String what, String remedy) {
    warning(Problem.of(setting, what, remedy));
  }

  /** In the order in which their lines stand in the file, then all others. */
  List<Problem> errors() {
    return sorted(errors);
  }

  /** As {@link #errors}. */
  List<Problem> warnings() {
    return sorted(warnings);
  }

  private static List<Problem> sorted(Set<Problem> problems) {
    List<Problem> sorted = new ArrayList<>(problems);
    sorted.sort(Comparator.comparingInt(problem -> problem.origin().line()));
    return sorted;
  }
}
