package io.vivarium.tools.backup;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What one backup consists of. Complete in itself: a snapshot and the logs that lead from it to {@link #lastZxid}. Logs from before the
 * snapshot may be in it, too, which tell when its last txn was prepared and join it to the backup before.
 *
 * @param id its name, by which backups sort in the order they were made
 * @param created when it was made
 * @param source the directory it was made of
 * @param continues id of the backup whose history this one's logs continue without a gap; null when there is none
 * @param numbers small numbers beside the snapshots, such as currentEpoch
 * @param snapshot the snapshot
 * @param logs the logs, smallest zxid first
 * @param lastZxid the last txn in it
 * @param lastTime when that was prepared, ms since 1970; 0 when nobody knows
 */
record Manifest(
    String id,
    Instant created,
    String source,
    @Nullable String continues,
    Map<String, Long> numbers,
    Snapshot snapshot,
    List<Log> logs,
    long lastZxid,
    long lastTime) {

  Manifest {
    numbers = Map.copyOf(numbers);
    logs = List.copyOf(logs);
  }

  /**
   * A snapshot in a backup.
   *
   * @param name of the file
   * @param zxid all txns up to it are in the snapshot
   * @param exactFrom effects of txns up to this one may be in it, so nothing earlier can be restored from it; −1 when it does not tell
   * @param time of the newest of these effects, ms since 1970; where nobody knows it, a later one
   * @param piece its bytes
   */
  record Snapshot(String name, long zxid, long exactFrom, long time, Piece piece) {
    /** The first zxid that can be restored from it. */
    long from() {
      return Math.max(zxid, exactFrom);
    }
  }

  /**
   * A log in a backup.
   *
   * @param name of the file
   * @param zxid the number in the name
   * @param lastZxid its last txn; −1 when it has none
   * @param pieces its bytes, one behind the other, up to the end of the last whole record
   */
  record Log(String name, long zxid, long lastZxid, List<Piece> pieces) {
    Log {
      pieces = List.copyOf(pieces);
    }

    long length() {
      return pieces.stream().mapToLong(Piece::length).sum();
    }
  }

  /** Bytes of all files, as they are in a data directory. */
  long size() {
    return snapshot.piece().length() + logs.stream().mapToLong(Log::length).sum();
  }
}
