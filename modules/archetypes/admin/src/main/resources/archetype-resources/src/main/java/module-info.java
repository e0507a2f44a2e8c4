/** An admin command that tells how much memory the server uses. */
module ${package} {
  requires static org.jspecify;
  requires io.vivarium.spi;

  provides io.vivarium.spi.admin.AdminCommandsProvider with
      ${package}.MemoryCommands;
}
