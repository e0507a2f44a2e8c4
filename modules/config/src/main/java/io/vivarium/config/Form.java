package io.vivarium.config;

/** How ZooKeeper finds a key, which decides precedence and how strictly its value is read. */
enum Form {
  /** Recognised by name in the file only; decimal numbers, {@code true} or {@code false}. */
  NAMED("file"),
  /** Any other key of the file: becomes the system property {@code zookeeper.<key>}. */
  PREFIXED("file, -Dzookeeper."),
  /** As {@link #PREFIXED}; the property without the prefix is found too when the other is absent. */
  PREFIXED_OR_BARE("file, -Dzookeeper., -D"),
  /** ZooKeeper reads only the system property without the prefix and ignores the file; here the file counts when the property is absent. */
  BARE("-D");

  private final String text;

  Form(String text) {
    this.text = text;
  }

  String text() {
    return text;
  }
}
