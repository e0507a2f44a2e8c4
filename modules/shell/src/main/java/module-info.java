/** The command {@code vivarium shell}. */
module io.vivarium.shell {
  requires static transitive org.jspecify;
  requires com.fasterxml.jackson.core;
  requires info.picocli;
  requires io.vivarium.client;
  requires io.vivarium.model;
  requires io.vivarium.sasl;
  requires org.jline.reader;
  requires org.jline.terminal;

  // Options are filled in from the command line by reflection.
  opens io.vivarium.shell to
      info.picocli;
}
