package io.vivarium.kernel;

import io.vivarium.kernel.admin.ServerVersion;
import io.vivarium.kernel.execution.Execution;
import io.vivarium.spi.FatalErrors;
import io.vivarium.spi.TimeSource;
import java.util.random.RandomGenerator;

/**
 * What a server takes from the machine, so that tests can give it something else.
 *
 * @param execution what the kernel's parts run on
 * @param random decides what is to differ between servers, such as when snapshots are taken; never anything replicated
 */
record ServerEnvironment(
    TimeSource time,
    Execution execution,
    RandomGenerator random,
    FatalErrors fatal,
    ServerVersion version) {}
