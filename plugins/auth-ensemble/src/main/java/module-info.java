/** The authentication scheme ensemble: clients that say which ensemble they mean are sent away by others. */
module io.vivarium.auth.ensemble {
  requires static transitive org.jspecify;
  requires io.vivarium.spi;

  provides io.vivarium.spi.auth.AuthenticationProvider with
      io.vivarium.auth.ensemble.EnsembleAuthenticationProvider;
}
