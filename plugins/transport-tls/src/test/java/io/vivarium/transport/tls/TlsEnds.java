package io.vivarium.transport.tls;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import io.vivarium.spi.PluginContext;
import io.vivarium.spi.PluginException;
import io.vivarium.spi.tck.TckContext;
import io.vivarium.spi.transport.Connection;
import io.vivarium.spi.transport.ConnectionHandler;
import io.vivarium.spi.transport.Endpoint;
import io.vivarium.spi.transport.Endpoint.Purpose;
import io.vivarium.spi.transport.Listener;
import io.vivarium.spi.transport.Peer;
import io.vivarium.spi.transport.Transport;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/** A transport that listens and echoes single bytes, others that connect to it, and what the first one logs about handshakes. */
final class TlsEnds implements AutoCloseable {
  private static final int PATIENCE_SECONDS = 20;

  private final Purpose purpose;
  private final TestHost context;
  private final Transport server;
  private final Listener listener;
  private final BlockingQueue<Peer> accepted = new LinkedBlockingQueue<>();
  private final BlockingQueue<String> logged = new LinkedBlockingQueue<>();
  private final AppenderBase<ILoggingEvent> appender =
      new AppenderBase<>() {
        @Override
        protected void append(ILoggingEvent event) {
          logged.add(event.getFormattedMessage());
        }
      };

  TlsEnds(Map<String, String> config, Purpose purpose, boolean secure)
      throws PluginException, IOException {
    this.purpose = purpose;
    context = new TestHost(config);
    server = started(context);
    listener =
        server.listen(
            new Endpoint(purpose, "127.0.0.1", 0, secure, -1, false),
            connection -> {
              accepted.add(connection.peer());
              return new Echo(connection, new CompletableFuture<>());
            });
    appender.start();
    logger().addAppender(appender);
  }

  static TlsEnds clients(Map<String, String> config) throws PluginException, IOException {
    return new TlsEnds(config, Purpose.CLIENT, true);
  }

  private static Logger logger() {
    return (Logger) LoggerFactory.getLogger(FailureLog.class);
  }

  private static Transport started(PluginContext context) throws PluginException {
    Transport transport = new TlsTransportProvider().create(context);
    try {
      transport.start();
    } catch (PluginException e) {
      transport.close();
      throw e;
    }
    return transport;
  }

  InetSocketAddress address() {
    return (InetSocketAddress) listener.address();
  }

  /** Connections of the server that have not shown anything yet. */
  long outstandingHandshakes() {
    return context.gauge("outstanding_tls_handshake");
  }

  /** The host of the server. */
  TestHost host() {
    return context;
  }

  /** The peer that the server saw next. */
  Peer accepted() throws InterruptedException {
    return Objects.requireNonNull(
        accepted.poll(PATIENCE_SECONDS, TimeUnit.SECONDS), "nobody was accepted");
  }

  /** The next handshake that failed at the server, as it was logged. */
  String logged() throws InterruptedException {
    return Objects.requireNonNull(
        logged.poll(PATIENCE_SECONDS, TimeUnit.SECONDS), "nothing was logged");
  }

  /** Connects with another configuration, sends a byte and waits for its echo. */
  void exchange(Map<String, String> config) throws Exception {
    try (Caller caller = call(config, true)) {
      caller.exchange();
    }
  }

  /** Connects in vain. */
  String refused(Map<String, String> config) throws Exception {
    return refused(config, "127.0.0.1");
  }

  String refused(Map<String, String> config, String host) throws Exception {
    try (Caller caller = call(config, host, true)) {
      try {
        caller.exchange();
      } catch (ExecutionException e) {
        return String.valueOf(e.getCause().getMessage());
      }
      throw new AssertionError("it was let in");
    }
  }

  Caller call(Map<String, String> config, boolean secure) throws PluginException {
    return call(config, "127.0.0.1", secure);
  }

  private Caller call(Map<String, String> config, String host, boolean secure)
      throws PluginException {
    return new Caller(
        started(new TckContext(config)),
        new Endpoint(purpose, host, address().getPort(), secure, -1, false));
  }

  /** Another endpoint of the same server, for peers. */
  InetSocketAddress listenForPeers() throws IOException {
    Listener peers =
        server.listen(
            new Endpoint(Purpose.PEER, "127.0.0.1", 0, true, -1, false),
            connection -> new Echo(connection, new CompletableFuture<>()));
    return (InetSocketAddress) peers.address();
  }

  /** A peer that connects there. */
  static Caller peer(Map<String, String> config, InetSocketAddress address) throws PluginException {
    return new Caller(
        started(new TckContext(config)),
        new Endpoint(Purpose.PEER, "127.0.0.1", address.getPort(), true, -1, false));
  }

  @Override
  public void close() {
    logger().detachAppender(appender);
    server.close();
  }

  /** A connection to the server. */
  static final class Caller implements AutoCloseable {
    private final Transport transport;
    private final CompletableFuture<Echo> opened = new CompletableFuture<>();
    private final CompletableFuture<Boolean> ended = new CompletableFuture<>();

    Caller(Transport transport, Endpoint to) {
      this.transport = transport;
      transport.connect(
          to,
          connection -> {
            Echo handler = new Echo(connection, ended);
            opened.complete(handler);
            return handler;
          },
          opened::completeExceptionally);
    }

    /** Sends a byte and waits until it comes back; fails with why it does not. */
    void exchange() throws InterruptedException, ExecutionException, TimeoutException {
      Echo handler = opened.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
      handler.connection.execute(
          () -> {
            handler.connection.write(ByteBuffer.wrap(new byte[] {1}));
            handler.connection.flush();
          });
      CompletableFuture.anyOf(ended, handler.echoed.thenApply(done -> true))
          .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
      handler.echoed = new CompletableFuture<>();
    }

    Peer peer() throws Exception {
      return opened.get(PATIENCE_SECONDS, TimeUnit.SECONDS).connection.peer();
    }

    @Override
    public void close() {
      transport.close();
    }
  }

  /** Sends a 1 back as a 2; a 2 is an echo. */
  private static final class Echo implements ConnectionHandler {
    private final Connection connection;
    private final CompletableFuture<Boolean> ended;
    private volatile CompletableFuture<Boolean> echoed = new CompletableFuture<>();

    Echo(Connection connection, CompletableFuture<Boolean> ended) {
      this.connection = connection;
      this.ended = ended;
    }

    @Override
    public int frameLength(ByteBuffer received) {
      return 1;
    }

    @Override
    public void onFrame(ByteBuffer frame) {
      if (frame.get(frame.position()) == 1) {
        connection.write(ByteBuffer.wrap(new byte[] {2}));
      } else {
        echoed.complete(true);
      }
    }

    @Override
    public void onReadDone() {
      connection.flush();
    }

    @Override
    public void onWritable(boolean writable) {}

    @Override
    public void onClosed(@Nullable Throwable cause) {
      ended.completeExceptionally(cause == null ? new IOException("closed in good order") : cause);
    }
  }
}
