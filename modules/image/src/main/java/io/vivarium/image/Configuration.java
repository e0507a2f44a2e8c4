package io.vivarium.image;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What a server of the image starts with: the package's own configuration, with its data where an image has data.
 *
 * @param text of the file in the image
 * @param ports that it opens to others, in order
 * @param volumes the directories that must outlive a container
 */
record Configuration(String text, List<Integer> ports, List<String> volumes) {
  /** Where the file is in the image. */
  static final String FILE = "/conf/zoo.cfg";

  /** Where the data is in the image, and where a server runs. */
  static final String DATA = "/data";

  /** Where the log is in the image, when it is on a disk of its own. */
  static final String LOG = "/datalog";

  /** In this order: the file that scripts take, and what a server has that is given none. */
  private static final List<String> OWN = List.of("conf/zoo.cfg", "conf/default.cfg");

  private static final Pattern DIRECTORY =
      Pattern.compile("(?m)^[ \\t\\f]*(dataDir|dataLogDir)[ \\t\\f]*[=: ].*$");

  private static final Pattern PEER_PORTS = Pattern.compile("[^:\\[\\]]+:(\\d+):(\\d+)");
  private static final Pattern CLIENT_PORT = Pattern.compile(";(?:.*:)?(\\d+)\\s*$");

  private static final String HEAD =
      """
      # The configuration of the package, with its data in /data. Mount another file here; keys that a file has not can be set by VIVARIUM_... variables.
      """;

  Configuration {
    ports = List.copyOf(ports);
    volumes = List.copyOf(volumes);
  }

  /** That of an unpacked package. */
  static Configuration of(Path home) throws IOException {
    for (String name : OWN) {
      Path file = home.resolve(name);
      if (Files.exists(file)) {
        return of(file, Files.readString(file));
      }
    }
    return of(home, "");
  }

  private static Configuration of(Path origin, String text) throws IOException {
    Properties before = read(origin, text);
    StringBuilder moved = new StringBuilder(HEAD);
    moved.append(DIRECTORY.matcher(text).replaceAll("# $0").stripTrailing()).append("\n\n");
    moved.append("dataDir=" + DATA + "\n");
    if (before.containsKey("dataLogDir")) {
      moved.append("dataLogDir=" + LOG + "\n");
    }
    if (before.stringPropertyNames().stream().noneMatch(Configuration::opensPort)) {
      moved.append("clientPort=2181\n");
    }
    Properties after = read(origin, moved.toString());
    if (DIRECTORY.matcher(text).results().count() != named(before)
        || after.size() < before.size()) {
      throw new IOException(
          origin + ": dataDir and dataLogDir must each be one line, as an image puts others there");
    }
    return new Configuration(
        moved.toString(),
        List.copyOf(ports(after)),
        after.containsKey("dataLogDir") ? List.of(DATA, LOG) : List.of(DATA));
  }

  private static Properties read(Path origin, String text) throws IOException {
    Properties properties = new Properties();
    try {
      properties.load(new StringReader(text));
    } catch (IllegalArgumentException e) {
      throw new IOException(origin + ": " + e.getMessage(), e);
    }
    return properties;
  }

  private static long named(Properties properties) {
    return Stream.of("dataDir", "dataLogDir").filter(properties::containsKey).count();
  }

  private static boolean opensPort(String key) {
    return key.equals("clientPort") || key.equals("secureClientPort") || key.startsWith("server.");
  }

  /** Those of clients and peers, and of the admin endpoint if it is for more than this machine. */
  private static TreeSet<Integer> ports(Properties properties) {
    List<String> found = new ArrayList<>();
    found.add(properties.getProperty("clientPort", ""));
    found.add(properties.getProperty("secureClientPort", ""));
    for (String key : properties.stringPropertyNames()) {
      if (key.startsWith("server.")) {
        String line = properties.getProperty(key);
        Matcher peers = PEER_PORTS.matcher(line.split(";", 2)[0].replaceAll("\\[.*?]", "host"));
        while (peers.find()) {
          found.add(peers.group(1));
          found.add(peers.group(2));
        }
        Matcher client = CLIENT_PORT.matcher(line);
        if (client.find()) {
          found.add(client.group(1));
        }
      }
    }
    if (!properties.getProperty("admin.enableServer", "true").equals("false")
        && !properties.getProperty("admin.serverAddress", "127.0.0.1").startsWith("127.")) {
      found.add(properties.getProperty("admin.serverPort", "8080"));
    }
    TreeSet<Integer> ports = new TreeSet<>();
    found.stream()
        .map(String::strip)
        .filter(port -> port.matches("[1-9]\\d{0,4}"))
        .map(Integer::valueOf)
        .forEach(ports::add);
    return ports;
  }
}
