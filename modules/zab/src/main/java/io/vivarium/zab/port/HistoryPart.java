package io.vivarium.zab.port;

import io.vivarium.spi.consensus.Proposal;
import java.util.List;

/**
 * A part of the log that was read for a learner.
 *
 * @param previousZxid the last record at or before the learner's zxid; −1 when the log begins later
 * @param txns the records after it, ascending, up to the zxid asked for
 */
public record HistoryPart(long previousZxid, List<Proposal> txns) {
  /** Copies the list. */
  public HistoryPart {
    txns = List.copyOf(txns);
  }
}
