package io.vivarium.consensus.zab.election;

import io.vivarium.spi.transport.Endpoint;
import io.vivarium.spi.transport.HandlerFactory;
import io.vivarium.spi.transport.Transport;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * An attempt to connect to a server: all its addresses at once, each looked up afresh, and the first connection that stands is the one.
 * Engine's thread.
 */
final class ElectionDial {
  private final Transport network;
  private final Executor engine;
  private final BiFunction<ElectionDial, Endpoint, HandlerFactory> handlers;
  private final Consumer<String> failed;
  private final long deadlineNanos;
  private final Set<Endpoint> tried = new HashSet<>();
  private final AtomicBoolean decided = new AtomicBoolean();
  private int underWay;
  private @Nullable ElectionLink proving;

  /**
   * An attempt without addresses.
   *
   * @param handlers asked for the handler of the connection that stands, by this attempt and where it leads, on its I/O thread; at most
   *     once
   * @param failed told on the engine's thread why the last address failed, when none is left; not called after {@link #cancel}
   */
  ElectionDial(
      Transport network,
      Executor engine,
      BiFunction<ElectionDial, Endpoint, HandlerFactory> handlers,
      Consumer<String> failed,
      long deadlineNanos) {
    this.network = network;
    this.engine = engine;
    this.handlers = handlers;
    this.failed = failed;
    this.deadlineNanos = deadlineNanos;
  }

  /** Tries an address too, unless it was tried before. */
  void tryAlso(Endpoint endpoint) {
    if (tried.add(endpoint)) {
      underWay++;
      network.connect(
          endpoint,
          connection ->
              decided.compareAndSet(false, true)
                  ? handlers.apply(this, endpoint).opened(connection)
                  : null,
          reason -> engine.execute(() -> failed(String.valueOf(reason.getMessage()))));
    }
  }

  long deadlineNanos() {
    return deadlineNanos;
  }

  /** A connection stands; the server at its other end has yet to believe who this one is. */
  void proves(ElectionLink link) {
    proving = link;
  }

  /** Whether this is that connection. */
  boolean proving(ElectionLink link) {
    return proving == link;
  }

  /** A connection that still comes to stand is closed without a word, as is one that is not believed yet. */
  void cancel() {
    decided.set(true);
    if (proving != null) {
      proving.close();
    }
  }

  /** The connection is the one. */
  void done() {
    decided.set(true);
  }

  private void failed(String reason) {
    underWay--;
    if (underWay == 0 && decided.compareAndSet(false, true)) {
      failed.accept(reason);
    }
  }
}
