package io.vivarium.transport.tls;

import io.vivarium.spi.PluginContext;
import io.vivarium.spi.TimeSource;
import io.vivarium.spi.metrics.Counter;
import io.vivarium.transport.tls.TlsSettings.Side;
import java.io.IOException;
import java.time.Duration;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where handshakes of one side take place: of clients, or of peers. Each has its own room and its own threads, so that no crowd of
 * clients keeps an ensemble from electing. Any thread.
 */
final class Reception {
  private static final Logger LOG = LoggerFactory.getLogger(Reception.class);

  private final Side side;
  private final String name;
  private final HandshakeThreads computing;
  private final Handshakes handshakes;
  private final TimeSource time;
  private final Counter remembered;
  private volatile @Nullable TlsContext context;

  /** Guarded by this object. */
  private boolean closed;

  /**
   * Without keys.
   *
   * @param name whose handshakes, for the log
   * @param share of the processors that compute for this side: one of so many
   * @param outstanding handshakes that may be under way
   * @param exceeded called for each one that is given up because there are more
   */
  Reception(
      Side side, String name, int share, int outstanding, PluginContext host, Runnable exceeded) {
    this.side = side;
    this.name = name;
    computing = new HandshakeThreads(host.threads(), share, side.checks().lookUps());
    time = host.time();
    remembered = host.metrics().counter("tls_revocation_remembered");
    handshakes = new Handshakes(outstanding, time::monotonicNanos, exceeded);
  }

  /**
   * Reads the keys; handshakes from now on use them, and ask authorities anew.
   *
   * @throws IOException with what is wrong, where, and what to do; those before stay in use
   */
  void load() throws IOException {
    Duration life = Duration.ofSeconds(side.checks().revocationCacheSeconds());
    // Whoever loads has something new in mind: nothing is remembered from before.
    RevocationMemory memory = new RevocationMemory(life, computing, time, remembered);
    replace(TlsContext.load(side, computing, memory));
  }

  /** Under the lock that engines are made under: what is not Java's memory of the keys before is given back. */
  private synchronized void replace(@Nullable TlsContext latest) {
    TlsContext before = context;
    context = closed ? null : latest;
    if (before != null) {
      before.close();
    }
    if (latest == null) {
      return;
    }
    if (closed) {
      latest.close(); // it was read while the transport ended
    } else if (before == null || !before.implementation().equals(latest.implementation())) {
      LOG.info("TLS of {} by {}", name, latest.implementation());
    }
  }

  /** What the configuration says. */
  Side side() {
    return side;
  }

  /** Whether keys were read. */
  boolean loaded() {
    return context != null;
  }

  /**
   * An engine with the keys that were read last.
   *
   * @throws IllegalStateException when there are none, as after the end
   */
  synchronized <E> E engine(Function<TlsContext, E> made) {
    TlsContext latest = context;
    if (latest == null) {
      throw new IllegalStateException("there are no keys, or the transport is closed");
    }
    return made.apply(latest);
  }

  /** What is wrong by now with the certificate that this server shows; empty when nothing is. */
  String ownFault() {
    TlsContext latest = context;
    return latest == null ? "" : latest.ownFault();
  }

  /** What the tasks of handshakes run on. */
  HandshakeThreads computing() {
    return computing;
  }

  /** Those that are under way. */
  Handshakes handshakes() {
    return handshakes;
  }

  private synchronized void end() {
    closed = true;
    replace(null);
  }

  /** Ends the threads. */
  void close() {
    computing.close();
    end();
  }
}
