package io.vivarium.config;

import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A key of the server: name, type, default and help in one constant. The tables of keys, the error messages, the listing of
 * effective values and docs/configuration.md are all made from these.
 *
 * @param name as in zoo.cfg
 * @param type how its text is understood
 * @param defaultValue value when nobody sets it; null when there is none, or when it is computed from others
 * @param form where ZooKeeper finds it
 * @param verdict what is done with it
 * @param reader who acts on it
 * @param notes what is said about it
 * @param <T> type of the value
 */
record Key<T>(
    String name,
    ValueType<T> type,
    @Nullable T defaultValue,
    Form form,
    Verdict verdict,
    Reader reader,
    Notes notes) {
  /** Who acts on a value. */
  enum Reader {
    /** The server itself, through {@link ServerConfig}. */
    SERVER,
    /** A plugin that declares the key; without such a plugin the key has no effect yet. */
    PLUGIN,
    /** As {@link #PLUGIN}; but a server that does not act on it would be less safe than asked for, so it refuses to start. */
    GUARD
  }

  /** A key that a plugin declared. */
  static Key<String> ofPlugin(String name, String defaultValue, String help, boolean secret) {
    Notes notes = secret ? Notes.of(help).asSecret() : Notes.of(help);
    return new Key<>(
        name,
        ValueType.text(),
        defaultValue,
        Form.PREFIXED_OR_BARE,
        Verdict.OURS,
        Reader.PLUGIN,
        notes);
  }

  boolean secret() {
    return notes.secret() || Secrets.isSecret(name);
  }

  /** Reads a value; throws {@link IllegalArgumentException} when it is not one of this key's. */
  T parse(String text) {
    return type.parser().parse(text, form != Form.NAMED);
  }

  /** The default as it is shown to people; empty when there is none. */
  String defaultText() {
    if (!notes.defaultText().isEmpty()) {
      return notes.defaultText();
    }
    return defaultValue == null ? "" : text(defaultValue);
  }

  /** A value in the form in which it would be written down. */
  String text(T value) {
    if (value instanceof Boolean flag && type.name().equals("yes/no")) {
      return flag ? "yes" : "no";
    }
    if (value instanceof java.util.List<?> list) {
      return String.join(",", list.stream().map(Objects::toString).toList());
    }
    return value instanceof Double number
        ? String.format(Locale.ROOT, "%s", number)
        : String.valueOf(value);
  }
}
