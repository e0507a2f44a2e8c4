package io.vivarium.spi.consensus;

import io.vivarium.spi.transport.Transport;
import java.util.concurrent.Executor;
import java.util.random.RandomGenerator;

/**
 * What an engine works with. Given by the host, so that the same engine runs in production and in a simulator that owns network,
 * chance and threads.
 *
 * @param ensemble what the server was told of its ensemble
 * @param network connections to peers; started, and closed by the host after the engine
 * @param random chance; pipeline's thread
 * @param blocking runs tasks that may block, each on a thread of its own; any thread. Tasks must end soon after the engine was closed
 */
public record EngineResources(
    EnsembleSettings ensemble, Transport network, RandomGenerator random, Executor blocking) {}
