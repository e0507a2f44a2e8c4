package io.vivarium.consensus.zab.link;

import io.vivarium.spi.FatalReason;
import io.vivarium.spi.TimeSource;
import io.vivarium.spi.consensus.StateTransfer;
import io.vivarium.spi.storage.SnapshotWriter;
import io.vivarium.spi.storage.StorageException;
import io.vivarium.spi.transport.Connection;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A state on its way to a learner: written on a thread that may block, sent by the I/O thread. The writer waits while more is under
 * way than {@link #WINDOW}; a state smaller than that never waits, which is what lets a simulator run it in one step.
 */
final class StateStream implements SnapshotWriter {
  private static final Logger LOG = LoggerFactory.getLogger(StateStream.class);

  /** Bytes handed to the I/O thread and not sent yet, at most. */
  static final int WINDOW = 4 << 20;

  private static final int PIECE = 64 << 10;
  private static final long REPORT_NANOS = TimeUnit.SECONDS.toNanos(5);
  private static final int MIB = 1 << 20;

  private final Connection connection;
  private final LinkOutput output;
  private final Progress progress;

  // The writer's own.
  private ByteBuffer piece = ByteBuffer.allocate(PIECE);
  private long written;
  private long reportDue;

  // Guarded by this.
  private long underWay;
  private boolean abandoned;

  /**
   * How progress is told.
   *
   * @param time clocks
   * @param failed told on the writer's thread why the state could not be sent
   */
  record Progress(TimeSource time, java.util.function.Consumer<String> failed) {}

  StateStream(Connection connection, LinkOutput output, Progress progress) {
    this.connection = connection;
    this.output = output;
    this.progress = progress;
  }

  /** Sends the state; ends with the state, a failure or the connection. */
  void run(StateTransfer state) {
    long begun = progress.time().monotonicNanos();
    reportDue = begun + REPORT_NANOS;
    try {
      LOG.info("Sending the state as of 0x{} to {}", hex(state.appliedZxid()), peer());
      state.export(this);
      handOver();
      connection.execute(output::stateEnded);
      LOG.info(
          "Sent the state to {}: {} bytes in {} ms",
          peer(),
          written,
          TimeUnit.NANOSECONDS.toMillis(progress.time().monotonicNanos() - begun));
    } catch (IOException | RuntimeException e) {
      LOG.warn("Sending the state to {} failed after {} bytes: {}", peer(), written, e.toString());
      progress.failed().accept("the state could not be sent: " + e.getMessage());
    }
  }

  @Override
  public void write(ByteBuffer bytes) throws StorageException {
    int end = bytes.limit();
    while (bytes.hasRemaining()) {
      int count = Math.min(bytes.remaining(), piece.remaining());
      piece.put(bytes.limit(bytes.position() + count));
      bytes.limit(end);
      if (!piece.hasRemaining()) {
        handOver();
        report();
      }
    }
  }

  /** The stream between servers has no seals. */
  @Override
  public void seal() {}

  @Override
  public void commit() {}

  @Override
  public void close() {}

  /** A piece has been given to the transport. I/O thread. */
  synchronized void left(int bytes) {
    underWay -= bytes;
    notifyAll();
  }

  /** Nobody takes the rest any more. Any thread. */
  synchronized void abandon() {
    abandoned = true;
    notifyAll();
  }

  private void handOver() throws StorageException {
    ByteBuffer full = piece.flip();
    int length = full.limit();
    if (length == 0) {
      return;
    }
    awaitRoom(length);
    piece = ByteBuffer.allocate(PIECE);
    written += length;
    connection.execute(() -> output.piece(full));
  }

  private synchronized void awaitRoom(int bytes) throws StorageException {
    try {
      while (!abandoned && underWay + bytes > WINDOW) {
        wait();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StorageException(FatalReason.UNEXPECTED, "interrupted", e);
    }
    if (abandoned) {
      throw new StorageException(FatalReason.UNEXPECTED, "the connection is closed", null);
    }
    underWay += bytes;
  }

  private void report() {
    long now = progress.time().monotonicNanos();
    if (now - reportDue >= 0) {
      reportDue = now + REPORT_NANOS;
      LOG.info("Sending the state to {}: {} MiB so far", peer(), written / MIB);
    }
  }

  private String peer() {
    return String.valueOf(connection.peer().remote());
  }

  private static String hex(long zxid) {
    return Long.toHexString(zxid);
  }
}
