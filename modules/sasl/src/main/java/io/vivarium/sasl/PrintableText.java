package io.vivarium.sasl;

/** Makes what came from elsewhere fit for one line of a log. */
final class PrintableText {
  private static final int LONGEST = 200;

  private PrintableText() {}

  /** The text with everything but printable ASCII replaced, cut to {@value #LONGEST} characters. */
  static String of(String text) {
    String cut = text.length() > LONGEST ? text.substring(0, LONGEST) + "..." : text;
    StringBuilder printable = new StringBuilder(cut.length());
    cut.chars().forEach(c -> printable.append(c >= ' ' && c <= '~' ? (char) c : '?'));
    return printable.toString();
  }
}
