/** Consensus with a quorum of one. */
module io.vivarium.consensus.standalone {
  requires static transitive org.jspecify;
  requires io.vivarium.model;
  requires io.vivarium.spi;

  provides io.vivarium.spi.consensus.ConsensusProvider with
      io.vivarium.consensus.standalone.StandaloneConsensusProvider;
}
