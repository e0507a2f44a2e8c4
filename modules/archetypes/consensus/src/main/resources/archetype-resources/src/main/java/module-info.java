/** A consensus engine for a server on its own. */
module ${package} {
  requires static org.jspecify;
  requires io.vivarium.spi;

  provides io.vivarium.spi.consensus.ConsensusProvider with
      ${package}.SoloProvider;
}
