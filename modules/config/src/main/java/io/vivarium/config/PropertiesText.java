package io.vivarium.config;

import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.apache.commons.configuration2.PropertiesConfiguration.JupPropertiesReader;
import org.jspecify.annotations.Nullable;

/**
 * Reads the text of a properties file into its assignments, in the order of the file. Separators, comments, escapes and
 * continued lines are those of {@link java.util.Properties}; nothing is interpolated, split or included.
 */
final class PropertiesText {
  private static final HexFormat HEX = HexFormat.of();

  private PropertiesText() {}

  /**
   * One assignment.
   *
   * @param key trimmed, never empty
   * @param value trimmed
   * @param line number of the last physical line it stands on, from 1
   */
  record Assignment(String key, String value, int line) {}

  /** A line that cannot be read. */
  static final class MalformedLineException extends Exception {
    private static final long serialVersionUID = 1;
    private final int line;

    MalformedLineException(String message, int line) {
      super(message);
      this.line = line;
    }

    int line() {
      return line;
    }
  }

  static List<Assignment> parse(String text) throws MalformedLineException {
    List<Assignment> assignments = new ArrayList<>();
    try (LineReader reader = new LineReader(new StringReader(text))) {
      while (reader.nextProperty()) {
        String key = reader.getPropertyName().trim();
        if (!key.isEmpty()) {
          assignments.add(
              new Assignment(key, reader.getPropertyValue().trim(), reader.getLineNumber()));
        }
      }
    } catch (MalformedEscapeException e) {
      throw new MalformedLineException(String.valueOf(e.getMessage()), e.line);
    } catch (IOException e) {
      throw new UncheckedIOException(e); // a string cannot fail to be read
    }
    return assignments;
  }

  /** Whether a line goes on in the next one: it ends in a backslash that is not escaped itself. */
  static boolean continued(String line) {
    int backslashes = 0;
    while (backslashes < line.length() && line.charAt(line.length() - 1 - backslashes) == '\\') {
      backslashes++;
    }
    return backslashes % 2 == 1;
  }

  /** A value as it has to be written to be read as this text again, in a file of ISO-8859-1. */
  static String escaped(String value) {
    StringBuilder text = new StringBuilder(value.length());
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c == '\\') {
        text.append("\\\\");
      } else if (c < ' ' || c > 0xff) {
        text.append("\\u").append(HEX.toHexDigits(c));
      } else {
        text.append(c);
      }
    }
    return text.toString();
  }

  /** An escape that {@link java.util.Properties} refuses. */
  private static final class MalformedEscapeException extends IOException {
    private static final long serialVersionUID = 1;
    private final int line;

    MalformedEscapeException(int line) {
      super("a \\u escape must be followed by four hexadecimal digits");
      this.line = line;
    }
  }

  /**
   * The reader of Commons Configuration, which splits and unescapes, with the places mended where it differs from the JDK: how
   * lines are joined, escapes of characters that need none ({@code \b} is the letter b), and incomplete Unicode escapes.
   */
  private static final class LineReader extends JupPropertiesReader {
    private static final String MEANINGFUL_ESCAPES = "tnrfu\\=:#! \t\f";

    LineReader(Reader reader) {
      super(reader);
    }

    @Override
    public @Nullable String readProperty() throws IOException {
      StringBuilder joined = new StringBuilder();
      for (String line = readLine(); line != null; line = readLine()) {
        String text = withoutIndent(line);
        if (joined.isEmpty() && (text.isEmpty() || text.startsWith("#") || text.startsWith("!"))) {
          continue;
        }
        if (!continued(text)) {
          return withoutNeedlessEscapes(joined.append(text));
        }
        joined.append(text, 0, text.length() - 1);
      }
      return joined.isEmpty() ? null : withoutNeedlessEscapes(joined);
    }

    private static String withoutIndent(String line) {
      int start = 0;
      while (start < line.length() && " \t\f".indexOf(line.charAt(start)) >= 0) {
        start++;
      }
      return line.substring(start);
    }

    private String withoutNeedlessEscapes(CharSequence line) throws MalformedEscapeException {
      StringBuilder text = new StringBuilder(line.length());
      for (int i = 0; i < line.length(); i++) {
        char c = line.charAt(i);
        if (c != '\\' || i + 1 == line.length()) {
          text.append(c);
          continue;
        }
        char escaped = line.charAt(++i);
        if (escaped == 'u' && !fourHexDigits(line, i + 1)) {
          throw new MalformedEscapeException(getLineNumber());
        }
        if (MEANINGFUL_ESCAPES.indexOf(escaped) >= 0) {
          text.append(c);
        }
        text.append(escaped);
      }
      return text.toString();
    }

    private static boolean fourHexDigits(CharSequence line, int from) {
      if (from + 4 > line.length()) {
        return false;
      }
      for (int i = from; i < from + 4; i++) {
        if (Character.digit(line.charAt(i), 16) < 0 || line.charAt(i) > 'f') {
          return false;
        }
      }
      return true;
    }
  }
}
