package io.vivarium.kernel.plugin;

import io.vivarium.kernel.admin.CommandDesk;
import io.vivarium.spi.PluginException;
import io.vivarium.spi.admin.AdminCommand;
import io.vivarium.spi.admin.AdminCommands;
import java.util.ArrayList;
import java.util.List;

/** The commands that a plugin brings, at the desk where they are asked. One thread at a time. */
final class HostedCommands {
  private final CommandDesk desk;
  private final List<AdminCommand> commands;

  /** Asks the plugin for its commands; they are not offered yet. */
  HostedCommands(HostedPlugin<AdminCommands> plugin, CommandDesk desk) throws PluginException {
    this.desk = desk;
    this.commands =
        plugin.ask(
            "commands",
            "did not tell its commands",
            () -> {
              List<AdminCommand> hosted = new ArrayList<>();
              for (AdminCommand command : plugin.instance().commands(desk)) {
                hosted.add(new HostedCommand(command, plugin.faults()));
              }
              return hosted;
            });
  }

  /** Offers them; fails when a name is taken. */
  void offer() throws PluginException {
    desk.replace(List.of(), commands);
  }

  /** Offers them in the place of others; fails when a name is taken by anybody else, and nothing has changed then. */
  void offerInsteadOf(HostedCommands others) throws PluginException {
    desk.replace(others.commands, commands);
  }
}
