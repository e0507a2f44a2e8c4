package io.vivarium.storage.filelog;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalLong;

/**
 * A file whose name ends in a zxid: {@code log.1a}, {@code snapshot.19}, {@code snapshot.19.gz}.
 *
 * @param path where it is
 * @param zxid the number in its name
 */
public record NumberedFile(Path path, long zxid) {
  private static final int MAX_DIGITS = 16;

  /** Files of a directory named {@code prefix}, a zxid in hexadecimal and {@code suffix}; smallest zxid first. */
  static List<NumberedFile> list(Disk disk, Path directory, String prefix, String suffix)
      throws IOException {
    List<NumberedFile> found = new ArrayList<>();
    for (Path path : disk.list(directory)) {
      OptionalLong zxid = zxid(String.valueOf(path.getFileName()), prefix, suffix);
      if (zxid.isPresent()) {
        found.add(new NumberedFile(path, zxid.getAsLong()));
      }
    }
    found.sort(Comparator.comparingLong(NumberedFile::zxid));
    return found;
  }

  /** The number in a name; empty when it is not exactly of the form asked for. */
  static OptionalLong zxid(String name, String prefix, String suffix) {
    int digits = name.length() - prefix.length() - suffix.length();
    if (digits < 1 || digits > MAX_DIGITS || !name.startsWith(prefix) || !name.endsWith(suffix)) {
      return OptionalLong.empty();
    }
    long zxid = 0;
    for (int i = prefix.length(); i < prefix.length() + digits; i++) {
      int digit = Character.digit(name.charAt(i), 16);
      if (digit < 0 || name.charAt(i) > 'f') {
        return OptionalLong.empty();
      }
      zxid = zxid << 4 | digit;
    }
    return OptionalLong.of(zxid);
  }
}
