/** Connections, sessions, the pipeline from request to reply, plugin loading, snapshots and recovery. */
module io.vivarium.kernel {
  requires static transitive org.jspecify;
  requires java.management;
  requires jdk.management;
  requires transitive io.vivarium.model;
  requires io.vivarium.codec;
  requires transitive io.vivarium.tree;
  requires transitive io.vivarium.spi;
  requires transitive io.vivarium.config;
  requires com.lmax.disruptor;
  requires org.slf4j;

  // Plugins: kernel.plugin asks the ServiceLoader for each kind.
  uses io.vivarium.spi.admin.AdminCommandsProvider;
  uses io.vivarium.spi.admin.AdminEndpointProvider;
  uses io.vivarium.spi.audit.AuditProvider;
  uses io.vivarium.spi.auth.AuthenticationProvider;
  uses io.vivarium.spi.consensus.ConsensusProvider;
  uses io.vivarium.spi.exporter.MetricsExporterProvider;
  uses io.vivarium.spi.storage.StorageProvider;
  uses io.vivarium.spi.transport.TransportProvider;

  exports io.vivarium.kernel;
  // What plugins say of themselves, for the command that installs them.
  exports io.vivarium.kernel.descriptor;
  exports io.vivarium.kernel.execution;
  // Recovery, for tools that look at a data directory as a start would.
  exports io.vivarium.kernel.snapshot;
}
