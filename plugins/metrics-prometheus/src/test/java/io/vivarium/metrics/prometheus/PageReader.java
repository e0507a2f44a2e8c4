package io.vivarium.metrics.prometheus;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Reads a page in the text format 0.0.4 by its rules, and fails at what breaks them: a family is declared before its lines, once, and all
 * its lines follow each other; no line is there twice.
 */
final class PageReader {
  private final Map<String, String> types = new LinkedHashMap<>();
  private final Map<String, Double> values = new LinkedHashMap<>();
  private String family = "";

  private PageReader() {}

  static PageReader read(String page) {
    if (!page.isEmpty() && !page.endsWith("\n")) {
      throw new AssertionError("the last line has no end");
    }
    PageReader reader = new PageReader();
    for (String line : page.split("\n", -1)) {
      if (!line.isEmpty()) {
        reader.line(line);
      }
    }
    return reader;
  }

  /** The types of all families by name. */
  Map<String, String> types() {
    return types;
  }

  /** The value of a line; labels in the order in which they are written, unescaped. */
  OptionalDouble value(String name, @Nullable String key) {
    Map<String, String> labels = key == null ? Map.of() : Map.of("key", key);
    Double value = values.get(name + new TreeMap<>(labels));
    return value == null ? OptionalDouble.empty() : OptionalDouble.of(value);
  }

  /** Every line without its value. */
  java.util.Set<String> lines() {
    return values.keySet();
  }

  private void line(String line) {
    if (line.startsWith("# HELP ")) {
      return;
    }
    if (line.startsWith("# TYPE ")) {
      String[] words = line.split(" ", -1);
      family = words[2];
      if (types.put(family, words[3]) != null) {
        throw new AssertionError("family " + family + " is there twice");
      }
      return;
    }
    if (line.startsWith("#")) {
      throw new AssertionError("a comment nobody wrote: " + line);
    }
    sample(line);
  }

  private void sample(String line) {
    int brace = line.indexOf('{');
    int end = brace < 0 ? line.indexOf(' ') : brace;
    String name = line.substring(0, end);
    if (!name.matches("[a-zA-Z_:][a-zA-Z0-9_:]*")) {
      throw new AssertionError("a name of " + line);
    }
    if (!name.equals(family) && !name.matches(family + "_(count|sum)")) {
      throw new AssertionError(name + " stands in family " + family);
    }
    Map<String, String> labels = new TreeMap<>();
    int at = end;
    if (brace >= 0) {
      at = labels(line, brace + 1, labels);
    }
    String number = line.substring(at).strip();
    double value = number.equals("+Inf") ? Double.POSITIVE_INFINITY : Double.parseDouble(number);
    if (values.put(name + labels, value) != null) {
      throw new AssertionError("twice: " + line);
    }
  }

  private static int labels(String line, int from, Map<String, String> labels) {
    int at = from;
    while (line.charAt(at) != '}') {
      int equals = line.indexOf("=\"", at);
      StringBuilder value = new StringBuilder();
      int i = equals + 2;
      while (line.charAt(i) != '"') {
        if (line.charAt(i) == '\\') {
          i++;
          value.append(line.charAt(i) == 'n' ? '\n' : line.charAt(i));
        } else {
          value.append(line.charAt(i));
        }
        i++;
      }
      labels.put(line.substring(at, equals), value.toString());
      at = i + 1;
      if (line.charAt(at) == ',') {
        at++;
      }
    }
    return at + 1;
  }
}
