/**
 * What a plugin may implement and what it is handed: interfaces, records and error types, free of
 * library types.
 */
module io.vivarium.spi {
  requires static transitive org.jspecify;
  requires transitive io.vivarium.model;

  exports io.vivarium.spi;
  exports io.vivarium.spi.admin;
  exports io.vivarium.spi.audit;
  exports io.vivarium.spi.auth;
  exports io.vivarium.spi.consensus;
  exports io.vivarium.spi.exporter;
  exports io.vivarium.spi.metrics;
  exports io.vivarium.spi.storage;
  exports io.vivarium.spi.transport;
}
