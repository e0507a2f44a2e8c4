package io.vivarium.config;

import io.vivarium.config.Key.Reader;
import io.vivarium.config.KnownKeys.Section;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads the table of keys, {@code keys.txt}, whose head explains its columns. A fault in it is a bug and stops the program. */
final class KeyTable {
  private static final int COLUMNS_WITH_REASON = 9;
  private static final Pattern NAMES = Pattern.compile(", ");

  private KeyTable() {}

  static List<Section> parse(String table) {
    List<Section> sections = new ArrayList<>();
    List<Key<?>> keys = new ArrayList<>();
    for (String line : table.lines().toList()) {
      if (line.isBlank() || line.startsWith("#")) {
        continue;
      }
      if (line.startsWith("[") && line.endsWith("]")) {
        keys = new ArrayList<>();
        sections.add(new Section(line.substring(1, line.length() - 1), keys));
      } else {
        keys.add(row(line));
      }
    }
    return List.copyOf(sections);
  }

  private static Key<?> row(String line) {
    List<String> cells = List.of(line.split("\\|", -1)).stream().map(String::trim).toList();
    if (cells.size() != COLUMNS_WITH_REASON && cells.size() != COLUMNS_WITH_REASON - 1) {
      throw new IllegalArgumentException(
          "table of keys has a row of " + cells.size() + ": " + line);
    }
    try {
      return key(cells, TypeSpec.parse(cells.get(2)));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("table of keys has a wrong row: " + line, e);
    }
  }

  private static <T> Key<T> key(List<String> cells, ValueType<T> type) {
    List<String> names = List.of(NAMES.split(cells.get(0)));
    String[] byDefault = cells.get(3).split("~", 2);
    String value = byDefault[0].trim();
    Notes notes =
        Notes.of(cells.get(7))
            .since(cells.get(4))
            .reason(cells.size() == COLUMNS_WITH_REASON ? cells.get(8) : "")
            .defaultText(byDefault.length > 1 ? byDefault[1].trim() : "")
            .aliases(names.subList(1, names.size()));
    return new Key<>(
        names.getFirst(),
        type,
        defaultValue(type, value),
        Form.valueOf(constant(cells.get(1))),
        Verdict.valueOf(constant(cells.get(5))),
        Reader.valueOf(constant(cells.get(6))),
        notes);
  }

  private static <T> @Nullable T defaultValue(ValueType<T> type, String text) {
    return text.isEmpty() ? null : type.parser().parse(text.equals("''") ? "" : text, false);
  }

  private static String constant(String word) {
    return word.toUpperCase(Locale.ROOT).replace('-', '_');
  }
}
