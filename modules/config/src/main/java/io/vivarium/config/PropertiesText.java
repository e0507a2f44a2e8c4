package io.vivarium.config;

import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Properties;
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

  /** An escape that {@link Properties} refuses; unchecked, as the reader's methods declare nothing. */
  private static final class MalformedEscapeException extends RuntimeException {
    private static final long serialVersionUID = 1;
    private final int line;

    MalformedEscapeException(int line) {
      super("a \\u escape must be followed by four hexadecimal digits");
      this.line = line;
    }
  }

  /**
   * The reader of Commons Configuration, which knows comments and lines; they are joined as the JDK joins them, and it is the JDK that splits and
   * unescapes what they come to: Commons differs in escapes of characters that need none ({@code \b} is the letter b) and in incomplete
   * ones, and loads tables of HTML for it.
   */
  private static final class LineReader extends JupPropertiesReader {
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
          return joined.append(text).toString();
        }
        joined.append(text, 0, text.length() - 1);
      }
      return joined.isEmpty() ? null : joined.toString();
    }

    private static String withoutIndent(String line) {
      int start = 0;
      while (start < line.length() && " \t\f".indexOf(line.charAt(start)) >= 0) {
        start++;
      }
      return line.substring(start);
    }

    @Override
    protected void parseProperty(String line) {
      Properties one = new Properties();
      try {
        one.load(new StringReader(line));
      } catch (IllegalArgumentException e) {
        throw new MalformedEscapeException(getLineNumber());
      } catch (IOException e) {
        throw new UncheckedIOException(e); // a string cannot fail to be read
      }
      for (String name : one.stringPropertyNames()) {
        initPropertyName(name);
        initPropertyValue(one.getProperty(name));
      }
    }

    @Override
    protected String unescapePropertyName(String name) {
      return name;
    }

    @Override
    protected String unescapePropertyValue(String value) {
      return value;
    }
  }
}
