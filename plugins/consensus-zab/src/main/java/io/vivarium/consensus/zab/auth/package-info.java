/**
 * How servers prove to each other who they are, before the first packet of a quorum connection and behind the initial message of an
 * election connection. Start reading at {@link io.vivarium.consensus.zab.auth.PeerAuthentication}.
 */
@NullMarked
package io.vivarium.consensus.zab.auth;

import org.jspecify.annotations.NullMarked;
