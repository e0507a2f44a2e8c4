package io.vivarium.plugin.installer.content;

import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** How large a package and what is in it may be, and what its files may be called. */
public final class PackageLimits {
  /** The largest package, in bytes. */
  public static final long PACKAGE = 256L << 20;

  /** All files of a package together, in bytes, unpacked. */
  static final long UNPACKED = 512L << 20;

  /** The most files in a package. */
  static final int FILES = 500;

  /** The largest of the files that are text, in bytes. */
  static final int SMALL_FILE = 64 << 10;

  /** No directory, nothing hidden, nothing that a shell or a terminal would take for more than a name. */
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._+-]{0,199}");

  /** Names that are devices on one system or another. */
  private static final Set<String> DEVICES = Set.of("con", "prn", "aux", "nul");

  private PackageLimits() {}

  /** Complains about a name that no file of a package may have. */
  static void checkName(String name) throws Refusal {
    String stem = name.toLowerCase(Locale.ROOT).replaceFirst("\\..*", "");
    if (!NAME.matcher(name).matches() || name.contains("..") || DEVICES.contains(stem)) {
      throw new Refusal(
          "the package holds a file called "
              + printable(name)
              + ": files have names of letters, digits and . _ + -, and stand in no directory");
    }
  }

  /** All of a file that is text. */
  static byte[] readSmall(InputStream in, String name) throws IOException, Refusal {
    byte[] content = in.readNBytes(SMALL_FILE + 1);
    if (content.length > SMALL_FILE) {
      throw new Refusal(name + " is larger than " + SMALL_FILE + " bytes");
    }
    return content;
  }

  /** A text from a stranger as it can be shown: short and without control characters. */
  public static String printable(String text) {
    String shown = text.length() > 200 ? text.substring(0, 200) + "…" : text;
    return "\"" + shown.replaceAll("[\\p{Cntrl}\\p{Cf}\\p{Co}\\p{Cn}\\p{Cs}]", "?") + "\"";
  }
}
