/**
 * Several servers that form one ensemble, each a process of its own on the loopback address.
 *
 * <p>{@link io.vivarium.acceptance.ensemble.EnsembleExtension} is where a test class starts. An {@link
 * io.vivarium.acceptance.ensemble.EnsembleSetup} says which kind each server is, so that Vivarium and Apache ZooKeeper
 * can be mixed; {@link io.vivarium.acceptance.ensemble.PeerNetwork} stands between the servers and can slow, silence or
 * cut each direction of each link.
 */
@NullMarked
package io.vivarium.acceptance.ensemble;

import org.jspecify.annotations.NullMarked;
