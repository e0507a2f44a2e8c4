/** An authentication scheme: tokens whose hashes are in a file. */
module ${package} {
  requires static org.jspecify;
  requires io.vivarium.spi;

  provides io.vivarium.spi.auth.AuthenticationProvider with
      ${package}.TokenProvider;
}
