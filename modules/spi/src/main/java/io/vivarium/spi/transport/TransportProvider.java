package io.vivarium.spi.transport;

import io.vivarium.spi.PluginProvider;

/** Registers a transport. */
public interface TransportProvider extends PluginProvider<Transport> {}
