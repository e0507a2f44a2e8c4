package io.vivarium.bench.load;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/**
 * What one measurement has yielded. Immutable.
 *
 * @param values in the order of the quantities; what could not be measured is not there
 */
public record Figures(Map<Quantity, Double> values) {
  /** Copies the values. */
  public Figures {
    Map<Quantity, Double> copy = new EnumMap<>(Quantity.class);
    values.forEach(
        (quantity, value) -> {
          if (Double.isFinite(value)) {
            copy.put(quantity, value);
          }
        });
    values = Collections.unmodifiableMap(copy);
  }

  /** Nothing measured yet. */
  public static Figures none() {
    return new Figures(Map.of());
  }

  /** These and one more; a value that is no number counts as not measured. */
  public Figures with(Quantity quantity, double value) {
    Map<Quantity, Double> more = new EnumMap<>(Quantity.class);
    more.putAll(values);
    more.put(quantity, value);
    return new Figures(more);
  }

  /** These and the others. */
  public Figures with(Figures others) {
    Map<Quantity, Double> more = new EnumMap<>(Quantity.class);
    more.putAll(values);
    more.putAll(others.values);
    return new Figures(more);
  }

  /** The value; NaN when it was not measured. */
  public double value(Quantity quantity) {
    return values.getOrDefault(quantity, Double.NaN);
  }
}
