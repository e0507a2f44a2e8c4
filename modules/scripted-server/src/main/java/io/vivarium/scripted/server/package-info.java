/** The server's end of a connection, played by the tests of clients: {@link io.vivarium.scripted.server.ScriptedServer}. */
@NullMarked
package io.vivarium.scripted.server;

import org.jspecify.annotations.NullMarked;
