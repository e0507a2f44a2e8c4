package io.vivarium.shell;

import io.vivarium.client.Client;
import io.vivarium.client.ClientBuilder;
import io.vivarium.client.SaslExchange;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * How the shell connects: its own options, and ZooKeeper's client properties from a file or, where that has none, of the JVM.
 *
 * @param file what {@code -client-configuration} named
 * @param likeZkCli whether the shell says all that zkCli says
 */
record ClientSettings(Duration timeout, boolean readOnly, Properties file, boolean likeZkCli) {
  /** As large as a listing of a large node gets; the shell is not a service whose memory must be kept. */
  private static final int LARGEST_ANSWER = 64 << 20;

  private static final long LARGEST_FILE = 1 << 20;

  /** Reads a file of properties. */
  static Properties read(@Nullable Path file) throws Failure {
    Properties properties = new Properties();
    if (file == null) {
      return properties;
    }
    try {
      if (Files.size(file) > LARGEST_FILE) {
        throw misused(
            "the client configuration " + file + " has more than " + LARGEST_FILE + " bytes");
      }
      try (Reader in = Files.newBufferedReader(file)) {
        properties.load(in);
      }
    } catch (IOException | IllegalArgumentException e) {
      throw misused("the client configuration " + file + " cannot be read: " + e);
    }
    return properties;
  }

  static Failure misused(String message) {
    return new Failure("USAGE", message, null, Failure.MISUSED);
  }

  /** The value of a property; null when neither the file nor the JVM has it. */
  @Nullable String value(String key) {
    String value = file.getProperty(key);
    return value == null ? System.getProperty(key) : value;
  }

  String value(String key, String otherwise) {
    String value = value(key);
    return value == null ? otherwise : value.strip();
  }

  ClientBuilder builder(String servers) throws Failure {
    ClientBuilder builder =
        Client.connectTo(servers)
            .sessionTimeout(timeout)
            .readOnlyAllowed(readOnly)
            .maxBuffer(largestAnswer());
    if (Boolean.parseBoolean(value("zookeeper.client.secure", "false"))) {
      builder.tls(
          new TlsSettings(this).context(),
          Boolean.parseBoolean(value("zookeeper.ssl.hostnameVerification", "true")));
    }
    SaslExchange.Mechanism login = new Logins(this).mechanism();
    return login == null ? builder : builder.sasl(login);
  }

  private int largestAnswer() throws Failure {
    String text = value("jute.maxbuffer");
    if (text == null) {
      return LARGEST_ANSWER;
    }
    try {
      return Math.max(1024, Integer.decode(text.strip()));
    } catch (NumberFormatException e) {
      throw misused("jute.maxbuffer is no number: " + text);
    }
  }
}
