package io.vivarium.acceptance.server;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What one server is started with.
 *
 * @param config the lines of its {@code zoo.cfg}, without directory and port, which the fixture chooses
 * @param jvmFlags of the server's JVM
 * @param prefix a command that is given the server's command line to run, to put limits on it; usually empty
 */
public record ServerSetup(
    ServerKind kind, Map<String, String> config, List<String> jvmFlags, List<String> prefix) {

  /** The system property with lines that every configuration gets, {@code key=value}: how a suite is put to other plugins. */
  public static final String MORE = "vivarium.acceptance.config";

  /** Copies the collections, keeping the order of the configuration lines. */
  public ServerSetup {
    config = Collections.unmodifiableMap(new LinkedHashMap<>(config));
    jvmFlags = List.copyOf(jvmFlags);
    prefix = List.copyOf(prefix);
  }

  /** Short ticks, every optional feature on, all four-letter words allowed. */
  public static ServerSetup standard() {
    return plain()
        .with("maxSessionTimeout", "60000")
        .with("maxClientCnxns", "0")
        .with("extendedTypesEnabled", "true")
        .with("4lw.commands.whitelist", "*");
  }

  /** Only what every server needs. */
  public static ServerSetup plain() {
    return new ServerSetup(
        ServerKind.selected(),
        Map.of("tickTime", "500", "clientPortAddress", "127.0.0.1", "admin.enableServer", "false"),
        List.of("-Xmx512m"),
        List.of());
  }

  /** The lines of the configuration as text, with those of {@link #MORE} as it is now. */
  public String lines() {
    StringBuilder text = new StringBuilder();
    config.forEach((key, value) -> text.append(key).append('=').append(value).append('\n'));
    System.getProperty(MORE, "").lines().forEach(line -> text.append(line).append('\n'));
    return text.toString();
  }

  /** This setup with one more configuration line, or with that line changed. */
  public ServerSetup with(String key, String value) {
    Map<String, String> changed = new LinkedHashMap<>(config);
    changed.put(key, value);
    return new ServerSetup(kind, changed, jvmFlags, prefix);
  }

  /** This setup with one more system property of the server's JVM. */
  public ServerSetup property(String name, String value) {
    return jvmFlag("-D" + name + "=" + value);
  }

  /** This setup with one more flag of the server's JVM. */
  public ServerSetup jvmFlag(String flag) {
    List<String> changed = new ArrayList<>(jvmFlags);
    changed.add(flag);
    return new ServerSetup(kind, config, changed, prefix);
  }

  /** This setup for another kind of server. */
  public ServerSetup on(ServerKind other) {
    return new ServerSetup(other, config, jvmFlags, prefix);
  }

  /** This setup with the server started through another command. */
  public ServerSetup through(String... command) {
    return new ServerSetup(kind, config, jvmFlags, List.of(command));
  }
}
