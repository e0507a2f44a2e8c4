package io.vivarium.kernel.admin;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The fields of an answer to a command, in their order. One thread. */
final class Fields {
  private final Map<String, @Nullable Object> fields = new LinkedHashMap<>();

  /** Adds a field; what may stand in it tells {@link io.vivarium.spi.admin.AdminReply}. */
  Fields put(String name, @Nullable Object value) {
    fields.put(name, value);
    return this;
  }

  /** What was added; not to be added to any more. */
  Map<String, @Nullable Object> done() {
    return fields;
  }
}
