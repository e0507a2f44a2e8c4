package io.vivarium.kernel.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.vivarium.kernel.metrics.MonitorForm;
import io.vivarium.tree.Quota;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Quotas as monitoring sees them. */
class QuotaGaugesTest {
  private final FakeServer server = new FakeServer();

  private Map<String, String> lines() {
    Map<String, String> lines = new TreeMap<>();
    MonitorForm.render(
        server.metrics.readings(),
        (name, value) -> {
          if (name.endsWith("_per_namespace")) {
            lines.put(name, value);
          }
        });
    return lines;
  }

  @Test
  void withoutQuotasThereAreNoLines() {
    assertEquals(Map.of(), lines());
  }

  @Test
  void theHardLimitCountsWhereThereIsOneAndMinusOneIsNone() {
    server.quotas.add(new Quota("/app", 10, -1, 4, -1, 3, 31));
    assertEquals(
        Map.of(
            "app_quota_count_limit_per_namespace", "4",
            "app_quota_bytes_limit_per_namespace", "-1",
            "app_quota_count_usage_per_namespace", "3",
            "app_quota_bytes_usage_per_namespace", "31"),
        lines());
  }

  @Test
  void theQuotasOfANamespaceAreAddedUp() {
    server.quotas.add(new Quota("/app/one", 10, 100, -1, -1, 3, 30));
    server.quotas.add(new Quota("/app/two", 20, -1, -1, 400, 4, 40));
    server.quotas.add(new Quota("/other", 7, 7, -1, -1, 1, 1));
    Map<String, String> lines = lines();
    assertEquals("30", lines.get("app_quota_count_limit_per_namespace"));
    assertEquals("500", lines.get("app_quota_bytes_limit_per_namespace"));
    assertEquals("7", lines.get("app_quota_count_usage_per_namespace"));
    assertEquals("70", lines.get("app_quota_bytes_usage_per_namespace"));
    assertEquals("7", lines.get("other_quota_bytes_limit_per_namespace"));
  }

  @Test
  void whatIsNotCountedHasNoUsage() {
    server.quotas.add(new Quota("/app", 10, 10, -1, -1, -1, -1));
    Map<String, String> lines = lines();
    assertEquals("10", lines.get("app_quota_count_limit_per_namespace"));
    assertNull(lines.get("app_quota_count_usage_per_namespace"));
  }

  @Test
  void theRootIsInNoNamespace() {
    server.quotas.add(new Quota("/", 10, 10, -1, -1, 1, 1));
    server.quotas.add(new Quota("", 10, 10, -1, -1, 1, 1));
    assertEquals(Map.of(), lines());
  }

  @Test
  void namespacesBeyondTheLimitAreAddedUpTogether() {
    for (int i = 0; i < QuotaGauges.MAX_NAMESPACES + 5; i++) {
      server.quotas.add(new Quota("/n" + i, 2, 2, -1, -1, 1, 1));
    }
    Map<String, String> lines = lines();
    assertEquals("10", lines.get("other_quota_count_limit_per_namespace"));
    assertEquals("5", lines.get("other_quota_bytes_usage_per_namespace"));
    assertEquals(4 * (QuotaGauges.MAX_NAMESPACES + 1), lines.size());
  }
}
