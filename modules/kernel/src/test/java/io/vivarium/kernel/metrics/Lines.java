package io.vivarium.kernel.metrics;

import java.util.LinkedHashMap;
import java.util.Map;

/** The metrics of a registry as an agent reads them: one value per name. */
final class Lines {
  private Lines() {}

  static Map<String, String> of(KernelMetrics metrics) {
    Map<String, String> lines = new LinkedHashMap<>();
    MonitorForm.render(
        metrics.readings(),
        (name, value) -> {
          if (lines.put(name, value) != null) {
            throw new AssertionError("two lines for " + name);
          }
        });
    return lines;
  }
}
