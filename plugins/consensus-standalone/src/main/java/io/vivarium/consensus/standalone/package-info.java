/**
 * Consensus with a quorum of one: a proposal is committed as soon as this server's own disk has it. Start reading at {@code
 * StandaloneConsensus}, which is the whole of it.
 */
@NullMarked
package io.vivarium.consensus.standalone;

import org.jspecify.annotations.NullMarked;
