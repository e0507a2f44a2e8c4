/** The command that makes credentials of passwords. */
module io.vivarium.credentials {
  requires static transitive org.jspecify;
  requires info.picocli;
  requires io.vivarium.sasl;

  // Commands are filled in from the command line by reflection.
  opens io.vivarium.credentials to
      info.picocli;
}
