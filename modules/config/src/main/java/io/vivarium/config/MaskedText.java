package io.vivarium.config;

import java.util.List;
import java.util.regex.Pattern;

/**
 * The text of a configuration file with the values masked that must not be seen; all else is as it was. Lines go on and keys end as in
 * {@link PropertiesText}: at a sign or a blank. Comments are looked at as well, as settings are taken out of force by making one of them.
 */
final class MaskedText {
  private static final Pattern LINE_ENDS = Pattern.compile("(?<=\n)|(?<=\r)(?!\n)");
  private static final String BLANKS = " \t\f";
  private static final String SIGNS = "=:";
  private static final String COMMENTS = "#!";

  private final StringBuilder shown = new StringBuilder();

  /** The lines of the file that make the one at hand, and what they say together. */
  private final StringBuilder written = new StringBuilder();

  private final StringBuilder joined = new StringBuilder();

  private MaskedText() {}

  static String of(String file) {
    MaskedText text = new MaskedText();
    for (String line : LINE_ENDS.split(file, -1)) {
      text.read(line);
    }
    text.show();
    return text.shown.toString();
  }

  private void read(String line) {
    String text = line.substring(0, line.length() - end(line).length());
    boolean comment = joined.isEmpty() && isComment(text);
    written.append(line);
    joined.append(text, joined.isEmpty() ? 0 : past(BLANKS, text, 0), text.length());
    if (!comment && PropertiesText.continued(text)) {
      joined.setLength(joined.length() - 1);
    } else {
      show();
    }
  }

  private void show() {
    String line = joined.toString();
    int value = secretValue(line);
    if (value < line.length()) {
      shown.append(line, 0, value).append(Secrets.MASK).append(end(written));
    } else {
      shown.append(written);
    }
    written.setLength(0);
    joined.setLength(0);
  }

  /** Where the value of a secret begins; the end of the line when it holds none. */
  private static int secretValue(String line) {
    boolean comment = isComment(line);
    int start = past(comment ? BLANKS + COMMENTS : BLANKS, line, 0);
    int end = keyEnd(line, start, SIGNS + BLANKS);
    boolean secret = isSecret(line.substring(start, end));
    if (comment && !secret) {
      end = keyEnd(line, start, SIGNS); // "# the password: one"
      secret = Secrets.isSecret(line.substring(start, end).strip());
    }
    if (!secret) {
      return line.length();
    }
    int sign = past(BLANKS, line, end);
    boolean hasSign = sign < line.length() && SIGNS.indexOf(line.charAt(sign)) >= 0;
    return past(BLANKS, line, hasSign ? sign + 1 : sign);
  }

  private static boolean isSecret(String key) {
    try {
      List<PropertiesText.Assignment> read = PropertiesText.parse(key);
      return Secrets.isSecret(read.isEmpty() ? key : read.getFirst().key());
    } catch (PropertiesText.MalformedLineException e) {
      return Secrets.isSecret(key); // No server starts with it, and it is shown all the same.
    }
  }

  private static int keyEnd(String line, int from, String ends) {
    int end = from;
    while (end < line.length() && ends.indexOf(line.charAt(end)) < 0) {
      end += line.charAt(end) == '\\' ? 2 : 1;
    }
    return Math.min(end, line.length());
  }

  private static boolean isComment(String line) {
    int start = past(BLANKS, line, 0);
    return start < line.length() && COMMENTS.indexOf(line.charAt(start)) >= 0;
  }

  /** The first place from an index on where none of some characters is. */
  private static int past(String characters, String line, int from) {
    int at = from;
    while (at < line.length() && characters.indexOf(line.charAt(at)) >= 0) {
      at++;
    }
    return at;
  }

  /** What ends a line of a file; nothing at the end of the last one. */
  private static String end(CharSequence line) {
    int end = line.length();
    while (end > 0 && "\r\n".indexOf(line.charAt(end - 1)) >= 0) {
      end--;
    }
    return line.subSequence(end, line.length()).toString();
  }
}
