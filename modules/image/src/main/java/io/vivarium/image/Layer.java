package io.vivarium.image;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.zip.GZIPOutputStream;

/**
 * Files that go into an image together.
 *
 * @param file the compressed archive
 * @param digest of that
 * @param contentDigest of the archive before it was compressed
 * @param size of the file in bytes
 */
record Layer(Path file, String digest, String contentDigest, long size) {
  /** Puts files into an archive. */
  @FunctionalInterface
  interface Content {
    void writeTo(TarWriter tar) throws IOException;
  }

  /** Writes a layer to a file. */
  static Layer write(Path file, Instant time, Content content) throws IOException {
    MessageDigest compressed = Digests.begin();
    MessageDigest plain = Digests.begin();
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file));
        OutputStream counted = new DigestOutputStream(out, compressed);
        OutputStream zip = new GZIPOutputStream(counted, 1 << 16);
        OutputStream raw = new DigestOutputStream(zip, plain);
        TarWriter tar = new TarWriter(raw, time)) {
      content.writeTo(tar);
    }
    return new Layer(file, Digests.end(compressed), Digests.end(plain), Files.size(file));
  }
}
