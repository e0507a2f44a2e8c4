package io.vivarium.client;

import io.vivarium.codec.ClientFrames;
import java.time.Duration;
import java.util.Objects;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** Says how a {@link Client} is to be, and opens it. Not for use by several threads at once. */
public final class ClientBuilder {
  private static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(30);
  private static final int DEFAULT_PENDING = 65_536;

  private final ConnectString servers;
  private Duration sessionTimeout = DEFAULT_TIMEOUT;
  private boolean readOnlyAllowed;
  private int maxBuffer = ClientFrames.DEFAULT_MAX_BUFFER;
  private int maxPending = DEFAULT_PENDING;
  private @Nullable SessionIdentity identity;
  private @Nullable Encryption encryption;
  private @Nullable Connector connector;
  private SaslExchange.@Nullable Mechanism sasl;
  private EventListener listener = event -> {};

  ClientBuilder(ConnectString servers) {
    this.servers = servers;
  }

  /** The timeout to ask for, 1 ms to {@link Integer#MAX_VALUE} ms; the server may give another. 30 seconds unless set. */
  public ClientBuilder sessionTimeout(Duration timeout) {
    if (timeout.toMillis() < 1 || timeout.toMillis() > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          "a session timeout of " + timeout + " is not 1 to 2147483647 ms");
    }
    sessionTimeout = timeout;
    return this;
  }

  /** Whether a server without a quorum will do for the time being. Not unless set. */
  public ClientBuilder readOnlyAllowed(boolean allowed) {
    readOnlyAllowed = allowed;
    return this;
  }

  /** Longest answer in bytes that is taken, at least 1024; a longer one ends the connection. 1 MiB − 1 unless set. */
  public ClientBuilder maxBuffer(int bytes) {
    if (bytes < 1024) {
      throw new IllegalArgumentException("a limit of " + bytes + " bytes is below 1024");
    }
    maxBuffer = bytes;
    return this;
  }

  /** How many requests may be without an answer at a time, at least 1; more are refused at once. 65 536 unless set. */
  public ClientBuilder maxPending(int requests) {
    if (requests < 1) {
      throw new IllegalArgumentException("a limit of " + requests + " requests is below 1");
    }
    maxPending = requests;
    return this;
  }

  /** Goes on with this session instead of opening one. */
  public ClientBuilder resume(SessionIdentity session) {
    identity = Objects.requireNonNull(session);
    return this;
  }

  /**
   * Encrypts.
   *
   * @param context trust and the client's own certificate
   * @param verifyHost whether the server's certificate must be valid for the name that it is reached by
   */
  public ClientBuilder tls(SSLContext context, boolean verifyHost) {
    encryption = new Encryption(context, verifyHost);
    return this;
  }

  /** Reaches servers by other means than TCP. Encryption is the connector's business then. */
  public ClientBuilder connector(Connector by) {
    connector = by;
    return this;
  }

  /** Logs in on each connection, before anything else is asked. */
  public ClientBuilder sasl(SaslExchange.Mechanism mechanism) {
    sasl = mechanism;
    return this;
  }

  /** Told of each change of the session's state. */
  public ClientBuilder listener(EventListener told) {
    listener = told;
    return this;
  }

  /**
   * Opens a client, which looks for a server at once; requests wait until it has one, at most for the session timeout.
   *
   * @throws IllegalStateException when there are both {@link #tls} and a {@link #connector}
   */
  public Client open() {
    if (connector != null && encryption != null) {
      throw new IllegalStateException("tls is for TCP; a connector encrypts by itself");
    }
    return Client.start(
        new Settings(
            servers,
            (int) sessionTimeout.toMillis(),
            new Limits(maxBuffer, maxPending),
            readOnlyAllowed,
            connector == null ? SocketWire.opener(encryption) : ChannelWire.opener(connector),
            sasl,
            listener),
        identity);
  }

  /** Trust and names. */
  record Encryption(SSLContext context, boolean verifyHost) {}

  /** Bytes of an answer, and requests without one. */
  record Limits(int maxBuffer, int maxPending) {}

  /** Everything that was said. */
  record Settings(
      ConnectString servers,
      int timeoutMs,
      Limits limits,
      boolean readOnlyAllowed,
      Wire.Opener opener,
      SaslExchange.@Nullable Mechanism sasl,
      EventListener listener) {}
}
