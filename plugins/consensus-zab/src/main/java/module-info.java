/** Ensembles that speak the protocol of ZooKeeper's servers. */
module io.vivarium.consensus.zab {
  requires static transitive org.jspecify;
  requires io.vivarium.codec;
  requires io.vivarium.model;
  requires io.vivarium.sasl;
  requires io.vivarium.spi;
  requires io.vivarium.zab;
  requires org.slf4j;

  provides io.vivarium.spi.consensus.ConsensusProvider with
      io.vivarium.consensus.zab.ZabConsensusProvider;
}
