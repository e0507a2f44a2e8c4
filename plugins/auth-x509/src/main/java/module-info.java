/** The authentication scheme x509: identities from the certificates that clients show in TLS. */
@SuppressWarnings("module") // the digits belong to the name of the standard
module io.vivarium.auth.x509 {
  requires static transitive org.jspecify;
  requires io.vivarium.model;
  requires io.vivarium.spi;
  requires org.slf4j;

  provides io.vivarium.spi.auth.AuthenticationProvider with
      io.vivarium.auth.x509.X509AuthenticationProvider;
}
