package io.vivarium.spi.admin;

import io.vivarium.spi.PluginProvider;

/** Registers a set of admin commands. */
public interface AdminCommandsProvider extends PluginProvider<AdminCommands> {}
