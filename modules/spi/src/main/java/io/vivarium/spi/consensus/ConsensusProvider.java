package io.vivarium.spi.consensus;

import io.vivarium.spi.PluginProvider;

/** Registers a consensus engine. */
public interface ConsensusProvider extends PluginProvider<Consensus> {}
