package ${package};

import io.vivarium.spi.storage.DurableNumber;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;

/** Small numbers by name. */
final class HeapNumbers {
  private final Map<String, Long> values = new ConcurrentHashMap<>();

  DurableNumber named(String name) {
    if (!name.matches("[A-Za-z]+")) {
      throw new IllegalArgumentException("a number's name has letters only, not \"" + name + "\"");
    }
    return new DurableNumber() {
      @Override
      public OptionalLong read() {
        Long value = values.get(name);
        return value == null ? OptionalLong.empty() : OptionalLong.of(value);
      }

      @Override
      public void write(long value) {
        values.put(name, value);
      }
    };
  }
}
