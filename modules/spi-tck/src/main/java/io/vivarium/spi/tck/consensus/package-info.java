/** The suite for consensus engines: extend {@link io.vivarium.spi.tck.consensus.ConsensusTck}. */
@NullMarked
package io.vivarium.spi.tck.consensus;

import org.jspecify.annotations.NullMarked;
