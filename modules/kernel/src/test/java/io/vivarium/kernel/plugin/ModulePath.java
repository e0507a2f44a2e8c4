package io.vivarium.kernel.plugin;

import java.io.File;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** What of the test's class path a server would have on its module path. */
final class ModulePath {
  private static final List<String> TESTS_ONLY =
      List.of("test-classes", "junit", "opentest4j", "apiguardian", "surefire", "logback");

  private ModulePath() {}

  static String ofServer() {
    return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
        .filter(entry -> TESTS_ONLY.stream().noneMatch(entry::contains))
        .filter(entry -> new File(entry).exists())
        .collect(Collectors.joining(File.pathSeparator));
  }
}
