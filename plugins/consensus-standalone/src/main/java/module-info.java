/** Consensus with a quorum of one. */
module io.vivarium.consensus.standalone {
  requires static transitive org.jspecify;
  requires io.vivarium.model;
  requires io.vivarium.codec;
  requires io.vivarium.spi;
  requires org.slf4j;
}
