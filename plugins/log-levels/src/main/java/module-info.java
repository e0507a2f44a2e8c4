/** An admin command that shows and sets levels of logging while the server runs. */
module io.vivarium.log.levels {
  requires static transitive org.jspecify;
  requires io.vivarium.spi;
  requires ch.qos.logback.classic;
  requires org.slf4j;

  provides io.vivarium.spi.admin.AdminCommandsProvider with
      io.vivarium.log.levels.LogLevelsProvider;
}
