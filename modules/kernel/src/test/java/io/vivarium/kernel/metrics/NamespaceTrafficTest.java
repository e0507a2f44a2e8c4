package io.vivarium.kernel.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.vivarium.spi.metrics.Summary;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class NamespaceTrafficTest {
  private final MetricFamily<StripedSummary> family = new MetricFamily<>(StripedSummary::new);
  private final NamespaceTraffic traffic = new NamespaceTraffic(family);

  private Map<String, Long> sums() {
    Map<String, Long> sums = new HashMap<>();
    family.each((key, summary) -> sums.put(key, summary.read().sum()));
    return sums;
  }

  @Test
  void theFirstElementOfThePathIsTheNamespace() {
    traffic.record("/a", 1);
    traffic.record("/a/b", 2);
    traffic.record("/a/b/c", 4);
    traffic.record("/ab", 8);
    traffic.record("/b/a", 16);
    traffic.record("/a", 32);
    assertEquals(Map.of("a", 39L, "ab", 8L, "b", 16L), sums());
  }

  @Test
  void theRootIsInNoNamespace() {
    traffic.record("/", 1);
    traffic.record("", 1);
    assertEquals(Map.of(), sums());
  }

  @Test
  void randomPathsAreCountedAsIfEachWereCutApart() {
    Random random = new Random(2);
    Map<String, Long> expected = new HashMap<>();
    for (int i = 0; i < 20_000; i++) {
      StringBuilder path = new StringBuilder();
      for (int depth = random.nextInt(3); depth >= 0; depth--) {
        path.append('/').append("abc".repeat(2), 0, 1 + random.nextInt(5));
      }
      long bytes = random.nextInt(100);
      traffic.record(path.toString(), bytes);
      expected.merge(path.toString().split("/", 3)[1], bytes, Long::sum);
    }
    assertEquals(expected, sums());
  }

  @Test
  void aNamespaceIsTheFirstElementOfAPath() {
    assertEquals("a", NamespaceTraffic.namespaceOf("/a"));
    assertEquals("a", NamespaceTraffic.namespaceOf("/a/b/c"));
    assertNull(NamespaceTraffic.namespaceOf("/"));
    assertNull(NamespaceTraffic.namespaceOf(""));
  }

  @Test
  void aResetLeavesWhatIsRememberedInUse() {
    traffic.record("/a", 1);
    family.eachMember(StripedSummary::reset);
    traffic.record("/a/b", 2);
    assertEquals(Map.of("a", 2L), sums());
  }

  @Test
  void beyondTheMostNamespacesTheOthersShareOne() {
    for (int i = 0; i < MetricFamily.MAX_KEYS + 50; i++) {
      traffic.record("/n" + i, 1);
      traffic.record("/n" + i + "/child", 1);
    }
    Summary other = family.of(MetricFamily.OTHER);
    other.record(0);
    assertEquals(100L, sums().get(MetricFamily.OTHER));
  }
}
