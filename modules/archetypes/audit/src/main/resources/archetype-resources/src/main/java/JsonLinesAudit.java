package ${package};

import io.vivarium.spi.FatalReason;
import io.vivarium.spi.PluginContext;
import io.vivarium.spi.PluginException;
import io.vivarium.spi.audit.AuditEvent;
import io.vivarium.spi.audit.AuditLog;
import io.vivarium.spi.metrics.Counter;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Appends events to a file. Whoever reports an event only puts it into a queue: a thread of the plugin's own waits for the disk. An
 * event that finds the queue full is lost, and counted by the metric {@code audit_records_lost}. A disk that takes no more stops the
 * server: what nobody can prove afterwards is not to be done.
 */
final class JsonLinesAudit implements AuditLog {
  private static final int LONGEST_QUEUE = 10_000;

  private final Path file;
  private final PluginContext context;
  private final Counter lost;

  /** Events to be written; empty for the end. */
  private final BlockingQueue<Optional<AuditEvent>> waiting =
      new ArrayBlockingQueue<>(LONGEST_QUEUE);

  private @Nullable Thread writer;
  private volatile boolean open;

  JsonLinesAudit(Path file, PluginContext context) {
    this.file = file;
    this.context = context;
    this.lost = context.metrics().counter("audit_records_lost");
  }

  @Override
  public void start() throws PluginException {
    try {
      Writer out =
          Files.newBufferedWriter(
              file,
              StandardCharsets.US_ASCII,
              StandardOpenOption.CREATE,
              StandardOpenOption.APPEND);
      Thread thread = context.threads().newThread(() -> writeUntilClosed(out));
      writer = thread;
      open = true;
      thread.start();
    } catch (IOException e) {
      throw new PluginException(
          FatalReason.INVALID_INVOCATION,
          "the audit log "
              + file
              + " cannot be opened: "
              + e
              + "; see "
              + JsonLinesProvider.FILE.name(),
          e);
    }
  }

  @Override
  public void record(AuditEvent event) {
    if (open && !waiting.offer(Optional.of(event))) {
      lost.increment();
    }
  }

  private void writeUntilClosed(Writer out) {
    try (out) {
      Optional<AuditEvent> next = waiting.take();
      while (next.isPresent()) {
        write(out, next.get());
        next = waiting.take();
      }
    } catch (IOException | InterruptedException e) {
      open = false;
      context
          .fatalErrors()
          .stop(FatalReason.STORAGE_WRITE, "the audit log " + file + " cannot be written: " + e, e);
    }
  }

  private void write(Writer out, AuditEvent event) throws IOException {
    out.write(JsonLine.of(event));
    out.write('\n');
    if (waiting.isEmpty()) {
      // Not after each record: when many come at once they go to the disk together.
      out.flush();
    }
  }

  @Override
  public void close() {
    open = false;
    Thread running = writer;
    if (running == null) {
      return;
    }
    try {
      while (running.isAlive()) {
        // A full queue is tried again: the writer makes room, or has ended.
        waiting.offer(Optional.empty(), 100, TimeUnit.MILLISECONDS);
        running.join(100);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    writer = null;
  }
}
