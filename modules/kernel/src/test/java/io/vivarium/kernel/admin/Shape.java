package io.vivarium.kernel.admin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** What is compared of two answers whose values differ from run to run: names, and of what kind the values are. */
final class Shape {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  /** Objects whose names are data: their first member stands for all. */
  private static final Set<String> KEYED_BY_DATA =
      Set.of(
          "expiry_time_to_session_ids",
          "session_id_to_ephemeral_paths",
          "session_id_to_watched_paths",
          "path_to_session_ids",
          "current_config");

  private Shape() {}

  /** Each field by its path, with the kind of its value. */
  static Map<String, String> of(Object answer) {
    Map<String, String> shape = new TreeMap<>();
    collect("", MAPPER.valueToTree(answer), shape);
    return shape;
  }

  static JsonNode golden(String file) throws IOException {
    try (InputStream in = Shape.class.getResourceAsStream("/golden/commands/" + file)) {
      return MAPPER.readTree(in);
    }
  }

  private static void collect(String path, JsonNode value, Map<String, String> shape) {
    if (value.isObject() && !value.isEmpty()) {
      String last = path.substring(path.lastIndexOf('.') + 1);
      Set<String> names = new TreeSet<>();
      value.fieldNames().forEachRemaining(names::add);
      for (String name : names) {
        collect(path + "." + (KEYED_BY_DATA.contains(last) ? "*" : name), value.get(name), shape);
      }
    } else if (value.isArray() && !value.isEmpty()) {
      value.forEach(one -> collect(path + "[]", one, shape));
    } else if (!value.isArray() || !path.endsWith(".*")) {
      shape.put(path, kind(value));
    }
  }

  private static String kind(JsonNode value) {
    if (value.isIntegralNumber()) {
      return "whole number";
    }
    return value.getNodeType().name();
  }
}
