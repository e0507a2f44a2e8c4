package io.vivarium.spi.storage;

import io.vivarium.spi.PluginProvider;

/** Registers a storage. */
public interface StorageProvider extends PluginProvider<Storage> {}
