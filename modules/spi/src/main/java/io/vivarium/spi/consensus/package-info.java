/** The consensus SPI: one order of txns on all servers. Provider: {@link io.vivarium.spi.consensus.ConsensusProvider}; instance: {@link io.vivarium.spi.consensus.Consensus}; TCK: {@code ConsensusTck}. */
@NullMarked
package io.vivarium.spi.consensus;

import org.jspecify.annotations.NullMarked;
