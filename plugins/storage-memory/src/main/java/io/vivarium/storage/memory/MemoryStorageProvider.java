package io.vivarium.storage.memory;

import io.vivarium.spi.ConfigKey;
import io.vivarium.spi.FatalReason;
import io.vivarium.spi.PluginContext;
import io.vivarium.spi.PluginException;
import io.vivarium.spi.storage.Storage;
import io.vivarium.spi.storage.StorageProvider;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Registers the storage {@code memory}. */
public final class MemoryStorageProvider implements StorageProvider {
  static final ConfigKey<String> PLACE =
      ConfigKey.text(
          "memory.place",
          "",
          "Name under which the contents stay in this process when the server closes, for the next one that names it; empty:"
              + " they go with the server.");

  private static final Map<String, MemoryPlace> NAMED = new ConcurrentHashMap<>();

  /** For {@link java.util.ServiceLoader}. */
  public MemoryStorageProvider() {}

  @Override
  public String id() {
    return "memory";
  }

  @Override
  public List<ConfigKey<?>> configKeys() {
    return List.of(PLACE);
  }

  @Override
  public Storage create(PluginContext context) throws PluginException {
    String name = context.config().get(PLACE);
    if (name.length() > 200) {
      throw new PluginException(
          FatalReason.INVALID_INVOCATION,
          PLACE.name() + " has " + name.length() + " characters, at most 200 are allowed",
          null);
    }
    return new MemoryStorage(
        name.isEmpty()
            ? new MemoryPlace("nameless")
            : NAMED.computeIfAbsent(name, MemoryPlace::new));
  }
}
