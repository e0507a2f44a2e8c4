/**
 * The program: {@link io.vivarium.server.Main} hands the command line to the commands in {@code io.vivarium.server.command}, of which
 * {@code server} builds a server from a configuration and runs it until it is told to stop.
 */
@NullMarked
package io.vivarium.server;

import org.jspecify.annotations.NullMarked;
