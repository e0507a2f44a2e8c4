/** Connections, sessions, the pipeline from request to reply, plugin loading, snapshots and recovery. */
module io.vivarium.kernel {
  requires static transitive org.jspecify;
  requires java.management;
  requires jdk.management;
  requires io.vivarium.model;
  requires io.vivarium.codec;
  requires io.vivarium.tree;
  requires io.vivarium.spi;
  requires io.vivarium.config;
  requires com.lmax.disruptor;
  requires com.github.benmanes.caffeine;
  requires org.slf4j;

  // Plugins: kernel.plugin asks the ServiceLoader for each kind.
  uses io.vivarium.spi.auth.AuthenticationProvider;
  uses io.vivarium.spi.consensus.ConsensusProvider;
  uses io.vivarium.spi.storage.StorageProvider;
  uses io.vivarium.spi.transport.TransportProvider;
}
