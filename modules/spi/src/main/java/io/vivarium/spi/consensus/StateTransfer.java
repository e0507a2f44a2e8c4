package io.vivarium.spi.consensus;

import io.vivarium.spi.storage.SnapshotWriter;
import io.vivarium.spi.storage.Storage;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Hand-over of state between servers. What blocks runs beside the pipeline and stages a state aside; putting it in place is quick.
 * {@link #receive}, {@link #rewind}, {@link #install} and {@link #secure} are for servers without a role, while nothing is
 * persisted or delivered.
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
   * @throws IOException when {@code to} fails; what was written so far is no state
   */
  long export(SnapshotWriter to) throws IOException;

  /** Begins to take in a stream that {@link #export} made elsewhere of a tree as of {@code zxid}. Any thread. */
  IncomingState receive(long zxid);

  /**
   * Forgets every txn after {@code zxid} in log and snapshots, durably, and reads aside what remains. Any thread; blocks.
   *
   * @return what remains, which ends with exactly {@code zxid}; null, with nothing forgotten, when the disk does not lead there: the
   *     server never had that txn, or was given a later state and knows nothing before it, or cannot read it any more
   * @throws IOException when forgetting fails; how much was forgotten by then, only the next start tells
   */
  @Nullable StagedState rewind(long zxid) throws IOException;

  /** Replaces tree and sessions. Pipeline's thread. */
  void install(StagedState state);

  /**
   * Makes a restart come back to the tree as it is: forgets later txns in log and snapshots and writes a snapshot, all durable when
   * it returns. A crash meanwhile leaves the state that was there before, or a beginning of it that has everything the tree has, or
   * the tree. Any thread; blocks.
   *
   * @throws IOException when the disk fails; as after a crash
   */
  void secure() throws IOException;
}
