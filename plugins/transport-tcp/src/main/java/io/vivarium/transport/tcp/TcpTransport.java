package io.vivarium.transport.tcp;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOption;
import io.vivarium.spi.ConfigKey;
import io.vivarium.spi.FatalReason;
import io.vivarium.spi.PluginContext;
import io.vivarium.spi.PluginException;
import io.vivarium.spi.transport.Endpoint;
import io.vivarium.spi.transport.HandlerFactory;
import io.vivarium.spi.transport.Listener;
import io.vivarium.spi.transport.ServerTls;
import io.vivarium.spi.transport.Transport;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.channels.spi.SelectorProvider;
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

/** The transport over TCP; what stands between its sockets and its connections is the business of a {@link StreamGuard}. */
@SuppressWarnings(
    "FutureReturnValueIgnored") // what comes of them is told to the handlers of the channel
public final class TcpTransport implements Transport {
  private static final Logger LOG = LoggerFactory.getLogger(TcpTransport.class);

  /** What an operator can choose of every transport that is made of this one. */
  public static final List<ConfigKey<?>> KEYS = TcpSettings.KEYS;

  private final TcpSettings settings;
  private final IoMechanism mechanism;
  private final ThreadFactory threads;
  private final StreamGuard guard;
  private final Set<TcpListener> listeners = ConcurrentHashMap.newKeySet();
  private final AtomicInteger turn = new AtomicInteger();

  private final List<IoThread> ioThreads = new CopyOnWriteArrayList<>();
  private final Resolver resolver;

  TcpTransport(
      TcpSettings settings, IoMechanism mechanism, ThreadFactory threads, StreamGuard guard) {
    this.settings = settings;
    this.mechanism = mechanism;
    this.threads = threads;
    this.guard = guard;
    resolver = new Resolver(threads);
  }

  /**
   * A transport that is not started.
   *
   * @param guard is started and closed with it
   * @throws PluginException when one of {@link #KEYS} has a value that cannot be
   */
  public static TcpTransport of(PluginContext context, StreamGuard guard) throws PluginException {
    SelectorProvider _ = context.grants().sockets(); // Netty opens its own
    TcpSettings settings = TcpSettings.from(context.config());
    return new TcpTransport(
        settings, IoMechanism.named(settings.mechanism()), context.threads(), guard);
  }

  @Override
  public void start() throws PluginException {
    guard.start();
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
    check("listen on", endpoint, true);
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
      check("connect to", endpoint, false);
    } catch (IOException e) {
      failing.accept(e);
      return;
    }
    resolver.resolve(
        endpoint,
        address -> thread.run(() -> connect(address, thread, endpoint, handlers, failed)),
        (why, cause) -> failing.accept(failure("connect to", endpoint, why, cause)));
  }

  @Override
  public @Nullable ServerTls tls(Endpoint.Purpose purpose) throws IOException {
    return guard.tls(purpose);
  }

  /** On the I/O thread; on another only when that has ended. */
  private void connect(
      InetSocketAddress address,
      IoThread thread,
      Endpoint endpoint,
      HandlerFactory handlers,
      ConnectFailed failed) {
    Consumer<Throwable> failing =
        why ->
            failed.because(failure("connect to", endpoint, String.valueOf(why.getMessage()), why));
    if (!thread.loop().inEventLoop()) { // it would tell nobody what became of a socket
      failed.because(failure("connect to", endpoint, Resolver.CLOSED, null));
      return;
    }
    Channel socket;
    try {
      socket = connecting(thread, endpoint);
    } catch (RuntimeException e) { // no descriptor is left, or no memory for an engine
      failing.accept(e);
      return;
    }
    new ChannelConnection(thread, handlers, failing).begin(socket);
    socket
        .connect(address)
        .addListener(
            done -> {
              if (!done.isSuccess()) {
                // Nobody else closes it, and epoll reports it as ready for ever.
                socket.close();
                failing.accept(done.cause());
              }
            });
  }

  /** A socket that is ready to connect; when it cannot be made ready it is closed. */
  private Channel connecting(IoThread thread, Endpoint endpoint) {
    Channel socket = mechanism.newChannel();
    try {
      thread.prepare(socket, endpoint.keepAlive());
      socket
          .config()
          .setOption(ChannelOption.CONNECT_TIMEOUT_MILLIS, settings.connectTimeoutMillis());
      guard.connecting(socket, endpoint);
      return socket;
    } catch (RuntimeException e) {
      socket.unsafe().closeForcibly();
      throw e;
    }
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
    guard.close();
  }

  /** Takes a connection that one of the listeners accepted. */
  void accepted(Channel socket, Endpoint endpoint, Arrivals arrivals) {
    if (!arrivals.admit(socket)) {
      socket.unsafe().closeForcibly();
      return;
    }
    IoThread thread = next();
    thread.prepare(socket, endpoint.keepAlive());
    if (guard.accepted(socket, endpoint)) {
      new ChannelConnection(thread, arrivals.waiting(socket), why -> {}).begin(socket);
    } else {
      mechanism.begin(socket, thread, arrivals.atOnce());
    }
  }

  /** A listener was closed. */
  void forget(TcpListener listener) {
    listeners.remove(listener);
  }

  private IoThread next() {
    List<IoThread> all = ioThreads;
    if (all.isEmpty()) {
      throw new IllegalStateException("the transport is not started, or closed");
    }
    return all.get(Integer.remainderUnsigned(turn.getAndIncrement(), all.size()));
  }

  private void check(String what, Endpoint endpoint, boolean listening) throws IOException {
    try {
      guard.check(endpoint, listening);
    } catch (IOException e) {
      throw failure(what, endpoint, String.valueOf(e.getMessage()), null);
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
