/** The authentication schemes that every ZooKeeper has: world, auth, digest, ip and the super user. */
module io.vivarium.auth.builtin {
  requires static transitive org.jspecify;
  requires io.vivarium.model;
  requires io.vivarium.spi;

  provides io.vivarium.spi.auth.AuthenticationProvider with
      io.vivarium.auth.builtin.BuiltinAuthenticationProvider;
}
