/** zoo.cfg, dynamic configuration, system properties and environment, typed and checked; all problems are reported at once. */
module io.vivarium.config {
  requires static transitive org.jspecify;
  requires transitive io.vivarium.spi;
  requires org.apache.commons.configuration2;

  exports io.vivarium.config;
}
