package io.vivarium.log.levels;

import ch.qos.logback.classic.LoggerContext;
import io.vivarium.spi.FatalReason;
import io.vivarium.spi.PluginException;
import io.vivarium.spi.admin.AdminCommand;
import io.vivarium.spi.admin.AdminCommands;
import io.vivarium.spi.admin.AdminHost;
import java.util.List;
import org.slf4j.ILoggerFactory;
import org.slf4j.LoggerFactory;

/** The set of one command. Holds nothing. */
final class LogLevels implements AdminCommands {
  @Override
  public List<AdminCommand> commands(AdminHost host) {
    return List.of(new LogLevelCommand(LoggerFactory::getILoggerFactory));
  }

  @Override
  public void start() throws PluginException {
    ILoggerFactory factory = LoggerFactory.getILoggerFactory();
    if (!(factory instanceof LoggerContext)) {
      throw new PluginException(
          FatalReason.INVALID_INVOCATION,
          "logging is done by "
              + factory.getClass().getName()
              + " and not by Logback: levels cannot be changed; set commands to nothing",
          null);
    }
  }

  @Override
  public void close() {
    // Levels that were set stay: another instance finds them as they are.
  }
}
