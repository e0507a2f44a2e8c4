package io.vivarium.transport.tcp;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOption;
import io.vivarium.spi.FatalReason;
import io.vivarium.spi.PluginException;
import io.vivarium.spi.transport.Endpoint;
import io.vivarium.spi.transport.HandlerFactory;
import io.vivarium.spi.transport.Listener;
import io.vivarium.spi.transport.Transport;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The transport over plain TCP. */
@SuppressWarnings(
    "FutureReturnValueIgnored") // what comes of them is told to the handlers of the channel
final class TcpTransport implements Transport {
  private static final Logger LOG = LoggerFactory.getLogger(TcpTransport.class);

  private final TcpSettings settings;
  private final IoMechanism mechanism;
  private final ThreadFactory threads;
  private final Set<TcpListener> listeners = ConcurrentHashMap.newKeySet();
  private final AtomicInteger turn = new AtomicInteger();

  private final List<IoThread> ioThreads = new CopyOnWriteArrayList<>();
  private final Resolver resolver;

  TcpTransport(TcpSettings settings, IoMechanism mechanism, ThreadFactory threads) {
    this.settings = settings;
    this.mechanism = mechanism;
    this.threads = threads;
    resolver = new Resolver(threads);
  }

  @Override
  public void start() throws PluginException {
    try {
      for (int i = 0; i < settings.threads(); i++) {
        ioThreads.add(new IoThread(settings, mechanism, threads));
      }
    } catch (RuntimeException e) {
      throw new PluginException(
          FatalReason.UNEXPECTED,
          "cannot make " + settings.threads() + " I/O threads over " + mechanism.name() + ": " + e,
          e);
    }
    LOG.info("TCP transport with {} I/O thread(s) over {}", ioThreads.size(), mechanism.name());
  }

  @Override
  public Listener listen(Endpoint endpoint, HandlerFactory handlers) throws IOException {
    refuseEncryption("listen on", endpoint);
    InetSocketAddress address;
    try {
      address = Resolver.resolve(endpoint);
    } catch (UnknownHostException e) {
      throw failure("listen on", endpoint, "this host is not known", e);
    }
    Channel socket = mechanism.newServerChannel();
    TcpListener listener = new TcpListener(this, endpoint, handlers, socket);
    socket.config().setOption(ChannelOption.SO_REUSEADDR, true);
    if (endpoint.backlog() > 0) {
      socket.config().setOption(ChannelOption.SO_BACKLOG, endpoint.backlog());
    }
    socket.pipeline().addLast(listener);
    ChannelFuture bound = next().loop().register(socket).awaitUninterruptibly();
    if (bound.isSuccess()) {
      bound = socket.bind(address).awaitUninterruptibly();
    }
    if (!bound.isSuccess()) {
      socket.close().awaitUninterruptibly();
      throw failure(
          "listen on", endpoint, String.valueOf(bound.cause().getMessage()), bound.cause());
    }
    listener.bound();
    listeners.add(listener);
    return listener;
  }

  @Override
  public void connect(Endpoint endpoint, HandlerFactory handlers, ConnectFailed failed) {
    IoThread thread = next();
    Consumer<IOException> failing = reason -> thread.run(() -> failed.because(reason));
    try {
      refuseEncryption("connect to", endpoint);
    } catch (IOException e) {
      failing.accept(e);
      return;
    }
    resolver.resolve(
        endpoint,
        address ->
            thread.run(
                () -> {
                  Channel socket = mechanism.newChannel();
                  adopt(socket, thread, endpoint, handlers);
                  socket
                      .config()
                      .setOption(
                          ChannelOption.CONNECT_TIMEOUT_MILLIS, settings.connectTimeoutMillis());
                  socket
                      .connect(address)
                      .addListener(
                          done -> {
                            if (!done.isSuccess()) {
                              // Nobody else closes it, and epoll reports it as ready for ever.
                              socket.close();
                              failed.because(
                                  failure(
                                      "connect to",
                                      endpoint,
                                      String.valueOf(done.cause().getMessage()),
                                      done.cause()));
                            }
                          });
                }),
        unknown ->
            failing.accept(failure("connect to", endpoint, "this host is not known", unknown)));
  }

  /** Ends listeners, connections (they may still send for a while) and threads, in this order. */
  @Override
  public void close() {
    listeners.forEach(TcpListener::close);
    resolver.close();
    ioThreads.forEach(IoThread::closeConnections);
    try {
      for (IoThread thread : ioThreads) {
        thread.awaitClosed(settings.closeTimeoutMillis());
      }
      for (IoThread thread : ioThreads) {
        thread.stop();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      LOG.warn("Interrupted while I/O threads were ending; they may run on for a moment");
    }
    ioThreads.clear();
  }

  /** Takes a connection that one of the listeners accepted. */
  void accepted(Channel socket, Endpoint endpoint, HandlerFactory handlers) {
    adopt(socket, next(), endpoint, handlers);
  }

  /** A listener was closed. */
  void forget(TcpListener listener) {
    listeners.remove(listener);
  }

  private void adopt(Channel socket, IoThread thread, Endpoint endpoint, HandlerFactory handlers) {
    thread.prepare(socket, endpoint.keepAlive());
    socket.pipeline().addLast(new TcpConnection(thread, handlers, settings.closeTimeoutMillis()));
    thread
        .loop()
        .register(socket)
        .addListener(
            done -> {
              if (!done.isSuccess()) {
                socket.unsafe().closeForcibly();
              }
            });
  }

  private IoThread next() {
    List<IoThread> all = ioThreads;
    if (all.isEmpty()) {
      throw new IllegalStateException("the transport is not started, or closed");
    }
    return all.get(Integer.remainderUnsigned(turn.getAndIncrement(), all.size()));
  }

  private static void refuseEncryption(String what, Endpoint endpoint) throws IOException {
    if (endpoint.secure()) {
      throw failure(
          what, endpoint, "the transport tcp does not encrypt; choose a transport that does", null);
    }
  }

  private static IOException failure(
      String what, Endpoint endpoint, String why, @Nullable Throwable cause) {
    return new IOException(
        "cannot "
            + what
            + " the "
            + endpoint.purpose().name().toLowerCase(Locale.ROOT)
            + " endpoint "
            + (endpoint.host() == null ? "*" : endpoint.host())
            + ":"
            + endpoint.port()
            + ": "
            + why,
        cause);
  }
}
