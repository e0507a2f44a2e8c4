package io.vivarium.config;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where raw values come from: a configuration file, system properties, the environment, and code. Immutable; nothing is read
 * from the machine except through {@link #ofMachine}. Values win in this order: code, file, system property, environment,
 * embedded configuration, default of the key.
 *
 * <p>Every key may be given as {@code -Dzookeeper.<key>} and as an environment variable {@code VIVARIUM_<KEY>}: the key in upper
 * case with an underscore between its words, {@code VIVARIUM_TICK_TIME} for {@code tickTime}. Upper and lower case, dots, hyphens and
 * underscores do not count when names of variables are compared.
 */
public final class ConfigSource {
  /** A configuration file larger than this is refused. */
  static final int LARGEST_FILE = 1 << 20;

  private final @Nullable Path file;
  private final Map<String, String> properties;
  private final Map<String, String> environment;
  private final Assigned code;
  private final Map<String, String> embedded;
  private final TextFiles files;

  /**
   * Where a value was written down. The order of the kinds is their precedence for most keys: code, then the file, then system
   * properties, then the environment.
   *
   * @param kind what sort of place
   * @param where the place itself: {@code zoo.cfg:12}, {@code -Dzookeeper.snapCount}, {@code VIVARIUM_TICK_TIME}
   */
  public record Origin(Kind kind, String where) {
    /** Nobody wrote it down. */
    public static final Origin DEFAULT = new Origin(Kind.DEFAULT, "default");

    /** The sorts of places that values come from. */
    public enum Kind {
      /** Set by the program that embeds the server, or on the command line. */
      CODE,
      /** A line of the configuration file or of the dynamic configuration file. */
      FILE,
      /** A system property of the JVM. */
      PROPERTY,
      /** An environment variable of the process. */
      ENVIRONMENT,
      /** What the server starts with when it was given no file. */
      EMBEDDED,
      /** The default of the key. */
      DEFAULT
    }

    /** The line of the file; beyond all lines when it is none. */
    int line() {
      int colon = where.lastIndexOf(':');
      if (kind == Kind.FILE && colon >= 0 && where.matches(".*:\\d{1,9}")) {
        return Integer.parseInt(where.substring(colon + 1));
      }
      return Integer.MAX_VALUE;
    }

    static Origin code(String place) {
      return new Origin(Kind.CODE, place);
    }

    static Origin line(String file, int number) {
      return new Origin(Kind.FILE, file + ":" + number);
    }

    static Origin file(String file) {
      return new Origin(Kind.FILE, file);
    }

    static Origin property(String name) {
      return new Origin(Kind.PROPERTY, "-D" + name);
    }

    static Origin environment(String name) {
      return new Origin(Kind.ENVIRONMENT, name);
    }

    static Origin embedded() {
      return new Origin(Kind.EMBEDDED, "built-in configuration");
    }

    @Override
    public String toString() {
      return where;
    }
  }

  /** Reads the text of files that a configuration names: itself, the dynamic configuration, {@code myid}. */
  @FunctionalInterface
  public interface TextFiles {
    /** The whole text; fails with {@link NoSuchFileException} when there is no such file. */
    String read(Path path) throws IOException;
  }

  /** What is to be read is a directory or the like, or lies where this process may not look. */
  static final class NotRegularException extends IOException {
    private static final long serialVersionUID = 1;

    private NotRegularException(IOException cause) {
      super(cause.getMessage(), cause);
    }
  }

  /**
   * Values that a program set.
   *
   * @param place what to call the program in messages
   * @param values by key
   */
  record Assigned(String place, Map<String, String> values) {
    static final Assigned NONE = new Assigned("code", Map.of());

    Assigned {
      values = Map.copyOf(values);
    }
  }

  private ConfigSource(
      @Nullable Path file,
      Map<String, String> properties,
      Map<String, String> environment,
      Assigned code,
      Map<String, String> embedded,
      TextFiles files) {
    this.file = file;
    this.properties = Map.copyOf(properties);
    this.environment = Map.copyOf(environment);
    this.code = code;
    this.embedded = Map.copyOf(embedded);
    this.files = files;
  }

  /** A source without any value, file or property. */
  public static ConfigSource empty() {
    return new ConfigSource(
        null,
        Map.of(),
        Map.of(),
        Assigned.NONE,
        Map.of(),
        path -> {
          throw new NoSuchFileException(path.toString());
        });
  }

  /** The text of a file, called {@code name} in messages. */
  public static ConfigSource ofText(String name, String text) {
    Path path = Path.of(name);
    return empty().withTextFile(path, text).withFile(path);
  }

  /** The file at {@code file} if not null, and the system properties, environment and files of this machine. */
  public static ConfigSource ofMachine(@Nullable Path file) {
    Map<String, String> properties = new LinkedHashMap<>();
    System.getProperties()
        .stringPropertyNames()
        .forEach(name -> properties.put(name, System.getProperty(name, "")));
    return new ConfigSource(
        file, properties, System.getenv(), Assigned.NONE, Map.of(), ConfigSource::readBounded);
  }

  /** The same source with another file, read when the configuration is loaded. */
  public ConfigSource withFile(Path path) {
    return new ConfigSource(path, properties, environment, code, embedded, files);
  }

  /** The same source in which {@code path} has the given text, whatever else it can read. */
  public ConfigSource withTextFile(Path path, String text) {
    TextFiles others = files;
    return withTextFiles(read -> read.equals(path) ? text : others.read(read));
  }

  /** The same source with another way to read files. */
  public ConfigSource withTextFiles(TextFiles reader) {
    return new ConfigSource(file, properties, environment, code, embedded, reader);
  }

  /** The same source with these system properties instead. */
  public ConfigSource withSystemProperties(Map<String, String> values) {
    return new ConfigSource(file, values, environment, code, embedded, files);
  }

  /** The same source with these environment variables instead. */
  public ConfigSource withEnvironment(Map<String, String> values) {
    return new ConfigSource(file, properties, values, code, embedded, files);
  }

  /** The same source with these values set in code, by key; they win over everything. */
  public ConfigSource withCode(Map<String, String> values) {
    return withCode(Assigned.NONE.place(), values);
  }

  /** As {@link #withCode(Map)}; messages say {@code place} instead of "code". */
  public ConfigSource withCode(String place, Map<String, String> values) {
    return new ConfigSource(
        file, properties, environment, new Assigned(place, values), embedded, files);
  }

  /** The same source with one more value set in code. */
  public ConfigSource with(String key, String value) {
    Map<String, String> values = new LinkedHashMap<>(code.values());
    values.put(key, value);
    return withCode(code.place(), values);
  }

  /** The same source with these values, by key, for a server that is given nothing else; everything wins over them. */
  public ConfigSource withEmbedded(Map<String, String> values) {
    return new ConfigSource(file, properties, environment, code, values, files);
  }

  /** The configuration file; null when there is none. */
  public @Nullable Path file() {
    return file;
  }

  Map<String, String> properties() {
    return properties;
  }

  Map<String, String> environment() {
    return environment;
  }

  Assigned code() {
    return code;
  }

  Map<String, String> embedded() {
    return embedded;
  }

  String read(Path path) throws IOException {
    String text = files.read(path);
    if (text.length() > LARGEST_FILE) {
      throw new IOException("larger than " + LARGEST_FILE + " bytes");
    }
    return text;
  }

  private static String readBounded(Path path) throws IOException {
    try (InputStream in = Files.newInputStream(path)) {
      byte[] bytes = in.readNBytes(LARGEST_FILE + 1);
      return new String(
          bytes,
          StandardCharsets.ISO_8859_1); // as java.util.Properties, and so ZooKeeper, reads bytes
    } catch (NoSuchFileException e) {
      throw e;
    } catch (IOException e) {
      throw Files.isRegularFile(path) ? e : new NotRegularException(e);
    }
  }
}
