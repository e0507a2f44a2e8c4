/** The command {@code vivarium image}. */
module io.vivarium.image {
  requires static transitive org.jspecify;
  requires com.fasterxml.jackson.core;
  requires info.picocli;

  // Options are filled in from the command line by reflection.
  opens io.vivarium.image to
      info.picocli;
}
