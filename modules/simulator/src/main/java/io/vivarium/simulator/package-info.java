/**
 * Whole servers on one thread, from one seed: time, chance, network, disk and threads are the simulator's, everything else is what
 * runs in production.
 *
 * <p>{@link io.vivarium.simulator.EngineTrial} is for authors of consensus engines. Inside, start reading at {@code Simulation}. {@code Scheduler} has the events, {@code Life} is one run of a
 * process, {@code Network} and {@code Disk} are what goes wrong, {@code Oracle} says what must hold.
 */
@NullMarked
package io.vivarium.simulator;

import org.jspecify.annotations.NullMarked;
