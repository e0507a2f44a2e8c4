package io.vivarium.kernel;

import io.vivarium.kernel.admin.ServerVersion;
import io.vivarium.spi.FatalErrors;
import io.vivarium.spi.TimeSource;
import java.util.concurrent.ThreadFactory;
import java.util.random.RandomGenerator;

/**
 * What a server takes from the machine, so that tests can give it something else.
 *
 * @param threads makes the kernel's own threads
 * @param random decides what is to differ between servers, such as when snapshots are taken; never anything replicated
 */
record ServerEnvironment(
    TimeSource time,
    ThreadFactory threads,
    RandomGenerator random,
    FatalErrors fatal,
    ServerVersion version) {}
