package io.vivarium.kernel;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vivarium.spi.FatalReason;
import io.vivarium.spi.PluginException;
import io.vivarium.spi.auth.AuthScheme;
import io.vivarium.spi.auth.Authentication;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SchemesTest {
  private static final List<Authentication> TWO =
      List.of(plugin("world", "digest"), plugin("sasl"));

  @Test
  void theSchemesOfAllPluginsAreThere() {
    assertEquals(Set.of("world", "digest", "sasl"), Schemes.byName(TWO).keySet());
  }

  @Test
  void aSchemeOfTwoPluginsIsRefused() {
    List<Authentication> twice = List.of(plugin("digest"), plugin("digest"));
    String said =
        assertThrows(IllegalStateException.class, () -> Schemes.byName(twice)).getMessage();
    assertTrue(said.contains("digest"), said);
  }

  @Test
  void schemesThatAreRequiredAndThereAreFine() {
    assertDoesNotThrow(() -> Schemes.check(List.of(), TWO));
    assertDoesNotThrow(() -> Schemes.check(List.of("sasl", "digest"), TWO));
  }

  @Test
  void aRequiredSchemeThatNobodyOffersIsRefusedByName() {
    PluginException e =
        assertThrows(PluginException.class, () -> Schemes.check(List.of("sasl", "x509"), TWO));
    assertEquals(FatalReason.INVALID_INVOCATION, e.reason());
    assertTrue(e.getMessage().contains("the scheme x509;"), e.getMessage());
  }

  @Test
  void whoIsToLookAtCertificatesHasToBeThere() {
    assertDoesNotThrow(() -> Schemes.checkCertificates(null, TWO));
    assertDoesNotThrow(() -> Schemes.checkCertificates("sasl", TWO));
    PluginException e =
        assertThrows(PluginException.class, () -> Schemes.checkCertificates("plant", TWO));
    assertTrue(e.getMessage().startsWith("ssl.authProvider=plant, but no plugin"), e.getMessage());
  }

  private static Authentication plugin(String... names) {
    List<AuthScheme> schemes =
        Stream.of(names).<AuthScheme>map(name -> new FakeScheme(name, true)).toList();
    return new Authentication() {
      @Override
      public List<AuthScheme> schemes() {
        return schemes;
      }

      @Override
      public void start() {}

      @Override
      public void close() {}
    };
  }
}
