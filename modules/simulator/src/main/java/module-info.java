/** Whole servers on one thread from a seed, with a network and disks that fail. For tests, of other people's engines too. */
module io.vivarium.simulator {
  requires static transitive org.jspecify;
  requires io.vivarium.codec;
  requires io.vivarium.config;
  requires io.vivarium.kernel;
  requires io.vivarium.model;
  requires transitive io.vivarium.spi;
  requires io.vivarium.tree;

  // The schemes that every server has.
  uses io.vivarium.spi.auth.AuthenticationProvider;

  exports io.vivarium.simulator;
}
