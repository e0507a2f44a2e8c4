package io.vivarium.tree;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.vivarium.tree.watch.WatchStress;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openjdk.jcstress.Main;
import org.openjdk.jcstress.annotations.JCStressTest;

/**
 * Attacks reads, watches and scans with jcstress while txns are applied. The scenarios whose names begin with {@code Seeded} have a
 * defect of the kind that the others would have if the tree were wrong, and prove that it would be found.
 */
final class StressIT {
  private static final Pattern VERDICT = Pattern.compile("\\[([A-Z ]+)] (io\\.vivarium\\.[\\w.]+)");

  /** A machine that is busy with other things may not let two threads meet, or not let them run at all. */
  private static final int ATTEMPTS = 5;

  private static final String SEEDED = ".Seeded";

  @TempDir private Path reports;

  @BeforeEach
  void twoThreadsCanRunAtOnce() {
    assumeTrue(Runtime.getRuntime().availableProcessors() > 1, "one processor has no races");
  }

  @Test
  void nothingIsSeenThatMayNotBeSeen() throws Exception {
    List<String> left =
        new ArrayList<>(scenarios().filter(name -> !name.contains(SEEDED)).toList());
    assertFalse(left.isEmpty());
    String output = "";
    for (int i = 0; i < ATTEMPTS && !left.isEmpty(); i++) {
      Run run = run(String.join("|", left), 2);
      output = run.output;
      for (String scenario : List.copyOf(left)) {
        String verdict = run.verdicts.getOrDefault(scenario, "missing");
        // Without a verdict, as it was given too little time, it is run again.
        assertTrue(List.of("OK", "TIMEOUT").contains(verdict), scenario + " " + verdict + output);
        if (verdict.equals("OK")) {
          left.remove(scenario);
        }
      }
    }
    assertEquals(List.of(), left, output);
  }

  @Test
  void seededDefectsAreFound() throws Exception {
    List<String> left = new ArrayList<>(scenarios().filter(name -> name.contains(SEEDED)).toList());
    assertFalse(left.isEmpty());
    for (int i = 0; i < ATTEMPTS && !left.isEmpty(); i++) {
      Run run = run(String.join("|", left), 2);
      left.removeIf(scenario -> "FAILED".equals(run.verdicts.get(scenario)));
    }
    assertEquals(List.of(), left, "defects that were not found");
  }

  /** The names as jcstress writes them. */
  private static Stream<String> scenarios() {
    return Stream.of(ReadStress.class, ScanStress.class, WatchStress.class)
        .flatMap(group -> Stream.of(group.getDeclaredClasses()))
        .filter(scene -> scene.isAnnotationPresent(JCStressTest.class))
        .map(Class::getCanonicalName);
  }

  private record Run(Map<String, String> verdicts, String output) {}

  /** Runs the scenarios, each so many times for half a second. */
  private Run run(String scenarios, int times) throws IOException, InterruptedException {
    Path log = reports.resolve("log");
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            System.getProperty("java.class.path"),
            Main.class.getName(),
            "-v",
            "-t",
            scenarios,
            "-f",
            "1",
            "-iters",
            String.valueOf(times),
            "-time",
            "500",
            "-af",
            "NONE",
            "-sc",
            "false",
            // One way to run the JVM instead of all of them: the tree is to be attacked, not the
            // JVM.
            "-jvmArgs",
            "-Xmx512m");
    int exit =
        new ProcessBuilder(command)
            .directory(reports.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start()
            .waitFor();
    String output = Files.readString(log, StandardCharsets.UTF_8);
    Map<String, String> verdicts = new TreeMap<>();
    Matcher verdict = VERDICT.matcher(output);
    while (verdict.find()) {
      verdicts.put(verdict.group(2), verdict.group(1));
    }
    return new Run(verdicts, "jcstress ended with " + exit + " and said\n" + output);
  }
}
