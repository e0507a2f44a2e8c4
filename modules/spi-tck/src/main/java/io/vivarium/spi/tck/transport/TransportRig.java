package io.vivarium.spi.tck.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import io.vivarium.spi.PluginException;
import io.vivarium.spi.tck.TckContext;
import io.vivarium.spi.transport.Connection;
import io.vivarium.spi.transport.ConnectionHandler;
import io.vivarium.spi.transport.Endpoint;
import io.vivarium.spi.transport.HandlerFactory;
import io.vivarium.spi.transport.Listener;
import io.vivarium.spi.transport.Transport;
import io.vivarium.spi.transport.TransportProvider;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;

/** The bench on which {@link TransportTck} tries a transport: a listener, the handlers of what it accepted, and ways to connect. */
abstract class TransportRig {
  private final List<String> violations = new CopyOnWriteArrayList<>();
  private final BlockingQueue<RecordingHandler> accepted = new LinkedBlockingQueue<>();
  private @Nullable TckContext context;
  private @Nullable Transport transport;
  private @Nullable Listener listener;

  /** The transport under test. */
  protected abstract TransportProvider provider();

  /** Configuration for it. */
  protected Map<String, String> config() {
    return Map.of();
  }

  /** Where tests listen; the port, where there is such a thing, chosen by the system. */
  protected Endpoint endpoint() {
    return Endpoint.client("127.0.0.1", 0);
  }

  /** How to connect to a listener. */
  protected Endpoint endpointOf(Listener listening) {
    Endpoint at = endpoint();
    int port = ((InetSocketAddress) listening.address()).getPort();
    return new Endpoint(at.purpose(), at.host(), port, at.secure(), -1, false);
  }

  /** Whether {@link io.vivarium.spi.transport.Connection#abort} is more than the default, so that nothing waits from then on. */
  protected boolean abortsAtOnce() {
    return false;
  }

  /** Whether a peer that has ended what it sends is still answered; TLS knows that since 1.3, and not in each of its implementations. */
  protected boolean halfCloses() {
    return true;
  }

  /** How long a test waits for what must come, in seconds; only a broken transport makes it wait so long. */
  protected int patienceSeconds() {
    return 20;
  }

  /**
   * Connects by other means than the transport, to be a peer that misbehaves; null when there are none, which skips the tests that
   * need them. Returns when the system has connected it, whether the transport has accepted it or not.
   */
  protected @Nullable Socket dial(Listener listening) throws IOException {
    InetSocketAddress address = (InetSocketAddress) listening.address();
    return new Socket(address.getAddress(), address.getPort());
  }

  /** Goes through whatever greeting both ends have, and returns the socket to be used from then on; waits for the transport. */
  protected Socket greet(Socket dialled) throws IOException {
    return dialled;
  }

  @BeforeEach
  final void startTransport() throws PluginException, IOException {
    context = new TckContext(config());
    transport = provider().create(context);
    transport.start();
  }

  @AfterEach
  final void stopTransportAndCheckTheRules() {
    transport().close();
    assertEquals(List.of(), violations, "rules of the handler's thread contract that were broken");
    assertEquals(List.of(), context().liveThreads(), "threads left behind");
  }

  final Transport transport() {
    return known(transport);
  }

  /** The host of the transport under test. */
  protected final TckContext context() {
    return known(context);
  }

  final Listener listener() {
    return known(listener);
  }

  /** Listens; each accepted connection gets a handler of this make. */
  final Listener serve(Function<Connection, RecordingHandler> make) throws IOException {
    Listener serving = transport().listen(endpoint(), recording(make, accepted));
    listener = serving;
    return serving;
  }

  /** Listens for those whose address passes. */
  final Listener serve(
      Function<Connection, RecordingHandler> make, Predicate<InetSocketAddress> admission)
      throws IOException {
    HandlerFactory opening = recording(make, accepted);
    HandlerFactory admitting =
        new HandlerFactory() {
          @Override
          public boolean admits(InetSocketAddress remote, int beginning) {
            return admission.test(remote);
          }

          @Override
          public @Nullable ConnectionHandler opened(Connection connection) {
            return opening.opened(connection);
          }
        };
    Listener serving = transport().listen(endpoint(), admitting);
    listener = serving;
    return serving;
  }

  /** Listens with handlers that only write down what happens. */
  final Listener serve() throws IOException {
    return serve(this::recorder);
  }

  final RecordingHandler recorder(Connection connection) {
    return new RecordingHandler(connection, violations, patienceSeconds());
  }

  /** A handler that sends every frame back. */
  final RecordingHandler echo(Connection connection) {
    return new RecordingHandler(connection, violations, patienceSeconds()) {
      @Override
      void received(String body) {
        event(body);
        connection.write(frame(body));
      }
    };
  }

  /** A handler that does something of the test's own with each frame. */
  final Function<Connection, RecordingHandler> onFrame(FrameAction action) {
    return connection ->
        new RecordingHandler(connection, violations, patienceSeconds()) {
          @Override
          void received(String body) {
            event(body);
            action.accept(this, body);
          }
        };
  }

  final List<String> violations() {
    return violations;
  }

  /** The handler of the connection accepted next. */
  final RecordingHandler accepted() throws InterruptedException {
    RecordingHandler handler = accepted.poll(patienceSeconds(), TimeUnit.SECONDS);
    return assertNotNull0(handler, "no connection was accepted");
  }

  /** Whether nobody has connected. */
  final boolean nobodyAccepted() {
    return accepted.isEmpty();
  }

  /** Connects through the transport. */
  final RecordingHandler connect() throws Exception {
    return connect(this::recorder);
  }

  final RecordingHandler connect(Function<Connection, RecordingHandler> make) throws Exception {
    BlockingQueue<RecordingHandler> opened = new LinkedBlockingQueue<>();
    CompletableFuture<RecordingHandler> result = new CompletableFuture<>();
    transport()
        .connect(
            endpointOf(listener()),
            recording(
                connection -> {
                  RecordingHandler handler = make.apply(connection);
                  result.complete(handler);
                  return handler;
                },
                opened),
            result::completeExceptionally);
    return result.get(patienceSeconds(), TimeUnit.SECONDS);
  }

  /** Connects by other means, or skips the test. */
  final Socket rawSocket() throws IOException {
    return greeted(dialled(listener()));
  }

  /** Connects by other means without any greeting, or skips the test. */
  final Socket dialled(Listener listening) throws IOException {
    Socket socket = dial(listening);
    Assumptions.assumeTrue(socket != null, "this transport has no peers but itself");
    return known(socket);
  }

  final Socket greeted(Socket dialled) throws IOException {
    Socket open = known(greet(dialled));
    open.setSoTimeout((int) TimeUnit.SECONDS.toMillis(patienceSeconds()));
    return open;
  }

  /** Sends one frame from a handler's connection. */
  static void send(RecordingHandler from, String body) {
    from.connection()
        .execute(
            () -> {
              from.connection().write(frame(body));
              from.connection().flush();
            });
  }

  /** Waits until the I/O thread of a connection has done what was asked of it before. */
  static void settle(RecordingHandler handler) throws Exception {
    onIoThread(handler, () -> {});
  }

  /** Runs on the I/O thread and waits. */
  static void onIoThread(RecordingHandler handler, Runnable action) throws Exception {
    CompletableFuture<Optional<Throwable>> done = new CompletableFuture<>();
    handler
        .connection()
        .execute(
            () -> {
              try {
                action.run();
                done.complete(Optional.empty());
              } catch (Throwable e) {
                done.complete(Optional.of(e));
              }
            });
    Optional<Throwable> failure;
    try {
      failure = done.get(handler.patienceSeconds(), TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      throw new AssertionError("a task was not run" + handler.seen(), e);
    }
    if (failure.isPresent()) {
      throw new AssertionError("on the I/O thread: " + failure.get(), failure.get());
    }
  }

  /** A few round trips through the transport on a connection of their own: time for what must not happen to happen. */
  final void letTimePass() throws Exception {
    try (Listener beside = transport().listen(endpoint(), this::echo)) {
      CompletableFuture<RecordingHandler> opened = new CompletableFuture<>();
      transport()
          .connect(
              endpointOf(beside),
              connection -> {
                RecordingHandler handler = recorder(connection);
                opened.complete(handler);
                return handler;
              },
              opened::completeExceptionally);
      RecordingHandler client = opened.get(patienceSeconds(), TimeUnit.SECONDS);
      for (int i = 0; i < 20; i++) {
        send(client, "round trip " + i);
        assertEquals("round trip " + i, client.next());
      }
      client.connection().close();
      client.awaitClosed();
    }
  }

  static ByteBuffer frame(String body) {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.allocate(4 + bytes.length).putInt(bytes.length).put(bytes).flip();
  }

  static byte[] frameBytes(String... bodies) {
    int size = 0;
    for (String body : bodies) {
      size += frame(body).remaining();
    }
    ByteBuffer all = ByteBuffer.allocate(size);
    for (String body : bodies) {
      all.put(frame(body));
    }
    return all.array();
  }

  private static HandlerFactory recording(
      Function<Connection, RecordingHandler> make, BlockingQueue<RecordingHandler> made) {
    return connection -> {
      RecordingHandler handler = make.apply(connection);
      made.add(handler);
      return handler;
    };
  }

  private static <T> T assertNotNull0(@Nullable T value, String message) {
    assertNotNull(value, message);
    return known(value);
  }

  private static <T> T known(@Nullable T value) {
    if (value == null) {
      throw new IllegalStateException("not there yet");
    }
    return value;
  }

  /** What a test does with a frame. */
  @FunctionalInterface
  interface FrameAction {
    void accept(RecordingHandler handler, String body);
  }
}
