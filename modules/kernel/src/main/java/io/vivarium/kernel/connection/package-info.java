/**
 * Client connections: from frames to requests and from answers to frames. Everything here runs on the I/O thread of the connection
 * concerned, and never blocks but on the pipeline's full ring. Start with {@link io.vivarium.kernel.connection.ClientConnection}.
 */
@NullMarked
package io.vivarium.kernel.connection;

import org.jspecify.annotations.NullMarked;
