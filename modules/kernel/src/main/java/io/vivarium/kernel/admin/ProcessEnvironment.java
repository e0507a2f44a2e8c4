package io.vivarium.kernel.admin;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.SortedMap;
import java.util.TreeMap;

/** What {@code envi} tells about the process: versions, machine, user, memory. Any thread. */
final class ProcessEnvironment {
  /** In ZooKeeper's order. */
  private static final List<String> PROPERTIES =
      List.of(
          "java.version",
          "java.vendor",
          "java.home",
          "java.class.path",
          "java.library.path",
          "java.io.tmpdir",
          "java.compiler",
          "os.name",
          "os.arch",
          "os.version",
          "user.name",
          "user.home",
          "user.dir");

  private static final long MEGABYTE = 1024 * 1024;

  private final SequencedMap<String, String> fixed = new LinkedHashMap<>();

  /** Looks at the process once. Asks the name service for this host's name, which may take seconds: call while starting. */
  public ProcessEnvironment(ServerVersion version) {
    fixed.put("zookeeper.version", version.text());
    fixed.put("vivarium.version", version.productVersion());
    fixed.put("host.name", hostName());
    for (String property : PROPERTIES) {
      fixed.put(property, System.getProperty(property, "<NA>"));
    }
  }

  /** Keys and values in the order they are printed; a copy. */
  public SequencedMap<String, String> lines() {
    SequencedMap<String, String> lines = new LinkedHashMap<>(fixed);
    Runtime runtime = Runtime.getRuntime();
    lines.put("os.memory.free", runtime.freeMemory() / MEGABYTE + "MB");
    lines.put("os.memory.max", runtime.maxMemory() / MEGABYTE + "MB");
    lines.put("os.memory.total", runtime.totalMemory() / MEGABYTE + "MB");
    return lines;
  }

  /** All properties of the JVM by name, secret ones too. */
  static SortedMap<String, String> properties() {
    SortedMap<String, String> properties = new TreeMap<>();
    for (String name : System.getProperties().stringPropertyNames()) {
      properties.put(name, System.getProperty(name, ""));
    }
    return properties;
  }

  private static String hostName() {
    try {
      return InetAddress.getLocalHost().getCanonicalHostName();
    } catch (UnknownHostException e) {
      return "<NA>";
    }
  }
}
