package io.vivarium.kernel.descriptor;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The versions of an SPI that a plugin works with.
 *
 * @param first the oldest, at least 1
 * @param last the newest, at least {@code first}
 */
public record SpiVersions(int first, int last) {
  private static final Pattern FORM = Pattern.compile("([1-9][0-9]{0,5})(?:-([1-9][0-9]{0,5}))?");

  /** Reads {@code 1} or {@code 1-3}; null when it is neither. */
  static @Nullable SpiVersions parse(String text) {
    Matcher form = FORM.matcher(text);
    if (!form.matches()) {
      return null;
    }
    int first = Integer.parseInt(form.group(1));
    int last = form.group(2) == null ? first : Integer.parseInt(form.group(2));
    return last < first ? null : new SpiVersions(first, last);
  }

  /** Whether a version is one of them. */
  public boolean contains(int version) {
    return first <= version && version <= last;
  }

  /** As in a descriptor. */
  @Override
  public String toString() {
    return first == last ? String.valueOf(first) : first + "-" + last;
  }
}
