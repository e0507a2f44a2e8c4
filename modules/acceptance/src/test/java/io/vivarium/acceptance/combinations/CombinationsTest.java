package io.vivarium.acceptance.combinations;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.junit.platform.engine.discovery.ClassNameFilter.includeClassNamePatterns;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectPackage;
import static org.junit.platform.launcher.TagFilter.excludeTags;
import static org.junit.platform.launcher.TagFilter.includeTags;

import io.vivarium.acceptance.server.ServerKind;
import io.vivarium.acceptance.tls.TlsFiles;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/**
 * The suites of Apache's client, Curator and kazoo on every combination of storage, transport and consensus. In every build those of their
 * tests that carry the tag {@code brief}, with {@code -Dvivarium.acceptance.combinations=all} all of them; {@code =memory,tls} is all of them
 * on those combinations.
 */
@Tag("standalone")
class CombinationsTest {
  private static final String SUITES = "io.vivarium.acceptance.";
  private static final String WANTED =
      System.getProperty("vivarium.acceptance.combinations", "brief");
  private static final boolean WHOLE = !WANTED.equals("brief");

  /** How many tests there are at least, so that a suite that is not found is missed. */
  private static final int LEAST = WHOLE ? 130 : 9;

  @TempDir static Path directory;

  private static TlsFiles files;

  @BeforeAll
  static void makeCertificates() throws Exception {
    assumeTrue(ServerKind.selected() == ServerKind.PACKAGED);
    files = TlsFiles.make(directory);
  }

  /** In brief all but the one that everything else runs on. */
  static Stream<Combination> combinations() {
    return Combination.all()
        .filter(
            combination ->
                switch (WANTED) {
                  case "brief" -> !combination.isUsual();
                  case "all" -> true;
                  default -> combination.words().containsAll(List.of(WANTED.split(",", -1)));
                });
  }

  @ParameterizedTest
  @MethodSource("combinations")
  void theSuitesOfClientsPass(Combination combination) {
    Map<String, String> properties = combination.properties(files);
    Map<String, @Nullable String> before = new HashMap<>();
    properties.forEach((name, value) -> before.put(name, System.setProperty(name, value)));
    try {
      Results results = run(combination.excludedTags());
      System.out.println(combination + ": " + results.passed + " tests passed");
      assertEquals(Map.of(), results.failures);
      assertTrue(results.passed >= LEAST, () -> "only " + results.passed + " tests have run");
    } finally {
      before.forEach(CombinationsTest::restore);
    }
  }

  private static void restore(String property, @Nullable String value) {
    if (value == null) {
      System.clearProperty(property);
    } else {
      System.setProperty(property, value);
    }
  }

  private static Results run(List<String> excludedTags) {
    LauncherDiscoveryRequestBuilder request =
        LauncherDiscoveryRequestBuilder.request()
            .selectors(
                selectPackage(SUITES + "javaclient"),
                selectPackage(SUITES + "curator"),
                selectPackage(SUITES + "kazoo"))
            .filters(includeClassNamePatterns(".*Test"), excludeTags(excludedTags));
    if (!WHOLE) {
      request.filters(includeTags("brief"));
    }
    Results results = new Results();
    LauncherFactory.create().execute(request.build(), results);
    return results;
  }

  /** What came of it. */
  private static final class Results implements TestExecutionListener {
    private final Map<String, String> failures = new TreeMap<>();
    private int passed;

    @Override
    public void executionFinished(TestIdentifier test, TestExecutionResult result) {
      switch (result.getStatus()) {
        case SUCCESSFUL -> passed += test.isTest() ? 1 : 0;
        case ABORTED -> {}
        case FAILED -> failures.put(name(test), String.valueOf(result.getThrowable().orElse(null)));
      }
    }

    private static String name(TestIdentifier test) {
      List<String> names = new ArrayList<>();
      test.getUniqueIdObject().getSegments().forEach(segment -> names.add(segment.getValue()));
      return String.join(" ", names);
    }
  }
}
