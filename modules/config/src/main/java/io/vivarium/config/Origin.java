package io.vivarium.config;

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

  static Origin code() {
    return new Origin(Kind.CODE, "code");
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
