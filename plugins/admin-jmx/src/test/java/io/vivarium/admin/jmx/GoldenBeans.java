package io.vivarium.admin.jmx;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The beans of ZooKeeper 3.9.5 as they were captured: by name, and of each the attributes and operations with their types, and whether they can be set. */
final class GoldenBeans {
  private static final Pattern ATTRIBUTE = Pattern.compile("    (\\w+) : (\\S+)( \\(rw\\))? =.*");
  private static final Pattern OPERATION = Pattern.compile("    op (\\S+) (\\w+)\\[.*");

  private GoldenBeans() {}

  static Map<String, Map<String, String>> of(String role) throws IOException {
    Map<String, Map<String, String>> beans = new LinkedHashMap<>();
    Map<String, String> current = new TreeMap<>();
    try (InputStream in = GoldenBeans.class.getResourceAsStream(role + ".txt")) {
      for (String line : new String(in.readAllBytes(), StandardCharsets.UTF_8).split("\n", -1)) {
        Matcher attribute = ATTRIBUTE.matcher(line);
        Matcher operation = OPERATION.matcher(line);
        if (line.startsWith(BeanTree.DOMAIN)) {
          current = new TreeMap<>();
          beans.put(line.substring(0, line.indexOf("  [")), current);
        } else if (attribute.matches()) {
          String writable = attribute.group(3) == null ? "" : " (rw)";
          current.put(attribute.group(1), attribute.group(2) + writable);
        } else if (operation.matches()) {
          current.put(operation.group(2) + "()", operation.group(1));
        }
      }
    }
    return beans;
  }
}
