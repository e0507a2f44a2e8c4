package io.vivarium.consensus.zab;

import io.vivarium.spi.consensus.Proposal;
import io.vivarium.spi.consensus.StagedState;
import io.vivarium.spi.consensus.StateTransfer;
import io.vivarium.spi.storage.SnapshotStore;
import io.vivarium.spi.storage.TxnCursor;
import io.vivarium.zab.port.HistoryPart;
import io.vivarium.zab.port.StateWork;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The work on log and snapshots that the core does not wait for: done on a thread that may block, its outcome told to the engine's. */
final class DiskWork implements StateWork {
  private static final Logger LOG = LoggerFactory.getLogger(DiskWork.class);

  /** Bytes of history that are held in memory for a learner at most, whatever configuration allows. */
  static final long MOST_HISTORY = 64L << 20;

  /**
   * How far before the learner's zxid the record is looked for that it may have to go back to. In an epoch every number is used, so it is
   * near; where it is not, the log has a gap and is of no use for the learner.
   */
  static final long LOOK_BACK = 1024;

  private static final long COUNTER_MASK = 0xffff_ffffL;

  private final StateTransfer state;
  private final double historyShare;
  private final Executor blocking;
  private final Executor engine;
  private final Outcomes outcomes;
  private volatile boolean closed;

  /** Told what became of the work, on the engine's thread, as in {@link io.vivarium.zab.ZabServer}. */
  interface Outcomes {
    void rewound(@Nullable StagedState state, String failure);

    void neverHad();

    void secured(@Nullable String failure);

    void historyRead(long link, @Nullable HistoryPart part);
  }

  /**
   * No work yet.
   *
   * @param historyShare share of the newest snapshot's size up to which the log is read for a learner
   */
  DiskWork(
      StateTransfer state,
      double historyShare,
      Executor blocking,
      Executor engine,
      Outcomes outcomes) {
    this.state = state;
    this.historyShare = historyShare;
    this.blocking = blocking;
    this.engine = engine;
    this.outcomes = outcomes;
  }

  @Override
  public void rewind(long zxid) {
    blocking.execute(
        () -> {
          try {
            StagedState rewound = state.rewind(zxid);
            if (rewound == null) {
              LOG.info("The history on disk does not lead to 0x{}", Long.toHexString(zxid));
              engine.execute(outcomes::neverHad);
            } else {
              engine.execute(() -> outcomes.rewound(rewound, ""));
            }
          } catch (IOException | RuntimeException e) {
            LOG.error("Going back to 0x{} failed", Long.toHexString(zxid), e);
            engine.execute(() -> outcomes.rewound(null, reason(e)));
          }
        });
  }

  @Override
  public void secure() {
    blocking.execute(
        () -> {
          try {
            state.secure();
            engine.execute(() -> outcomes.secured(null));
          } catch (IOException | RuntimeException e) {
            LOG.error("Writing the state that a leader sent failed", e);
            engine.execute(() -> outcomes.secured(reason(e)));
          }
        });
  }

  @Override
  public void readHistory(long link, long afterZxid, long upToZxid) {
    blocking.execute(
        () -> {
          HistoryPart part = historyOrNothing(afterZxid, upToZxid);
          engine.execute(() -> outcomes.historyRead(link, part));
        });
  }

  /** Work under way ends soon and its outcome is forgotten. */
  void close() {
    closed = true;
  }

  private @Nullable HistoryPart historyOrNothing(long afterZxid, long upToZxid) {
    try {
      return history(afterZxid, upToZxid, budget());
    } catch (IOException | RuntimeException e) {
      // The learner gets a snapshot instead.
      LOG.warn("The log after 0x{} cannot be read", Long.toHexString(afterZxid), e);
      return null;
    }
  }

  private long budget() throws IOException {
    SnapshotStore snapshots = state.storage().snapshots();
    List<Long> newestFirst = snapshots.list();
    long size = newestFirst.isEmpty() ? -1 : snapshots.sizeBytes(newestFirst.getFirst());
    return size < 0 ? MOST_HISTORY : (long) Math.min(MOST_HISTORY, historyShare * size);
  }

  private @Nullable HistoryPart history(long afterZxid, long upToZxid, long budget)
      throws IOException {
    List<Proposal> txns = new ArrayList<>();
    long previous = -1;
    long last = -1;
    long bytes = 0;
    long from = Math.max(afterZxid & ~COUNTER_MASK, afterZxid - LOOK_BACK);
    try (TxnCursor log = state.storage().log().read(from)) {
      while (!closed && log.next() && log.zxid() <= upToZxid) {
        if (log.zxid() <= afterZxid) {
          previous = log.zxid();
        } else if (log.zxid() != last) {
          last = log.zxid();
          bytes += log.txn().remaining();
          if (bytes > budget) {
            return null;
          }
          txns.add(new Proposal(last, copy(log.txn())));
        }
      }
    }
    return new HistoryPart(previous, txns);
  }

  private static ByteBuffer copy(ByteBuffer bytes) {
    return ByteBuffer.allocate(bytes.remaining()).put(bytes.duplicate()).flip().asReadOnlyBuffer();
  }

  private static String reason(Exception failure) {
    String message = failure.getMessage();
    return message == null ? failure.toString() : message;
  }
}
