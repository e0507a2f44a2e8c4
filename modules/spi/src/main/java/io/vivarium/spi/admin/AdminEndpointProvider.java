package io.vivarium.spi.admin;

import io.vivarium.spi.PluginProvider;

/** Registers an admin endpoint. */
public interface AdminEndpointProvider extends PluginProvider<AdminEndpoint> {}
