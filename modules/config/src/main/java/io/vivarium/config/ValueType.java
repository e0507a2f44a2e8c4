package io.vivarium.config;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * How the text of a value is understood.
 *
 * @param of class of the values
 * @param name what it is, for documentation: {@code number}, {@code true/false}
 * @param allowed what may be written, for error messages and documentation
 * @param unit unit of numbers; empty when there is none
 * @param parser turns text into a value, or throws {@link IllegalArgumentException}
 * @param <T> type of the value
 */
record ValueType<T>(Class<?> of, String name, String allowed, String unit, Parser<T> parser) {
  /** Understands one sort of text. */
  interface Parser<T> {
    /**
     * Reads a value.
     *
     * @param text trimmed text
     * @param decode whether numbers may be hexadecimal or octal, as in system properties read by the JDK
     */
    T parse(String text, boolean decode);
  }

  static ValueType<Boolean> flag() {
    return new ValueType<>(
        Boolean.class,
        "true/false",
        "true or false",
        "",
        (text, decode) -> word(text, "true", "false"));
  }

  static ValueType<Boolean> yesNo() {
    return new ValueType<>(
        Boolean.class, "yes/no", "yes or no", "", (text, decode) -> word(text, "yes", "no"));
  }

  private static boolean word(String text, String yes, String no) {
    if (text.equalsIgnoreCase(yes)) {
      return true;
    }
    if (text.equalsIgnoreCase(no)) {
      return false;
    }
    throw new IllegalArgumentException("neither " + yes + " nor " + no);
  }

  static ValueType<Integer> integer(int minimum, int maximum, String unit) {
    return new ValueType<>(
        Integer.class,
        "number",
        range(minimum, maximum, unit),
        unit,
        (text, decode) -> Math.toIntExact(bounded(text, decode, minimum, maximum)));
  }

  static ValueType<Long> number(long minimum, long maximum, String unit) {
    return new ValueType<>(
        Long.class,
        "number",
        range(minimum, maximum, unit),
        unit,
        (text, decode) -> bounded(text, decode, minimum, maximum));
  }

  static ValueType<Integer> port() {
    return new ValueType<>(
        Integer.class,
        "port",
        "a port from 0 to 65535",
        "",
        (text, decode) -> Math.toIntExact(bounded(text, decode, 0, 65_535)));
  }

  static ValueType<Double> ratio(double minimum, double maximum) {
    String allowed =
        "a decimal number from " + minimum + (maximum == Double.MAX_VALUE ? "" : " to " + maximum);
    return new ValueType<>(
        Double.class,
        "ratio",
        allowed,
        "",
        (text, decode) -> {
          double value = Double.parseDouble(text);
          if (!(value >= minimum && value <= maximum)) {
            throw new IllegalArgumentException("out of range");
          }
          return value;
        });
  }

  static ValueType<String> text() {
    return new ValueType<>(String.class, "text", "any text", "", (text, decode) -> text);
  }

  static ValueType<String> className() {
    return new ValueType<>(
        String.class, "class name", "the name of a class", "", (text, decode) -> text);
  }

  static ValueType<Path> path() {
    return new ValueType<>(
        Path.class,
        "path",
        "a path",
        "",
        (text, decode) -> {
          if (text.isEmpty()) {
            throw new IllegalArgumentException("empty path");
          }
          try {
            return Path.of(text);
          } catch (InvalidPathException e) {
            throw new IllegalArgumentException(e);
          }
        });
  }

  /** One of some words, in any case; the value is the word as given here. */
  static ValueType<String> oneOf(String... words) {
    List<String> list = List.of(words);
    List<String> shown = list.stream().map(word -> word.isEmpty() ? "(empty)" : word).toList();
    return new ValueType<>(
        String.class,
        "word",
        "one of " + String.join(", ", shown),
        "",
        (text, decode) ->
            list.stream()
                .filter(word -> word.equalsIgnoreCase(text))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("not one of the words")));
  }

  /** Words separated by commas; blanks around them do not count, empty words are dropped. */
  static ValueType<List<String>> words() {
    return new ValueType<>(
        List.class,
        "list",
        "words separated by commas",
        "",
        (text, decode) ->
            List.of(text.split(",")).stream()
                .map(String::trim)
                .filter(word -> !word.isEmpty())
                .toList());
  }

  private static long bounded(String text, boolean decode, long minimum, long maximum) {
    long value = decode ? Long.decode(text.toLowerCase(Locale.ROOT)) : Long.parseLong(text);
    if (value < minimum || value > maximum) {
      throw new IllegalArgumentException("out of range");
    }
    return value;
  }

  private static String range(long minimum, long maximum, String unit) {
    String bounds =
        maximum == Long.MAX_VALUE
            ? "a whole number of at least " + minimum
            : "a whole number from " + minimum + " to " + maximum;
    return unit.isEmpty() ? bounds : bounds + " (" + unit + ")";
  }

  boolean numeric() {
    return name.equals("number") || name.equals("ratio") || name.equals("port");
  }
}
