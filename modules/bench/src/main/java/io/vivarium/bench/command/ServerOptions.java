package io.vivarium.bench.command;

import io.vivarium.bench.server.ServerKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options of every command that starts servers itself. */
final class ServerOptions {
  @Option(
      names = "--servers",
      split = ",",
      paramLabel = "NAME[=DIR]",
      defaultValue = "vivarium,apache",
      description = {
        "Servers to compare: 'vivarium' (this distribution, or the one in DIR), 'apache' (ZooKeeper 3.9.5, fetched from Maven"
            + " Central into DIR or the working directory), 'apache-netty' (the same through its Netty factory); a name may be"
            + " followed by ':' and a label. The last one is what the others are compared with.",
        "Default: ${DEFAULT-VALUE}."
      })
  private List<String> servers = List.of();

  @Option(
      names = "--heap",
      paramLabel = "MB",
      defaultValue = "2048",
      description = "Heap of each server. Default: ${DEFAULT-VALUE}.")
  int heapMb;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "A line for every zoo.cfg; may be repeated.")
  private Map<String, String> settings = new LinkedHashMap<>();

  @Option(
      names = "--directory",
      paramLabel = "DIR",
      description =
          "Where data and logs go, on the disk that is to be measured. Default: a new temporary one, removed at the end.")
  private @Nullable Path directory;

  /** Filled in by picocli. */
  ServerOptions() {}

  List<ServerKind> kinds(Path home, Path work) {
    return servers.stream().map(text -> kind(text, home, work)).toList();
  }

  private static ServerKind kind(String text, Path home, Path work) {
    int equals = text.indexOf('=');
    String name = equals < 0 ? text : text.substring(0, equals);
    Path place = equals < 0 ? null : Path.of(text.substring(equals + 1)).toAbsolutePath();
    String program = name.contains(":") ? name.substring(0, name.indexOf(':')) : name;
    String label = name.substring(name.indexOf(':') + 1);
    Path jars = place == null ? work.resolve("apache-zookeeper") : place;
    return switch (program) {
      case "vivarium" -> ServerKind.vivarium(label, place == null ? home : place);
      case "apache" -> ServerKind.apache(label, jars, false);
      case "apache-netty" -> ServerKind.apache(label, jars, true);
      default ->
          throw new IllegalArgumentException(
              "unknown server '" + program + "'; known are vivarium, apache and apache-netty");
    };
  }

  /** The lines of every server's configuration: safe defaults of an ensemble, and what was asked for. */
  Map<String, String> settings() {
    Map<String, String> all = new LinkedHashMap<>();
    all.put("tickTime", "2000");
    all.put("initLimit", "10");
    all.put("syncLimit", "5");
    all.put("maxClientCnxns", "0");
    all.put("globalOutstandingLimit", "1000");
    all.putAll(settings);
    return all;
  }

  /** The working directory; made when it is not there. */
  Path work() throws IOException {
    return directory == null
        ? Files.createTempDirectory("vivarium-bench")
        : Files.createDirectories(directory.toAbsolutePath());
  }

  boolean temporary() {
    return directory == null;
  }
}
