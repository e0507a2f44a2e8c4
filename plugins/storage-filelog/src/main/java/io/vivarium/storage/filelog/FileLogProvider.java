package io.vivarium.storage.filelog;

import io.vivarium.spi.ConfigKey;
import io.vivarium.spi.PluginContext;
import io.vivarium.spi.PluginException;
import io.vivarium.spi.storage.Storage;
import io.vivarium.spi.storage.StorageProvider;
import java.util.List;

/** Registers the storage {@code filelog}. */
public final class FileLogProvider implements StorageProvider {
  /** For {@link java.util.ServiceLoader}. */
  public FileLogProvider() {}

  @Override
  public String id() {
    return "filelog";
  }

  @Override
  public List<ConfigKey<?>> configKeys() {
    return Keys.all();
  }

  @Override
  public Storage create(PluginContext context) throws PluginException {
    return new FileStorage(new RealDisk(), Settings.of(context.config()), context, true);
  }
}
