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
    /** Nobody in this release; a value other than the default is warned about. */
    NOBODY,
    /** A plugin that declares the key; without such a plugin the key has no effect yet. */
    PLUGIN,
    /** As {@link #PLUGIN}; but a server that does not act on it would be less safe than asked for, so it refuses to start. */
    GUARD
  }

  /** A key that ZooKeeper recognises by name. */
  static <T> Key<T> named(String name, ValueType<T> type, @Nullable T defaultValue, String help) {
    return of(name, type, defaultValue, Form.NAMED, help);
  }

  /** A key that ZooKeeper turns into a system property with its prefix. */
  static <T> Key<T> property(
      String name, ValueType<T> type, @Nullable T defaultValue, String help) {
    return of(name, type, defaultValue, Form.PREFIXED, help);
  }

  /** A key that ZooKeeper reads as a system property without prefix only. */
  static <T> Key<T> bare(String name, ValueType<T> type, @Nullable T defaultValue, String help) {
    return of(name, type, defaultValue, Form.BARE, help);
  }

  private static <T> Key<T> of(
      String name, ValueType<T> type, @Nullable T defaultValue, Form form, String help) {
    return new Key<>(
        name, type, defaultValue, form, Verdict.HONOURED, Reader.SERVER, Notes.of(help));
  }

  Key<T> since(String version) {
    return with(verdict, reader, notes.since(version));
  }

  Key<T> or(String... aliases) {
    return with(verdict, reader, notes.aliases(aliases));
  }

  Key<T> orBare() {
    return new Key<>(name, type, defaultValue, Form.PREFIXED_OR_BARE, verdict, reader, notes);
  }

  /** Documents a default that is computed. */
  Key<T> byDefault(String text) {
    return with(verdict, reader, notes.defaultText(text));
  }

  Key<T> ofPlugin() {
    return with(verdict, Reader.PLUGIN, notes);
  }

  /** Known and checked, but not acted on in this release. */
  Key<T> notYet() {
    return with(verdict, Reader.NOBODY, notes);
  }

  Key<T> guard() {
    return with(verdict, Reader.GUARD, notes);
  }

  Key<T> mapped(String reason) {
    return with(Verdict.MAPPED, reader, notes.reason(reason));
  }

  Key<T> withoutEffect(String reason) {
    return with(Verdict.NO_EFFECT, reader, notes.reason(reason));
  }

  Key<T> refused(String reason) {
    return with(Verdict.REFUSED, reader, notes.reason(reason));
  }

  Key<T> notForServers() {
    return with(Verdict.NOT_FOR_SERVERS, reader, notes);
  }

  Key<T> ours() {
    return with(Verdict.OURS, reader, notes);
  }

  Key<T> asSecret() {
    return with(verdict, reader, notes.asSecret());
  }

  private Key<T> with(Verdict verdict, Reader reader, Notes notes) {
    return new Key<>(name, type, defaultValue, form, verdict, reader, notes);
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
