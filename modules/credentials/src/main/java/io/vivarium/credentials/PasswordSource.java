package io.vivarium.credentials;

import java.io.Console;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Where the password comes from. Never the command line, which everybody on the machine can read.
 *
 * @param input what is piped into the program
 * @param console of a person, who is asked twice; null when there is none
 */
record PasswordSource(InputStream input, @Nullable Console console) {
  private static final int MOST_BYTES = 1024;

  /**
   * Reads it.
   *
   * @param file that holds it; null: asked for, or from the input
   * @throws IOException with a message for people, in which the password is not
   */
  String read(@Nullable Path file) throws IOException {
    if (file != null) {
      try (InputStream in = Files.newInputStream(file)) {
        return line(in, file.toString());
      }
    }
    return console != null && console.isTerminal() ? asked(console) : line(input, "the input");
  }

  private static String asked(Console console) throws IOException {
    char[] first = console.readPassword("Password: ");
    char[] second = console.readPassword("Once more: ");
    if (first == null || !Arrays.equals(first, second)) {
      throw new IOException("the two passwords differ; nothing was made");
    }
    return new String(first);
  }

  /** The first line, which must be all there is. */
  private static String line(InputStream in, String where) throws IOException {
    byte[] bytes = in.readNBytes(MOST_BYTES + 1);
    if (bytes.length > MOST_BYTES) {
      throw new IOException("the password in " + where + " is longer than 1024 bytes");
    }
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      String password = text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
      return password.endsWith("\r") ? password.substring(0, password.length() - 1) : password;
    } catch (CharacterCodingException e) {
      throw new IOException("the password in " + where + " is not UTF-8", e);
    }
  }
}
