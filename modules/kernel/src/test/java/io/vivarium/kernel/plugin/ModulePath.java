package io.vivarium.kernel.plugin;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
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

  /**
   * Runs a class of the tests as one of the kernel, in a Java of its own that has the server on its module path; returns when it has
   * ended well.
   */
  static void run(Class<?> main, List<String> options, List<String> arguments)
      throws IOException, InterruptedException {
    Path testClasses = Path.of(main.getProtectionDomain().getCodeSource().getLocation().getPath());
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1"));
    command.addAll(options);
    command.addAll(
        List.of(
            "--module-path",
            ofServer(),
            "--patch-module",
            "io.vivarium.kernel=" + testClasses,
            "--module",
            "io.vivarium.kernel/" + main.getName()));
    command.addAll(arguments);
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), said);
  }
}
