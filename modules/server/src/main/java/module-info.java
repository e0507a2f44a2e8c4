/** The composition root and the command line. */
module io.vivarium.server {
  requires static transitive org.jspecify;
  requires io.vivarium.kernel;
  requires io.vivarium.config;
  requires io.vivarium.spi;
  requires info.picocli;
  requires org.slf4j;

  // Commands are filled in from the command line by reflection.
  opens io.vivarium.server.command to
      info.picocli;
}
