package io.vivarium.storage.filelog;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes zeros ahead of the records, on a thread of its own. The first force that writes to space which was only reserved must
 * also write where the file system put it; where zeros were written before, a force writes data and nothing else.
 *
 * <p>The thread forces its zeros through a file of its own: an error of the disk is reported once per open file, and the one that
 * the log has open must get it.
 */
final class FillAhead implements Closeable {
  private static final Logger LOG = LoggerFactory.getLogger(FillAhead.class);

  private final Disk disk;
  private final Thread thread;
  private final ByteBuffer zeros = ByteBuffer.allocateDirect(Segment.FILL_STEP_BYTES);
  private volatile @Nullable Segment segment;
  private volatile boolean closed;

  FillAhead(Disk disk, ThreadFactory threads) {
    this.disk = disk;
    this.thread = threads.newThread(this::run);
  }

  void start() {
    thread.start();
  }

  /** Fills this segment from now on; null: none. */
  void attend(@Nullable Segment next) {
    segment = next;
    LockSupport.unpark(thread);
  }

  /** Called after a force: does something only when the zeros run short. */
  void forced(Segment written) {
    if (written.wantsFilling()) {
      LockSupport.unpark(thread);
    }
  }

  @Override
  public void close() {
    closed = true;
    LockSupport.unpark(thread);
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    while (!closed) {
      Segment next = segment;
      if (next == null) {
        LockSupport.park(this);
      } else {
        fill(next);
      }
    }
  }

  /** Fills one segment until another one is attended to. */
  private void fill(Segment filled) {
    try (Disk.OpenFile own = disk.open(filled.path(), Disk.Mode.WRITE)) {
      while (!closed && segment == filled) {
        if (filled.fill(own, zeros.duplicate())) {
          own.force();
        } else {
          LockSupport.park(this);
        }
      }
    } catch (IOException e) {
      LOG.debug("Stopped writing zeros ahead to {}", filled.path(), e);
      while (!closed && segment == filled) {
        LockSupport.park(this);
      }
    }
  }
}
