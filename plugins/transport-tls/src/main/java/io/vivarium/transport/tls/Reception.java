package io.vivarium.transport.tls;

import io.vivarium.spi.PluginContext;
import io.vivarium.transport.tls.TlsSettings.Side;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Where handshakes of one side take place: of clients, or of peers. Each has its own room and its own threads, so that no crowd of
 * clients keeps an ensemble from electing. Any thread.
 */
final class Reception {
  private final Side side;
  private final HandshakeThreads computing;
  private final Handshakes handshakes;
  private volatile @Nullable TlsContext context;

  /**
   * Without keys.
   *
   * @param share of the processors that compute for this side: one of so many
   * @param outstanding handshakes that may be under way
   * @param exceeded called for each one that is given up because there are more
   */
  Reception(Side side, int share, int outstanding, PluginContext host, Runnable exceeded) {
    this.side = side;
    computing = new HandshakeThreads(host.threads(), share, side.checks().lookUps());
    handshakes = new Handshakes(outstanding, host.time()::monotonicNanos, exceeded);
  }

  /**
   * Reads the keys; handshakes from now on use them.
   *
   * @throws IOException with what is wrong, where, and what to do; those before stay in use
   */
  void load() throws IOException {
    context = TlsContext.load(side, computing);
  }

  /** What the configuration says. */
  Side side() {
    return side;
  }

  /** What was read last; null when nothing was. */
  @Nullable TlsContext context() {
    return context;
  }

  /** What the tasks of handshakes run on. */
  HandshakeThreads computing() {
    return computing;
  }

  /** Those that are under way. */
  Handshakes handshakes() {
    return handshakes;
  }

  /** Ends the threads. */
  void close() {
    computing.close();
  }
}
