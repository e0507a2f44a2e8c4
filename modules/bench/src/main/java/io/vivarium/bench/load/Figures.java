package io.vivarium.bench.load;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What one measurement has yielded. Immutable.
 *
 * @param values in the order of the quantities; what could not be measured is not there
 * @param errors how often each error code came
 */
public record Figures(Map<Quantity, Double> values, SortedMap<Integer, Long> errors) {
  /** Copies both. */
  public Figures {
    Map<Quantity, Double> copy = new EnumMap<>(Quantity.class);
    values.forEach(
        (quantity, value) -> {
          if (Double.isFinite(value)) {
            copy.put(quantity, value);
          }
        });
    values = Collections.unmodifiableMap(copy);
    errors = Collections.unmodifiableSortedMap(new TreeMap<>(errors));
  }

  /** Nothing measured yet. */
  public static Figures none() {
    return new Figures(Map.of(), Collections.emptySortedMap());
  }

  /** These and one more; a value that is no number counts as not measured. */
  public Figures with(Quantity quantity, double value) {
    Map<Quantity, Double> more = new EnumMap<>(Quantity.class);
    more.putAll(values);
    more.put(quantity, value);
    return new Figures(more, errors);
  }

  /** These and the others, whose values come before these; errors are added up. */
  public Figures with(Figures others) {
    Map<Quantity, Double> more = new EnumMap<>(Quantity.class);
    more.putAll(values);
    more.putAll(others.values);
    SortedMap<Integer, Long> codes = new TreeMap<>(errors);
    others.errors.forEach((code, count) -> codes.merge(code, count, Long::sum));
    return new Figures(more, codes);
  }

  /** The value; NaN when it was not measured. */
  public double value(Quantity quantity) {
    return values.getOrDefault(quantity, Double.NaN);
  }
}
