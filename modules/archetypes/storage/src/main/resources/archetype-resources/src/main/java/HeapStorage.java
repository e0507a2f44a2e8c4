package ${package};

import io.vivarium.spi.FatalReason;
import io.vivarium.spi.PluginException;
import io.vivarium.spi.storage.DurableNumber;
import io.vivarium.spi.storage.SnapshotStore;
import io.vivarium.spi.storage.Storage;
import io.vivarium.spi.storage.TxnLog;

/** A storage whose log, snapshots and numbers are in a {@link Place}. */
final class HeapStorage implements Storage {
  private final Place place;

  HeapStorage(Place place) {
    this.place = place;
  }

  @Override
  public void start() throws PluginException {
    if (!place.acquire(this)) {
      throw new PluginException(
          FatalReason.DATA_DIRECTORY,
          "the place \"" + place.name + "\" is in use by another server of this process",
          null);
    }
  }

  @Override
  public TxnLog log() {
    return place.log;
  }

  @Override
  public SnapshotStore snapshots() {
    return place.snapshots;
  }

  @Override
  public DurableNumber number(String name) {
    return place.numbers.named(name);
  }

  @Override
  public void close() {
    place.release(this);
  }
}
