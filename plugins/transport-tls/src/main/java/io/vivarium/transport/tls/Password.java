package io.vivarium.transport.tls;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** A password, or the file that has it; the file wins, and is read again each time. */
final class Password {
  private final String text;
  private final @Nullable Path file;

  Password(String text, @Nullable Path file) {
    this.text = text;
    this.file = file;
  }

  /** The file; null when there is none. */
  @Nullable Path file() {
    return file;
  }

  /** The characters; one line break at the end of a file does not count. */
  char[] read() throws IOException {
    if (file == null) {
      return text.toCharArray();
    }
    String read = new String(SmallFile.read(file), StandardCharsets.UTF_8);
    if (read.endsWith("\n")) {
      read = read.substring(0, read.length() - (read.endsWith("\r\n") ? 2 : 1));
    }
    return read.toCharArray();
  }
}
