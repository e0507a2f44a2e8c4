package io.vivarium.shell;

import java.util.ArrayList;
import java.util.List;

/** Splits lines as zkCli does: at blanks, save in a word that begins with a quotation mark and ends with the next of its kind. */
final class Words {
  private Words() {}

  static List<String> of(String line) {
    List<String> words = new ArrayList<>();
    int at = 0;
    while (at < line.length()) {
      char first = line.charAt(at);
      if (Character.isWhitespace(first)) {
        at++;
        continue;
      }
      int end = first == '"' || first == '\'' ? line.indexOf(first, at + 1) : -1;
      if (end >= 0) {
        words.add(line.substring(at + 1, end));
        at = end + 1;
      } else {
        end = at;
        while (end < line.length() && !Character.isWhitespace(line.charAt(end))) {
          end++;
        }
        words.add(line.substring(at, end));
        at = end;
      }
    }
    return words;
  }
}
