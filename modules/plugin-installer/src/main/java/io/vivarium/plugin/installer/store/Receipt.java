package io.vivarium.plugin.installer.store;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * What the installer notes beside the files of a plugin: where it came from and who signed it.
 *
 * @param source where the package came from, for people
 * @param packageSha256 of the package, in hexadecimal digits
 * @param signer the fingerprint of the key that signed it, in hexadecimal digits; null when it was taken unsigned
 * @param signerName whose key that is, as the key says; null when it was taken unsigned
 */
public record Receipt(
    String source, String packageSha256, @Nullable String signer, @Nullable String signerName) {
  /** The name of the file in a plugin directory. */
  public static final String FILE = "installed.properties";

  private static final int LARGEST = 16 << 10;

  /** As a file: one key a line, in an order that does not change. */
  InputStream content() {
    StringBuilder text = new StringBuilder("# Written by vivarium plugin install.\n");
    line(text, "source", source);
    line(text, "package.sha256", packageSha256);
    line(text, "signed.by", signer == null ? "nobody" : signer);
    if (signerName != null) {
      line(text, "signed.by.name", signerName);
    }
    return new ByteArrayInputStream(text.toString().getBytes(StandardCharsets.UTF_8));
  }

  private static void line(StringBuilder text, String key, String value) {
    String escaped = value.replace("\\", "\\\\").replace("\n", "\\n").replace("\r", "\\r");
    text.append(key).append('=').append(escaped).append('\n');
  }

  /**
   * Reads the note of an installed plugin.
   *
   * @return null for one that the installer did not bring, as those of the distribution
   * @throws IOException when it cannot be read or is not what the installer wrote
   */
  static @Nullable Receipt read(Path directory) throws IOException {
    Path file = directory.resolve(FILE);
    if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
      return null;
    }
    byte[] content;
    try (InputStream in = Files.newInputStream(file)) {
      content = in.readNBytes(LARGEST);
    }
    Properties properties = new Properties();
    try {
      properties.load(new StringReader(new String(content, StandardCharsets.UTF_8)));
    } catch (IllegalArgumentException e) {
      throw new IOException(file + " is damaged: " + e.getMessage(), e);
    }
    String source = properties.getProperty("source");
    String sha256 = properties.getProperty("package.sha256");
    String signer = properties.getProperty("signed.by");
    if (source == null || sha256 == null || signer == null) {
      throw new IOException(file + " is damaged: it lacks source, package.sha256 or signed.by");
    }
    return new Receipt(
        source,
        sha256,
        signer.equals("nobody") ? null : signer,
        properties.getProperty("signed.by.name"));
  }
}
