package ${package};

import io.vivarium.spi.FatalReason;
import io.vivarium.spi.PluginException;
import io.vivarium.spi.exporter.MetricsExporter;
import io.vivarium.spi.metrics.MetricSource;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes all metrics to a file, at the start, every few seconds, and at the end. Readers never see half a file. */
final class CsvExporter implements MetricsExporter {
  private static final Logger LOG = LoggerFactory.getLogger(CsvExporter.class);

  private final Path file;
  private final int periodSeconds;
  private final ThreadFactory threads;
  private final CountDownLatch closed = new CountDownLatch(1);
  private @Nullable MetricSource source;
  private @Nullable Thread writer;

  CsvExporter(Path file, int periodSeconds, ThreadFactory threads) {
    this.file = file;
    this.periodSeconds = periodSeconds;
    this.threads = threads;
  }

  @Override
  public void attach(MetricSource figures) {
    source = figures;
  }

  @Override
  public void start() throws PluginException {
    try {
      write();
    } catch (IOException e) {
      throw new PluginException(
          FatalReason.INVALID_INVOCATION,
          "metrics cannot be written to " + file + ": " + e + "; see " + CsvProvider.FILE.name(),
          e);
    }
    writer = threads.newThread(this::writeUntilClosed);
    writer.start();
  }

  private void writeUntilClosed() {
    try {
      while (!closed.await(periodSeconds, TimeUnit.SECONDS)) {
        writeOrWarn();
      }
      writeOrWarn();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** A disk that is full, or a figure that fails, is no reason to stop: the next write may do better. */
  private void writeOrWarn() {
    try {
      write();
    } catch (IOException | RuntimeException e) {
      LOG.warn("Metrics were not written to {}", file, e);
    }
  }

  /** Replaces the file with one that has the figures of now. */
  synchronized void write() throws IOException {
    if (source == null) {
      throw new IllegalStateException("no metrics were attached");
    }
    Path next = file.resolveSibling(file.getFileName() + ".new");
    Files.writeString(next, CsvPage.of(source.readings()), StandardCharsets.US_ASCII);
    Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  @Override
  public void close() {
    closed.countDown();
    if (writer != null) {
      try {
        writer.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
