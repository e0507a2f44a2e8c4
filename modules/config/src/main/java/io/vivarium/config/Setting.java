package io.vivarium.config;

/**
 * A value that somebody wrote down.
 *
 * @param key canonical name of the key
 * @param writtenAs the name as it was written: an alias, a system property, an environment variable
 * @param value trimmed text
 * @param origin where
 */
record Setting(String key, String writtenAs, String value, Origin origin) {
  boolean fromProperty() {
    return origin.kind() == Origin.Kind.PROPERTY;
  }
}
