/** An abstract JUnit suite per SPI. A plugin proves itself by extending the suite of the SPI that it implements. */
module io.vivarium.spi.tck {
  requires static transitive org.jspecify;
  requires transitive io.vivarium.model;
  requires transitive io.vivarium.spi;
  requires transitive org.junit.jupiter.api;

  exports io.vivarium.spi.tck;
  exports io.vivarium.spi.tck.admin;
  exports io.vivarium.spi.tck.audit;
  exports io.vivarium.spi.tck.auth;
  exports io.vivarium.spi.tck.consensus;
  exports io.vivarium.spi.tck.metrics;
  exports io.vivarium.spi.tck.storage;
  exports io.vivarium.spi.tck.transport;
}
