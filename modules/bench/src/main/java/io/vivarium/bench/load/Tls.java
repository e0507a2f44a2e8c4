package io.vivarium.bench.load;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * How connections are encrypted, with the TLS of the JDK. The server's certificate must be valid for the name it is reached by.
 *
 * @param authorities PEM file of the certificates that are trusted; null: those that the JDK trusts
 * @param certificate PEM file of the client's own certificate; null: none
 * @param key PEM file of its private key, not encrypted; null exactly when there is no certificate
 */
public record Tls(@Nullable Path authorities, @Nullable Path certificate, @Nullable Path key) {
  /** Checks that certificate and key come together. */
  public Tls {
    if ((certificate == null) != (key == null)) {
      throw new IllegalArgumentException(
          "a client certificate and its private key must be given together");
    }
  }
}
