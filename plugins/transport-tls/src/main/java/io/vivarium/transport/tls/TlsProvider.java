package io.vivarium.transport.tls;

import java.io.IOException;
import java.util.Locale;

/** Which implementation of TLS is used. */
enum TlsProvider {
  /** OpenSSL where it can be loaded and takes what is configured, else the JDK's. */
  AUTO,

  /** The JDK's. */
  JDK,

  /** OpenSSL; without it, or where it does not take what is configured, nothing starts. */
  OPENSSL;

  /** By what ZooKeeper calls them, and one name more. */
  static TlsProvider of(String text, String key) throws IOException {
    return switch (text.strip().toUpperCase(Locale.ROOT)) {
      case "AUTO" -> AUTO;
      case "JDK" -> JDK;
      case "OPENSSL", "OPENSSL_REFCNT" -> OPENSSL;
      default ->
          throw new IOException(key + "=" + text + " must be AUTO, JDK, OPENSSL or OPENSSL_REFCNT");
    };
  }
}
