/**
 * Servers as a user would run them: one process, one configuration file, one data directory.
 *
 * <p>{@link io.vivarium.acceptance.fixture.ServerExtension} is where a test class starts: it runs one server for the
 * class, hands out clients, and prints the server's log when a test fails. {@link
 * io.vivarium.acceptance.server.ServerKind} chooses between the packaged Vivarium and Apache ZooKeeper, which is the
 * reference that every suite must pass as well.
 */
@NullMarked
package io.vivarium.acceptance.server;

import org.jspecify.annotations.NullMarked;
