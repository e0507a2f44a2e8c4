package io.vivarium.consensus.zab.election;

import io.vivarium.spi.FatalErrors;
import io.vivarium.spi.FatalReason;
import io.vivarium.spi.transport.Endpoint;
import io.vivarium.spi.transport.HandlerFactory;
import io.vivarium.spi.transport.Listener;
import io.vivarium.spi.transport.Transport;
import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where the others reach this server for elections. Addresses are bound beside the engine, for their names have to be looked up; those that
 * cannot be bound are tried again. Engine's thread but where it says otherwise.
 */
final class ElectionPort {
  private static final Logger log = LoggerFactory.getLogger(ElectionPort.class);

  /** Time between two attempts, as in ZooKeeper. */
  static final long RETRY_NANOS = 1_000_000_000;

  private final Transport network;
  private final Executor blocking;
  private final Executor engine;
  private final HandlerFactory handlers;
  private final FatalErrors fatal;
  private final int tries;

  private final Map<Endpoint, Listener> bound = new HashMap<>();

  /** Every listener that was bound, whether the engine has been told or not: nobody is told anything once the engine has ended. */
  private final Set<Listener> everBound = ConcurrentHashMap.newKeySet();

  private Set<Endpoint> wanted = Set.of();
  private boolean binding;
  private int failures;
  private boolean retries;
  private long retryAtNanos;
  private volatile boolean closed;

  ElectionPort(
      Transport network,
      Executor blocking,
      Executor engine,
      HandlerFactory handlers,
      FatalErrors fatal,
      int tries) {
    this.network = network;
    this.blocking = blocking;
    this.engine = engine;
    this.handlers = handlers;
    this.fatal = fatal;
    this.tries = tries;
  }

  /** Listens there and nowhere else. */
  void listen(Set<Endpoint> endpoints, long nowNanos) {
    if (endpoints.equals(wanted)) {
      return;
    }
    wanted = Set.copyOf(endpoints);
    failures = 0;
    retries = true;
    retryAtNanos = nowNanos;
    bound.entrySet().stream()
        .filter(entry -> !wanted.contains(entry.getKey()))
        .map(Map.Entry::getValue)
        .forEach(this::free);
    bound.keySet().retainAll(wanted);
    poll(nowNanos);
  }

  /** Makes the attempt that is due; returns when the next one is, {@link Long#MAX_VALUE} for none. */
  long poll(long nowNanos) {
    if (!retries || binding || closed) {
      return Long.MAX_VALUE;
    }
    if (nowNanos - retryAtNanos < 0) {
      return retryAtNanos;
    }
    Set<Endpoint> missing = new HashSet<>(wanted);
    missing.removeAll(bound.keySet());
    retries = !missing.isEmpty();
    if (retries) {
      binding = true;
      Set<Endpoint> wantedThen = wanted;
      blocking.execute(
          () -> {
            Map<Endpoint, Listener> listeners = new HashMap<>();
            String failure = bind(missing, listeners);
            engine.execute(() -> bound(wantedThen, listeners, failure, nowNanos));
          });
    }
    return Long.MAX_VALUE;
  }

  /** Binds what it can; returns why it could not bind the rest. Beside the engine. */
  private @Nullable String bind(Set<Endpoint> endpoints, Map<Endpoint, Listener> listeners) {
    String failure = null;
    for (Endpoint endpoint : endpoints) {
      try {
        Listener listener = network.listen(endpoint, handlers);
        listeners.put(endpoint, listener);
        everBound.add(listener);
        if (closed) {
          listener.close();
        }
      } catch (IOException | RuntimeException e) {
        failure = String.valueOf(e.getMessage());
      }
    }
    return failure;
  }

  /**
   * An attempt is over.
   *
   * @param wantedThen what was wanted when it began; when something else is by now, its failure is none of that
   * @param failure why something could not be bound; null when all was
   */
  private void bound(
      Set<Endpoint> wantedThen,
      Map<Endpoint, Listener> listeners,
      @Nullable String failure,
      long triedAt) {
    binding = false;
    listeners.forEach(
        (endpoint, listener) -> {
          if (closed || !wanted.contains(endpoint)) {
            free(listener);
          } else {
            log.info("Votes are awaited at {}", listener.address());
            bound.put(endpoint, listener);
          }
        });
    if (failure != null && wanted.equals(wantedThen)) {
      retry(failure, triedAt);
    }
  }

  private void free(Listener listener) {
    everBound.remove(listener);
    listener.close();
  }

  private void retry(String failure, long triedAt) {
    failures++;
    retryAtNanos = triedAt + RETRY_NANOS;
    if (tries == 0 || failures < tries) {
      log.warn("Attempt {} to await votes: {}; the next in a second", failures, failure);
      return;
    }
    retries = false;
    if (bound.isEmpty()) {
      fatal.stop(
          FatalReason.QUORUM_PORT,
          "no vote can be received after "
              + failures
              + " attempts: "
              + failure
              + ". Free the election port of the line of this server, or raise"
              + " electionPortBindRetry (0: try for ever)",
          null);
    } else {
      log.error(
          "Votes are awaited at {} only: {}",
          bound.values().stream().map(Listener::address).toList(),
          failure);
    }
  }

  /** Frees every port, also one that is being bound; the last call. */
  void close() {
    closed = true;
    everBound.forEach(Listener::close);
    everBound.clear();
    bound.clear();
  }
}
