/**
 * Election connections: one between each two servers, kept by the rule that the server with the larger number opens it; one with a
 * smaller number connects only to be called back. Start reading at {@link io.vivarium.consensus.zab.election.ElectionConnections}.
 */
@NullMarked
package io.vivarium.consensus.zab.election;

import org.jspecify.annotations.NullMarked;
