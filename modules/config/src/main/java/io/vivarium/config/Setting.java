package io.vivarium.config;

import io.vivarium.config.ConfigSource.Origin;

/**
 * A value that somebody wrote down.
 *
 * @param key canonical name of the key
 * @param writtenAs the name as it was written: an alias, a system property, an environment variable
 * @param value trimmed text
 * @param origin where
 * @param secret whether nobody may see the value
 */
record Setting(String key, String writtenAs, String value, Origin origin, boolean secret) {
  boolean fromProperty() {
    return origin.kind() == Origin.Kind.PROPERTY;
  }

  /** The value, or a mask in its place. */
  String shown() {
    return secret && !value.isEmpty() ? Secrets.MASK : value;
  }

  @Override
  public String toString() {
    return origin + ": " + writtenAs + " = " + shown();
  }
}
