package io.vivarium.shell;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Limits or usage as their nodes hold them: {@code count=N,bytes=N=;byteHardLimit=N;countHardLimit=N}. The odd equals sign keeps ZooKeeper
 * before 3.7 from reading what it does not know. −1 is no limit.
 */
final class QuotaText {
  /** What can be limited. */
  enum Limit {
    COUNT("n", "count"),
    BYTES("b", "bytes"),
    BYTES_HARD("B", "byteHardLimit"),
    COUNT_HARD("N", "countHardLimit");

    private final String option;
    private final String key;

    Limit(String option, String key) {
      this.option = option;
      this.key = key;
    }

    /** The letter of the command line. */
    String option() {
      return option;
    }
  }

  private final Map<Limit, Long> values;

  private QuotaText(Map<Limit, Long> values) {
    this.values = values;
  }

  /** Reads; what cannot be read is no limit. */
  static QuotaText parse(String text) {
    Map<Limit, Long> values = new EnumMap<>(Limit.class);
    for (String part : text.split("[,;]", -1)) {
      for (Limit limit : Limit.values()) {
        if (part.startsWith(limit.key + "=")) {
          String number = part.substring(limit.key.length() + 1).replace("=", "");
          values.put(limit, number.matches("-?\\d{1,18}") ? Long.parseLong(number) : -1);
        }
      }
    }
    return new QuotaText(values);
  }

  QuotaText with(Limit limit, long value) {
    Map<Limit, Long> changed = new EnumMap<>(Limit.class);
    changed.putAll(values);
    changed.put(limit, value);
    return new QuotaText(changed);
  }

  private long value(Limit limit) {
    return values.getOrDefault(limit, -1L);
  }

  String text() {
    return "count=%d,bytes=%d=;byteHardLimit=%d;countHardLimit=%d"
        .formatted(
            value(Limit.COUNT),
            value(Limit.BYTES),
            value(Limit.BYTES_HARD),
            value(Limit.COUNT_HARD));
  }

  /** Which of these limits the usage is above already. */
  List<String> warnings(QuotaText usage) {
    List<String> warnings = new ArrayList<>();
    warn(Limit.COUNT, "count", usage.value(Limit.COUNT), warnings);
    warn(Limit.COUNT_HARD, "count", usage.value(Limit.COUNT), warnings);
    warn(Limit.BYTES, "bytes", usage.value(Limit.BYTES), warnings);
    warn(Limit.BYTES_HARD, "bytes", usage.value(Limit.BYTES), warnings);
    return warnings;
  }

  private void warn(Limit limit, String what, long used, List<String> warnings) {
    if (value(limit) >= 0 && value(limit) < used) {
      warnings.add(
          "[Warning]: the %s quota you create is less than the existing %s:%d"
              .formatted(what, what, used));
    }
  }
}
