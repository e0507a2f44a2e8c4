package io.vivarium.transport.tls;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads files of keys and certificates, which are small. */
final class SmallFile {
  /** Room for a few thousand certificates, or a revocation list of a hundred thousand. */
  private static final int LIMIT = 8 << 20;

  private SmallFile() {}

  static byte[] read(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(LIMIT + 1);
      if (bytes.length > LIMIT) {
        throw new IOException(
            "it is larger than " + LIMIT + " bytes, which no such file should be");
      }
      return bytes;
    } catch (IOException e) {
      throw new IOException("cannot read " + file + ": " + e, e);
    }
  }
}
