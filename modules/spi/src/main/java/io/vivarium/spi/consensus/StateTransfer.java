package io.vivarium.spi.consensus;

import io.vivarium.spi.storage.SnapshotReader;
import io.vivarium.spi.storage.SnapshotWriter;
import io.vivarium.spi.storage.Storage;
import java.io.IOException;

/**
 * Hand-over of state between servers. Pipeline's thread unless stated. {@code install} and {@code truncate} are for servers without
 * a role only; afterwards memory equals what disk would give after a crash.
 */
public interface StateTransfer {
  /** Zxid of the last txn applied to the tree. Any thread. */
  long appliedZxid();

  /** The storage, which an engine may use for log and numbers of its own; not imposed. Any thread. */
  Storage storage();

  /**
   * Writes the tree as it is (possibly with effects of txns applied meanwhile) in ZooKeeper's stream form. Any thread; blocks.
   *
   * @return zxid whose effects are certainly in it
   */
  long export(SnapshotWriter to) throws IOException;

  /** Replaces tree and sessions by a stream that {@link #export} made elsewhere, and snapshots it durably. */
  void install(long zxid, SnapshotReader from) throws IOException;

  /** Forgets every txn after {@code zxid}, in log, snapshots and memory. */
  void truncate(long zxid) throws IOException;
}
