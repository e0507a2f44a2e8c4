package io.vivarium.audit.log;

import io.vivarium.audit.log.AuditSink.Line;
import io.vivarium.spi.FatalErrors;
import io.vivarium.spi.FatalReason;
import io.vivarium.spi.PluginContext;
import io.vivarium.spi.PluginException;
import io.vivarium.spi.TimeSource;
import io.vivarium.spi.audit.AuditEvent;
import io.vivarium.spi.audit.AuditEvent.Result;
import io.vivarium.spi.audit.AuditLog;
import io.vivarium.spi.metrics.Counter;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Events wait in a bounded queue for a thread that writes them. Nobody else ever waits: when the queue is full, because the disk is
 * slow, or when writing fails, because it is full, events are lost and counted, and the first record that can be written again says how many. A server
 * that may not go on without its audit log is stopped instead, if configured so.
 */
final class QueuedAuditLog implements AuditLog {
  private static final Logger LOG = LoggerFactory.getLogger(QueuedAuditLog.class);

  /** How long the writer gathers after it was woken: one wake-up for all events of that time. */
  private static final long GATHER_MS = 10;

  /** How long a close waits for a disk that hangs. */
  private static final long CLOSE_MS = 10_000;

  /** Wakes a writer that waits; never written. */
  private static final AuditEvent END =
      new AuditEvent(
          0,
          AuditEvent.Operation.SERVER_STOP,
          Result.INVOKED,
          0,
          new AuditEvent.Actor(0, List.of(), null),
          AuditEvent.Target.NONE);

  private static final int BATCH = 1024;
  private static final long COMPLAINT_NANOS = TimeUnit.MINUTES.toNanos(1);

  private final AuditSink sink;
  private final RecordFormat format;
  private final BlockingQueue<AuditEvent> queue;
  private final boolean stopWhenLost;
  private final TimeSource time;
  private final ThreadFactory threads;
  private final FatalErrors fatal;
  private final Counter written;
  private final Counter lost;

  /** Lost and not told of yet. */
  private final AtomicLong untold = new AtomicLong();

  private final Object lifecycle = new Object();
  private volatile boolean open;
  private @Nullable Thread writer;

  /** When the log last said that records are lost; writer's thread. */
  private long lastComplaint;

  private boolean complained;

  QueuedAuditLog(
      AuditSink sink,
      RecordFormat format,
      int queueSize,
      boolean stopWhenLost,
      PluginContext context) {
    this.sink = sink;
    this.format = format;
    this.queue = new ArrayBlockingQueue<>(queueSize);
    this.stopWhenLost = stopWhenLost;
    this.time = context.time();
    this.threads = context.threads();
    this.fatal = context.fatalErrors();
    this.written = context.metrics().counter("audit_records_written");
    this.lost = context.metrics().counter("audit_records_lost");
    context.metrics().gauge("audit_records_waiting", queue::size);
  }

  @Override
  public void start() throws PluginException {
    try {
      sink.open();
    } catch (IOException e) {
      throw new PluginException(
          FatalReason.INVALID_INVOCATION,
          sink.place()
              + " cannot be written: "
              + e
              + "; let the server's user write there, or name another place with "
              + AuditLogProvider.FILE.name(),
          e);
    }
    synchronized (lifecycle) {
      open = true;
      writer = threads.newThread(this::run);
      writer.start();
    }
  }

  @Override
  public void record(AuditEvent event) {
    if (open && !queue.offer(BoundedEvent.of(event))) {
      lose(1, "more than " + queue.size() + " records wait for " + sink.place(), null);
    }
  }

  /** Until closed, and then until nothing is left. */
  private void run() {
    List<AuditEvent> batch = new ArrayList<>();
    while (open || !queue.isEmpty()) {
      try {
        batch.add(queue.take());
        if (open) {
          TimeUnit.MILLISECONDS.sleep(GATHER_MS);
        }
      } catch (InterruptedException e) {
        // Nobody here interrupts; whoever does wants the thread to end.
        open = false;
      }
      queue.drainTo(batch, BATCH);
      batch.removeIf(event -> event.equals(END));
      if (!batch.isEmpty()) {
        write(batch);
        batch.clear();
      }
    }
    if (untold.get() > 0) {
      write(List.of());
    }
    sink.close();
  }

  private void write(List<AuditEvent> events) {
    List<Line> lines = new ArrayList<>(events.size() + 1);
    long gap = untold.getAndSet(0);
    if (gap > 0) {
      lines.add(new Line(format.gap(time.wallMillis(), gap), false));
    }
    for (AuditEvent event : events) {
      lines.add(new Line(format.line(event), event.result() != Result.FAILURE));
    }
    try {
      sink.write(lines);
      written.add(events.size());
    } catch (UnwrittenException e) {
      int kept = e.written();
      if (gap > 0 && kept == 0) {
        untold.addAndGet(gap);
      } else if (gap > 0) {
        kept--;
      }
      written.add(kept);
      lose(events.size() - kept, sink.place() + " cannot be written: " + e.getMessage(), e);
    }
  }

  private void lose(long count, String reason, @Nullable Throwable cause) {
    untold.addAndGet(count);
    lost.add(count);
    if (stopWhenLost) {
      fatal.stop(
          FatalReason.STORAGE_WRITE,
          "an audit record is lost: "
              + reason
              + "; make room, or let the server go on without audit records with "
              + AuditLogProvider.WHEN_LOST.name()
              + "=continue",
          cause);
    } else {
      complain(reason);
    }
  }

  private synchronized void complain(String reason) {
    long now = time.monotonicNanos();
    if (!complained || now - lastComplaint >= COMPLAINT_NANOS) {
      complained = true;
      lastComplaint = now;
      LOG.error("Audit records are being lost, {} so far: {}", lost.value(), reason);
    }
  }

  @Override
  public void close() {
    Thread running;
    synchronized (lifecycle) {
      open = false;
      running = writer;
      writer = null;
    }
    if (running == null) {
      return;
    }
    // No interrupt, which would close the file under the writer. When there is no room the writer
    // is
    // not waiting either.
    boolean _ = queue.offer(END);
    try {
      running.join(CLOSE_MS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (running.isAlive()) {
      LOG.error("{} hangs; {} audit records are given up", sink.place(), queue.size());
    }
  }
}
