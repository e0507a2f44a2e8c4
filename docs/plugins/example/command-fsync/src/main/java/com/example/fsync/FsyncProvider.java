package com.example.fsync;

import io.vivarium.spi.ConfigKey;
import io.vivarium.spi.FatalReason;
import io.vivarium.spi.PluginContext;
import io.vivarium.spi.PluginException;
import io.vivarium.spi.admin.AdminCommand;
import io.vivarium.spi.admin.AdminCommands;
import io.vivarium.spi.admin.AdminCommandsProvider;
import io.vivarium.spi.admin.AdminHost;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Registers the command {@code fsync}. */
public final class FsyncProvider implements AdminCommandsProvider {
  private static final ConfigKey<Path> DIRECTORY =
      ConfigKey.path("fsync.directory", "Directory on the disk that the command measures.");

  @Override
  public String id() {
    return "fsync";
  }

  @Override
  public int spiVersion() {
    return SPI_VERSION;
  }

  @Override
  public List<ConfigKey<?>> configKeys() {
    return List.of(DIRECTORY);
  }

  @Override
  public AdminCommands create(PluginContext context) throws PluginException {
    Path directory = context.config().find(DIRECTORY);
    if (directory == null || !Files.isDirectory(directory)) {
      throw new PluginException(
          FatalReason.INVALID_INVOCATION,
          DIRECTORY.name() + " must name a directory on the disk to be measured, not " + directory,
          null);
    }
    return new OneCommand(new FsyncCommand(context.grants().file(directory), context.time()));
  }

  private record OneCommand(FsyncCommand command) implements AdminCommands {
    @Override
    public List<AdminCommand> commands(AdminHost host) {
      return List.of(command);
    }

    @Override
    public void start() {}

    @Override
    public void close() {}
  }
}
