package io.vivarium.bench.load;

import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/**
 * Has one session do its operation: the next one whenever one is complete, or each at its time. On the session's event loop.
 *
 * <p>An operation that has its time is measured from that time, not from when it was sent: a server that stands still for a second
 * has made a thousand clients wait, not one.
 */
final class SessionLoad implements BenchSession.Driver {
  private final Operation operation;
  private final LoopFigures figures;
  private final LoadRun run;
  private @Nullable BenchSession session;
  private boolean stopped;

  SessionLoad(Operation operation, LoopFigures figures, LoadRun run) {
    this.operation = operation;
    this.figures = figures;
    this.run = run;
  }

  @Override
  public void opened(BenchSession opened) {
    session = opened;
    run.sessionOpened();
  }

  /** Keeps so many operations under way from now on. */
  void begin(int count) {
    if (session != null) {
      long now = System.nanoTime();
      for (int i = 0; i < count; i++) {
        operation.begin(session, now);
      }
      session.flush();
    }
  }

  /** Begins one operation that is due now or was a little earlier; it leaves with the next {@link #flush}. */
  void due(long dueNanos) {
    if (session != null && !stopped) {
      operation.begin(session, dueNanos);
    }
  }

  void flush() {
    if (session != null && !stopped) {
      session.flush();
    }
  }

  void stop() {
    stopped = true;
    if (session != null) {
      session.ending();
      session.disconnect();
    }
  }

  @Override
  public void replied(BenchSession answered, int error, long dueNanos, ByteBuf body) {
    if (error != 0) {
      figures.failed(error);
    } else if (!operation.replied(answered, dueNanos, body)) {
      return;
    } else {
      figures.completed(dueNanos, System.nanoTime());
    }
    if (run.closedLoop() && !stopped) {
      operation.begin(answered, System.nanoTime());
    }
  }

  @Override
  public void closed(BenchSession gone, @Nullable Throwable cause) {
    if (cause != null && !stopped) {
      run.sessionLost(cause);
    }
  }
}
