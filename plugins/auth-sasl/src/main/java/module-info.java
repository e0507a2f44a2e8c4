/** The authentication scheme sasl. */
module io.vivarium.auth.sasl {
  requires static transitive org.jspecify;
  requires io.vivarium.model;
  requires io.vivarium.sasl;
  requires io.vivarium.spi;
  requires java.security.jgss;
  requires org.slf4j;

  provides io.vivarium.spi.auth.AuthenticationProvider with
      io.vivarium.auth.sasl.SaslAuthenticationProvider;
}
