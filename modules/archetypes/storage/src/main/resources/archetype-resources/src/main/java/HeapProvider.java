package ${package};

import io.vivarium.spi.ConfigKey;
import io.vivarium.spi.PluginContext;
import io.vivarium.spi.storage.Storage;
import io.vivarium.spi.storage.StorageProvider;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Registers the storage {@code ${artifactId}}. */
public final class HeapProvider implements StorageProvider {
  static final ConfigKey<String> PLACE =
      ConfigKey.text(
          "heap.place", "", "Name under which contents outlive their server; empty: they do not.");

  /** What servers of this process have stored under a name. */
  private static final Map<String, Place> PLACES = new ConcurrentHashMap<>();

  @Override
  public String id() {
    return "${artifactId}";
  }

  @Override
  public int spiVersion() {
    return SPI_VERSION;
  }

  @Override
  public List<ConfigKey<?>> configKeys() {
    return List.of(PLACE);
  }

  @Override
  public Storage create(PluginContext context) {
    String name = context.config().get(PLACE);
    return new HeapStorage(
        name.isEmpty() ? new Place("nameless") : PLACES.computeIfAbsent(name, Place::new));
  }
}
