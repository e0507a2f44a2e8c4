/**
 * Configuration, from text to typed values. {@link io.vivarium.config.ConfigLoader} reads a {@link io.vivarium.config.ConfigSource}
 * (a {@code zoo.cfg} with its dynamic file, system properties, the environment, code) and gives a {@link
 * io.vivarium.config.ConfigResult}: a {@link io.vivarium.config.ServerConfig}, or everything that is wrong. The tables of keys say of every key of
 * ZooKeeper 3.9.5, and of our own, what it means and what is done with it.
 *
 * <p>Nothing here starts a thread, and nothing is read from the machine but what {@link
 * io.vivarium.config.ConfigSource#ofMachine} stands for. Values of secret keys are masked as soon as they are shown.
 */
@NullMarked
package io.vivarium.config;

import org.jspecify.annotations.NullMarked;
