package io.vivarium.kernel.connection;

import io.vivarium.kernel.session.Session;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/** What operators see of one connection. Written by its I/O thread with plain stores, read by any. */
final class ConnectionFigures extends ConnectionStats {
  private final InetSocketAddress remote;
  private final long establishedAtMs;
  private volatile boolean reading = true;
  private volatile @Nullable Session session;

  /** Requests that went into the pipeline; less {@link #answeredThere}, how many are queued, however often both overflow. I/O thread writes. */
  private volatile int submitted;

  private volatile int answeredThere;

  /** Bytes written. I/O thread only. */
  private long written;

  ConnectionFigures(InetSocketAddress remote, long establishedAtMs) {
    this.remote = remote;
    this.establishedAtMs = establishedAtMs;
  }

  void established(Session attached) {
    session = attached;
  }

  @Nullable Session session() {
    return session;
  }

  void reading(boolean on) {
    reading = on;
  }

  void wrote(int bytes) {
    written += bytes;
  }

  /** Bytes written since the beginning. I/O thread. */
  long written() {
    return written;
  }

  @SuppressWarnings({"NonAtomicOperationOnVolatileField", "NonAtomicVolatileUpdate"}) // one writer
  void submitted() {
    submitted = submitted + 1;
  }

  @SuppressWarnings({"NonAtomicOperationOnVolatileField", "NonAtomicVolatileUpdate"}) // one writer
  void answeredThere() {
    answeredThere = answeredThere + 1;
  }

  @Override
  public InetSocketAddress remoteAddress() {
    return remote;
  }

  @Override
  public boolean reading() {
    return reading;
  }

  @Override
  public long queued() {
    return Math.max(0, submitted - answeredThere);
  }

  @Override
  public long sessionId() {
    Session attached = session;
    return attached == null ? 0 : attached.id();
  }

  @Override
  public long establishedAtMs() {
    return establishedAtMs;
  }

  @Override
  public int sessionTimeoutMs() {
    Session attached = session;
    return attached == null ? 0 : attached.timeoutMs();
  }
}
