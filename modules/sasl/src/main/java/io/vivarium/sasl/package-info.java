/**
 * SASL as ZooKeeper's clients and servers speak it, and SCRAM for new clients: no socket, no frame, only tokens. A {@link
 * io.vivarium.sasl.ServerExchange} takes the tokens of a peer, bounded in size and number; a {@link
 * io.vivarium.sasl.ClientMechanism} begins conversations with another server. Who may log in stands in JAAS files, {@link
 * io.vivarium.sasl.LoginSection}.
 *
 * <p>No message of an exception here holds a secret, nor a character that could forge a line of a log.
 */
@NullMarked
package io.vivarium.sasl;

import org.jspecify.annotations.NullMarked;
