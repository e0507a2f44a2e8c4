/** Consensus with a quorum of one. */
@NullMarked
package io.vivarium.consensus.standalone;

import org.jspecify.annotations.NullMarked;
