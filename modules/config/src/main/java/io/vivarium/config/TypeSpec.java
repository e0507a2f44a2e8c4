package io.vivarium.config;

/** Understands the values column of the table of keys. */
final class TypeSpec {
  private TypeSpec() {}

  static ValueType<?> parse(String spec) {
    String[] words = spec.split(" ", 2);
    String rest = words.length > 1 ? words[1] : "";
    return switch (words[0]) {
      case "flag" -> ValueType.flag();
      case "yes/no" -> ValueType.yesNo();
      case "text" -> ValueType.text();
      case "class" -> ValueType.className();
      case "path" -> ValueType.path();
      case "port" -> ValueType.port();
      case "client-port" -> ClientPorts.type();
      case "words" -> ValueType.words();
      case "one" ->
          ValueType.oneOf(rest.substring("of ".length()).replace("''", "").split(", ", -1));
      case "int" -> integer(rest);
      case "long" -> number(rest);
      case "ratio" -> ratio(rest);
      default -> throw new IllegalArgumentException("no such type: " + spec);
    };
  }

  private static ValueType<Integer> integer(String rest) {
    String from = from(rest);
    String to = to(rest);
    return ValueType.integer(
        from.isEmpty() ? Integer.MIN_VALUE : Integer.parseInt(from),
        to.isEmpty() ? Integer.MAX_VALUE : Integer.parseInt(to),
        unit(rest));
  }

  private static ValueType<Long> number(String rest) {
    String from = from(rest);
    String to = to(rest);
    return ValueType.number(
        from.isEmpty() ? Long.MIN_VALUE : Long.parseLong(from),
        to.isEmpty() ? Long.MAX_VALUE : Long.parseLong(to),
        unit(rest));
  }

  private static ValueType<Double> ratio(String rest) {
    String from = from(rest);
    String to = to(rest);
    return ValueType.ratio(
        from.isEmpty() ? -Double.MAX_VALUE : Double.parseDouble(from),
        to.isEmpty() ? Double.MAX_VALUE : Double.parseDouble(to));
  }

  private static String range(String rest) {
    int blank = rest.indexOf(' ');
    return blank < 0 ? rest : rest.substring(0, blank);
  }

  private static String from(String rest) {
    return range(rest).substring(0, dots(rest));
  }

  private static String to(String rest) {
    return range(rest).substring(dots(rest) + 2);
  }

  private static int dots(String rest) {
    int dots = range(rest).indexOf("..");
    if (dots < 0) {
      throw new IllegalArgumentException("no range FROM..TO in: " + rest);
    }
    return dots;
  }

  private static String unit(String rest) {
    return rest.substring(range(rest).length()).trim();
  }
}
