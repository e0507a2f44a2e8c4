package io.vivarium.transport.inprocess;

import io.vivarium.spi.TimeSource;
import io.vivarium.spi.transport.Endpoint;
import io.vivarium.spi.transport.HandlerFactory;
import io.vivarium.spi.transport.Listener;
import io.vivarium.spi.transport.Transport;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The transport within one JVM: threads, and addresses in a network. */
final class InProcessTransport implements Transport {
  private static final Logger LOG = LoggerFactory.getLogger(InProcessTransport.class);

  private final InProcessNetwork network;
  private final InProcessSettings settings;
  private final ThreadFactory threads;
  private final TimeSource time;
  private final Set<InProcessListener> listeners = ConcurrentHashMap.newKeySet();
  private final List<IoThread> ioThreads = new CopyOnWriteArrayList<>();
  private final AtomicInteger turn = new AtomicInteger();

  InProcessTransport(
      InProcessNetwork network,
      InProcessSettings settings,
      ThreadFactory threads,
      TimeSource time) {
    this.network = network;
    this.settings = settings;
    this.threads = threads;
    this.time = time;
  }

  @Override
  public void start() {
    for (int i = 0; i < settings.threads(); i++) {
      IoThread thread = new IoThread(threads, time);
      ioThreads.add(thread);
      thread.start();
    }
    LOG.info("Transport within this JVM with {} I/O thread(s)", ioThreads.size());
  }

  @Override
  public Listener listen(Endpoint endpoint, HandlerFactory handlers) throws IOException {
    InProcessListener listener =
        new InProcessListener(this, network, endpoint, handlers, settings.capacity());
    try {
      refuseSecure(endpoint);
      listener.bind(endpoint.host(), endpoint.port());
    } catch (IOException e) {
      throw failure("listen on", endpoint, e);
    }
    listeners.add(listener);
    return listener;
  }

  @Override
  public void connect(Endpoint endpoint, HandlerFactory handlers, ConnectFailed failed) {
    IoThread thread = next();
    if (!thread.execute(() -> connect(thread, endpoint, handlers, failed))) {
      failed.because(
          failure("connect to", endpoint, new IOException("the transport was closed meanwhile")));
    }
  }

  /** On the I/O thread. */
  private void connect(
      IoThread thread, Endpoint endpoint, HandlerFactory handlers, ConnectFailed failed) {
    Link link;
    try {
      refuseSecure(endpoint);
      link = network.dial(endpoint.host(), endpoint.port());
    } catch (IOException e) {
      failed.because(failure("connect to", endpoint, e));
      return;
    }
    new InProcessConnection(thread, link, settings).begin(handlers);
  }

  /** Ends listeners, connections (they may still send for a while) and threads, in this order. */
  @Override
  public void close() {
    listeners.forEach(InProcessListener::close);
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

  /** Takes a connection that one of the listeners has. */
  void accepted(Link link, HandlerFactory handlers) {
    IoThread thread = next();
    boolean taken =
        thread.execute(
            () -> new InProcessConnection(thread, link, settings).beginIfAdmitted(handlers));
    if (!taken) {
      link.close();
    }
  }

  /** A listener was closed. */
  void forget(InProcessListener listener) {
    listeners.remove(listener);
  }

  private IoThread next() {
    List<IoThread> all = ioThreads;
    if (all.isEmpty()) {
      throw new IllegalStateException("the transport is not started, or closed");
    }
    return all.get(Integer.remainderUnsigned(turn.getAndIncrement(), all.size()));
  }

  private static void refuseSecure(Endpoint endpoint) throws IOException {
    if (endpoint.secure()) {
      throw new IOException("this transport does not encrypt, as nothing leaves the process");
    }
  }

  private static IOException failure(String what, Endpoint endpoint, IOException why) {
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
            + why.getMessage(),
        why);
  }
}
