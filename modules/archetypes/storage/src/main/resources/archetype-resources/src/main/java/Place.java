package ${package};

import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** What a disk is to other storages: it keeps what was stored from one {@link HeapStorage} to the next. Any thread. */
final class Place {
  final String name;
  final HeapLog log = new HeapLog();
  final HeapSnapshots snapshots = new HeapSnapshots(log);
  final HeapNumbers numbers = new HeapNumbers();
  private final AtomicReference<@Nullable HeapStorage> owner = new AtomicReference<>();

  Place(String name) {
    this.name = name;
  }

  /** Takes possession; false when another storage has it. */
  boolean acquire(HeapStorage storage) {
    return owner.compareAndSet(null, storage);
  }

  /** Gives the place back, if that storage has it; what was not forced goes. */
  void release(HeapStorage storage) {
    if (owner.get() == storage) {
      log.loseUnforced();
      owner.set(null);
    }
  }
}
