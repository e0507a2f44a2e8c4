package io.vivarium.transport.tls;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The formats of key stores and trust stores. */
enum StoreType {
  JKS(".jks"),
  PEM(".pem"),
  PKCS12(".p12"),
  BCFKS(".bcfks");

  private final String suffix;

  StoreType(String suffix) {
    this.suffix = suffix;
  }

  /**
   * The format of a file: what was configured, else by the end of its name.
   *
   * @param key the configuration key that says it
   */
  static StoreType of(@Nullable String configured, Path file, String key) throws IOException {
    for (StoreType type : values()) {
      if (configured == null
          ? file.toString().toLowerCase(Locale.ROOT).endsWith(type.suffix)
          : configured.equalsIgnoreCase(type.name())) {
        return type;
      }
    }
    throw new IOException(
        configured == null
            ? "the name of "
                + file
                + " does not tell its format; set "
                + key
                + " to one of "
                + Arrays.toString(values())
            : key + "=" + configured + " must be one of " + Arrays.toString(values()));
  }
}
