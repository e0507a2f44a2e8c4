package io.vivarium.spi.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** Runs a suite on an implementation and tells which tests failed. */
public final class SuiteRun {
  private SuiteRun() {}

  /** The tests of this class that failed, with the reason of each. */
  public static Map<String, String> failures(Class<?> suite) {
    return failures(selectClass(suite), 8);
  }

  private static Map<String, String> failures(DiscoverySelector selector, int atLeast) {
    Map<String, String> failures = new TreeMap<>();
    int[] ran = new int[1];
    LauncherFactory.create()
        .execute(
            LauncherDiscoveryRequestBuilder.request().selectors(selector).build(),
            new TestExecutionListener() {
              @Override
              public void executionFinished(TestIdentifier test, TestExecutionResult result) {
                if (test.getSource().orElse(null) instanceof MethodSource method) {
                  ran[0]++;
                  result
                      .getThrowable()
                      .ifPresent(e -> failures.put(method.getMethodName(), String.valueOf(e)));
                }
              }
            });
    assertTrue(ran[0] >= atLeast, "only " + ran[0] + " tests ran");
    return failures;
  }

  /**
   * Asserts that these tests find the flaw and all others pass, and that the first says what is wrong.
   *
   * @param tests names of tests with blanks between them
   */
  public static void assertOnlyFinds(Class<?> broken, String tests, String reason) {
    List<String> expected = List.of(tests.split(" +", -1));
    Map<String, String> failures = failures(broken);
    assertEquals(new TreeSet<>(expected), failures.keySet(), failures::toString);
    String said = failures.get(expected.getFirst());
    assertTrue(said.contains(reason), () -> "failed for another reason: " + failures);
  }

  /** Asserts that one test finds the flaw, and that it says what is wrong. */
  public static void assertFinds(Class<?> broken, String test, String reason) {
    String said = failures(selectMethod(broken, test), 1).get(test);
    assertTrue(said != null, () -> test + " did not fail");
    assertTrue(said.contains(reason), () -> test + " failed for another reason: " + said);
  }
}
