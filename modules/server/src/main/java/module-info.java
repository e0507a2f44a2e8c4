/** The composition root and the command line. */
module io.vivarium.server {
  requires static transitive org.jspecify;
  requires io.vivarium.kernel;
  requires io.vivarium.config;
  requires io.vivarium.spi;
  requires info.picocli;
  requires org.slf4j;
  // In every package that writes a log; a server without it logs nothing and works.
  requires static ch.qos.logback.classic;
  requires static ch.qos.logback.core;

  // Logback makes what a configuration names.
  exports io.vivarium.server.log to
      ch.qos.logback.core;

  // Commands are filled in from the command line by reflection.
  opens io.vivarium.server.command to
      info.picocli;
}
