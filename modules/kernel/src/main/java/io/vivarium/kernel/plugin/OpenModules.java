package io.vivarium.kernel.plugin;

import java.io.IOException;
import java.io.InputStream;
import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReader;
import java.lang.module.ModuleReference;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Modules whose jars are open from the start. Java's loader of a layer opens a jar when it first needs something of it, and when the
 * plugin was upgraded or removed by then, it gets a class of another version, or none. Here it gets a view of a jar that is open
 * already, whenever it asks and however often. That goes for classes only: of a resource the loader asks for the address, and Java
 * reads it from there, which is on the disk.
 *
 * <p>The jars are not closed with a view: they stay open for as long as anything refers to the layer that was made of these modules, and
 * Java closes them after that. {@link #close} is for when there is to be no such layer. Any thread.
 */
final class OpenModules implements ModuleFinder, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(OpenModules.class);

  private final Map<String, OpenModule> modules = new HashMap<>();

  private OpenModules() {}

  /**
   * Opens all modules that a finder has; fails as its methods do.
   *
   * @throws IOException when a jar cannot be opened; none is open then
   */
  static OpenModules of(ModuleFinder finder) throws IOException {
    OpenModules opened = new OpenModules();
    boolean all = false;
    try {
      for (ModuleReference reference : finder.findAll()) {
        opened.modules.put(
            reference.descriptor().name(), new OpenModule(reference, reference.open()));
      }
      all = true;
      return opened;
    } finally {
      if (!all) {
        opened.close();
      }
    }
  }

  @Override
  public Optional<ModuleReference> find(String name) {
    return Optional.ofNullable(modules.get(name));
  }

  @Override
  public Set<ModuleReference> findAll() {
    return Set.copyOf(modules.values());
  }

  /** Closes the jars; nothing can be read by way of the views of them any more. */
  @Override
  public void close() {
    for (OpenModule module : modules.values()) {
      try {
        module.reader.close();
      } catch (IOException e) {
        LOG.warn("{} was read, and cannot be closed", module, e);
      }
    }
  }

  private static final class OpenModule extends ModuleReference {
    private final ModuleReader reader;

    OpenModule(ModuleReference reference, ModuleReader reader) {
      super(reference.descriptor(), reference.location().orElse(null));
      this.reader = reader;
    }

    @Override
    public ModuleReader open() {
      return new View(reader);
    }
  }

  private static final class View implements ModuleReader {
    private final ModuleReader reader;
    private volatile boolean closed;

    View(ModuleReader reader) {
      this.reader = reader;
    }

    @Override
    public Optional<URI> find(String name) throws IOException {
      return open().find(name);
    }

    @Override
    public Optional<InputStream> open(String name) throws IOException {
      return open().open(name);
    }

    @Override
    public Stream<String> list() throws IOException {
      return open().list();
    }

    private ModuleReader open() throws IOException {
      if (closed) {
        throw new IOException("the view of a module has been closed");
      }
      return reader;
    }

    @Override
    public void close() {
      closed = true;
    }
  }
}
