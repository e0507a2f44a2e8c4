package io.vivarium.consensus.zab.link;

import io.vivarium.spi.transport.Endpoint;
import io.vivarium.spi.transport.HandlerFactory;
import io.vivarium.spi.transport.Listener;
import io.vivarium.spi.transport.Transport;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.LongFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where learners arrive. Ports are bound and freed beside the engine, one change after the other, as names may have to be looked up.
 * Engine's thread unless a method says otherwise.
 */
final class LearnerPorts {
  private static final Logger LOG = LoggerFactory.getLogger(LearnerPorts.class);

  private final Transport network;
  private final Executor blocking;
  private final Executor engine;
  private final LongFunction<HandlerFactory> handlers;
  private final Consumer<String> failed;

  private final List<Listener> bound = new CopyOnWriteArrayList<>();
  private List<Endpoint> wanted = List.of();
  private List<Endpoint> boundTo = List.of();
  private long boundGeneration;
  private long generation;
  private boolean changing;
  private volatile boolean closed;

  /**
   * No ports yet.
   *
   * @param handlers for the connections of a generation of ports, told its number
   * @param failed told on the engine's thread why none of the ports that are wanted could be bound
   */
  LearnerPorts(
      Transport network,
      Executor blocking,
      Executor engine,
      LongFunction<HandlerFactory> handlers,
      Consumer<String> failed) {
    this.network = network;
    this.blocking = blocking;
    this.engine = engine;
    this.handlers = handlers;
    this.failed = failed;
  }

  /** Listens there and nowhere else; nowhere at all when there are none. */
  void listen(List<Endpoint> endpoints) {
    if (!endpoints.equals(wanted)) {
      wanted = List.copyOf(endpoints);
      generation++;
      change();
    }
  }

  /**
   * Whether connections of that generation are wanted. Those that arrive at the ports of the generation before are, too, when the same
   * ports are wanted again: a learner that finds the port of a leader that was elected twice in a row, and is turned away, would look
   * for a leader again while the leader waits for it, each time at the same pace.
   */
  boolean current(long number) {
    boolean again = number == boundGeneration && boundTo.equals(wanted);
    return !wanted.isEmpty() && (number == generation || again);
  }

  /** Frees every port. Any thread; the last call. */
  void close() {
    closed = true;
    bound.forEach(Listener::close);
  }

  private void change() {
    // Not by the places: those of an earlier generation are bound for connections that are refused
    // now.
    if (changing || boundGeneration == generation) {
      return;
    }
    changing = true;
    List<Endpoint> endpoints = wanted;
    long number = generation;
    blocking.execute(
        () -> {
          List<String> failures = rebind(endpoints, handlers.apply(number));
          engine.execute(() -> changed(number, endpoints, failures));
        });
  }

  /** Frees what is bound, then binds; returns what could not be. Beside the engine. */
  private List<String> rebind(List<Endpoint> endpoints, HandlerFactory factory) {
    bound.forEach(Listener::close);
    bound.clear();
    List<String> failures = new ArrayList<>();
    for (Endpoint endpoint : endpoints) {
      try {
        Listener listener = network.listen(endpoint, factory);
        bound.add(listener);
        if (closed) {
          listener.close();
        }
      } catch (IOException | RuntimeException e) {
        failures.add(String.valueOf(e.getMessage()));
      }
    }
    return failures;
  }

  private void changed(long number, List<Endpoint> endpoints, List<String> failures) {
    changing = false;
    boundGeneration = number;
    boundTo = endpoints;
    if (!endpoints.isEmpty()) {
      if (failures.size() < endpoints.size()) {
        LOG.info("Learners are accepted at {}", bound.stream().map(Listener::address).toList());
        failures.forEach(failure -> LOG.warn("Learners are not accepted everywhere: {}", failure));
      } else if (number == generation) {
        wanted = List.of();
        failed.accept(String.join("; ", failures));
      }
    }
    change();
  }
}
