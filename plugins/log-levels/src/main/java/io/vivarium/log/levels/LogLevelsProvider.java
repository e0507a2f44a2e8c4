package io.vivarium.log.levels;

import io.vivarium.spi.PluginContext;
import io.vivarium.spi.admin.AdminCommands;
import io.vivarium.spi.admin.AdminCommandsProvider;

/** Registers the command {@code log_level}. */
public final class LogLevelsProvider implements AdminCommandsProvider {
  @Override
  public String id() {
    return "log-levels";
  }

  @Override
  public AdminCommands create(PluginContext context) {
    return new LogLevels();
  }
}
