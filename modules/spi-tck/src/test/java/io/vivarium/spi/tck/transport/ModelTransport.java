package io.vivarium.spi.tck.transport;

import io.vivarium.spi.PluginContext;
import io.vivarium.spi.transport.Endpoint;
import io.vivarium.spi.transport.HandlerFactory;
import io.vivarium.spi.transport.Listener;
import io.vivarium.spi.transport.Transport;
import io.vivarium.spi.transport.TransportProvider;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** The least that keeps every promise of the transport SPI, on one thread, with flaws that can be switched on. */
final class ModelTransport implements Transport {
  private final Set<Flaw> flaws;
  private final ThreadFactory threads;
  private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
  private final Set<ModelConnection> connections = new HashSet<>();
  private final Queue<ModelListener> listeners = new ConcurrentLinkedQueue<>();
  private Selector selector;
  private Thread loop;
  private volatile boolean stopping;

  /** What can be wrong. */
  enum Flaw {
    MERGES_FRAMES,
    SPLITS_FRAMES,
    DROPS_TAIL_ON_CLOSE,
    CALLS_FROM_TWO_THREADS,
    REVERSES_TASKS,
    RUNS_TASKS_AT_ONCE,
    RUNS_TASKS_AFTER_THE_END,
    FORGETS_ON_CLOSED,
    TELLS_ON_CLOSED_TWICE,
    ALLOCATES_WHAT_IS_ANNOUNCED,
    KEEPS_BUFFERS,
    READS_ALWAYS,
    NEVER_UNWRITABLE,
    HANDS_OVER_AFTER_CLOSE,
    CLOSES_WITH_THE_INPUT,
    WAITS_FOR_EVER_TO_CLOSE,
    TELLS_TOO_EARLY_THAT_ALL_IS_SENT,
    NEVER_TELLS_THAT_ALL_IS_SENT,
    ABORTS_IN_SILENCE,
    ONE_FAILURE_KILLS_ALL,
    FORGETS_READ_DONE,
    HIDES_THE_ADDRESS,
    IGNORES_ACCEPTING,
    ADMITS_EVERYBODY,
    FORGETS_CONNECTIONS_AT_THE_END,
    LEAVES_ITS_THREAD
  }

  private ModelTransport(Set<Flaw> flaws, ThreadFactory threads) {
    this.flaws = flaws;
    this.threads = threads;
  }

  /** A provider of transports with these flaws. */
  static TransportProvider provider(Flaw... flaws) {
    Set<Flaw> set = EnumSet.noneOf(Flaw.class);
    set.addAll(List.of(flaws));
    return new TransportProvider() {
      @Override
      public String id() {
        return "model";
      }

      @Override
      public Transport create(PluginContext context) {
        return new ModelTransport(set, context.threads());
      }
    };
  }

  boolean has(Flaw flaw) {
    return flaws.contains(flaw);
  }

  Thread loop() {
    return loop;
  }

  ThreadFactory threads() {
    return threads;
  }

  /** Runs a task on the loop. */
  void run(Runnable task) {
    tasks.add(task);
    selector.wakeup();
  }

  void gone(ModelConnection connection) {
    connections.remove(connection);
  }

  @Override
  public void start() {
    try {
      selector = Selector.open();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    loop = threads.newThread(this::loopUntilStopped);
    loop.start();
  }

  private void loopUntilStopped() {
    try {
      while (!stopping || !connections.isEmpty()) {
        selector.select(20);
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
          task.run();
        }
        for (SelectionKey key : Set.copyOf(selector.selectedKeys())) {
          if (key.isValid()) {
            serve(key);
          }
        }
        selector.selectedKeys().clear();
        List.copyOf(connections).forEach(ModelConnection::enforceDeadline);
      }
      selector.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    while (has(Flaw.LEAVES_ITS_THREAD)) {
      LockSupport.park();
    }
  }

  private void serve(SelectionKey key) throws IOException {
    if (key.attachment() instanceof ModelListener listener) {
      SocketChannel accepted = listener.socket.accept();
      if (accepted != null) {
        HandlerFactory handlers = listener.handlers;
        open(
            accepted,
            listener.endpoint,
            has(Flaw.ADMITS_EVERYBODY)
                ? handlers
                : connection ->
                    handlers.admits(connection.peer().remote(), 0)
                        ? handlers.opened(connection)
                        : null);
      }
    } else if (key.attachment() instanceof ModelConnection connection) {
      connection.ready();
    } else if (key.attachment() instanceof Connecting connecting) {
      connecting.finish(key);
    }
  }

  private void open(SocketChannel socket, Endpoint endpoint, HandlerFactory handlers)
      throws IOException {
    socket.configureBlocking(false);
    ModelConnection connection = new ModelConnection(this, socket, endpoint.secure());
    connections.add(connection);
    connection.open(selector, handlers);
  }

  @Override
  public Listener listen(Endpoint endpoint, HandlerFactory handlers) throws IOException {
    ServerSocketChannel socket = ServerSocketChannel.open();
    try {
      socket.bind(address(endpoint));
    } catch (IOException e) {
      socket.close();
      throw has(Flaw.HIDES_THE_ADDRESS)
          ? new IOException("cannot listen")
          : new IOException("cannot listen on " + endpoint + ": " + e.getMessage(), e);
    }
    socket.configureBlocking(false);
    ModelListener listener = new ModelListener(endpoint, handlers, socket);
    listeners.add(listener);
    listener.accepting(true);
    return listener;
  }

  private static InetSocketAddress address(Endpoint endpoint) throws IOException {
    return new InetSocketAddress(InetAddress.getByName(endpoint.host()), endpoint.port());
  }

  @Override
  public void connect(Endpoint endpoint, HandlerFactory handlers, ConnectFailed failed) {
    run(
        () -> {
          try {
            SocketChannel socket = SocketChannel.open();
            socket.configureBlocking(false);
            Connecting connecting = new Connecting(socket, endpoint, handlers, failed);
            SelectionKey key = socket.register(selector, SelectionKey.OP_CONNECT, connecting);
            if (socket.connect(address(endpoint))) {
              connecting.finish(key);
            }
          } catch (IOException e) {
            failed.because(new IOException("cannot connect to " + endpoint, e));
          }
        });
  }

  @Override
  public void close() {
    if (loop == null || stopping) {
      return;
    }
    listeners.forEach(ModelListener::close);
    run(
        () -> {
          if (has(Flaw.FORGETS_CONNECTIONS_AT_THE_END)) {
            connections.clear();
          }
          List.copyOf(connections).forEach(ModelConnection::close);
          stopping = true;
        });
    try {
      loop.join(has(Flaw.LEAVES_ITS_THREAD) ? 100 : 10_000);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** An outgoing connection that does not stand yet. */
  private final class Connecting {
    private final SocketChannel socket;
    private final Endpoint endpoint;
    private final HandlerFactory handlers;
    private final ConnectFailed failed;

    Connecting(
        SocketChannel socket, Endpoint endpoint, HandlerFactory handlers, ConnectFailed failed) {
      this.socket = socket;
      this.endpoint = endpoint;
      this.handlers = handlers;
      this.failed = failed;
    }

    void finish(SelectionKey key) throws IOException {
      try {
        socket.finishConnect();
      } catch (IOException e) {
        socket.close();
        failed.because(new IOException("cannot connect to " + endpoint, e));
        return;
      }
      key.interestOps(0);
      open(socket, endpoint, handlers);
    }
  }

  /** A listening socket; all but {@code close} and {@code accepting} on the loop. */
  private final class ModelListener implements Listener {
    private final Endpoint endpoint;
    private final HandlerFactory handlers;
    private final ServerSocketChannel socket;
    private final SocketAddress address;

    ModelListener(Endpoint endpoint, HandlerFactory handlers, ServerSocketChannel socket)
        throws IOException {
      this.endpoint = endpoint;
      this.handlers = handlers;
      this.socket = socket;
      address = socket.getLocalAddress();
    }

    @Override
    public SocketAddress address() {
      return address;
    }

    @Override
    public void accepting(boolean on) {
      if (!on && has(Flaw.IGNORES_ACCEPTING)) {
        return;
      }
      run(
          () -> {
            try {
              if (socket.isOpen()) {
                socket.register(selector, on ? SelectionKey.OP_ACCEPT : 0, this);
              }
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
          });
    }

    @Override
    public void close() {
      if (Thread.currentThread().equals(loop)) {
        closeSocket();
        return;
      }
      CompletableFuture<Void> closed = new CompletableFuture<>();
      run(
          () -> {
            closeSocket();
            closed.complete(null);
          });
      closed
          .completeOnTimeout(null, 1, TimeUnit.SECONDS)
          .join(); // a loop may have died of its flaw
    }

    private void closeSocket() {
      try {
        socket.close();
        selector.selectNow(); // a closed channel keeps its address until then
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** Kept for the flaw that reverses tasks. */
  static <T> Queue<T> reversed(Queue<T> tasks) {
    ArrayDeque<T> reversed = new ArrayDeque<>();
    tasks.forEach(reversed::push);
    return reversed;
  }
}
