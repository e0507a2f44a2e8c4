/** Whole servers on one thread from a seed, with a network and disks that fail. For tests. */
module io.vivarium.simulator {
  requires static transitive org.jspecify;
  requires io.vivarium.codec;
  requires io.vivarium.config;
  requires io.vivarium.kernel;
  requires io.vivarium.model;
  requires io.vivarium.spi;
  requires io.vivarium.tree;
}
