package ${package};

import io.vivarium.spi.PluginContext;
import io.vivarium.spi.admin.AdminCommand;
import io.vivarium.spi.admin.AdminCommands;
import io.vivarium.spi.admin.AdminCommandsProvider;
import io.vivarium.spi.admin.AdminHost;
import java.util.List;

/** Registers the command {@code memory}. */
public final class MemoryCommands implements AdminCommandsProvider {
  @Override
  public String id() {
    return "${artifactId}";
  }

  @Override
  public int spiVersion() {
    return SPI_VERSION;
  }

  @Override
  public AdminCommands create(PluginContext context) {
    return new OneCommand();
  }

  /** Holds nothing, so there is nothing to start and nothing to give back. */
  private static final class OneCommand implements AdminCommands {
    @Override
    public List<AdminCommand> commands(AdminHost host) {
      return List.of(new MemoryCommand());
    }

    @Override
    public void start() {}

    @Override
    public void close() {}
  }
}
