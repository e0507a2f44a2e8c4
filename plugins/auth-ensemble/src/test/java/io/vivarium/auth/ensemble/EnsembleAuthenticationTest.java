package io.vivarium.auth.ensemble;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.vivarium.model.AuthId;
import io.vivarium.spi.PluginException;
import io.vivarium.spi.auth.AuthOutcome;
import io.vivarium.spi.auth.AuthScheme;
import io.vivarium.spi.auth.AuthenticationProvider;
import io.vivarium.spi.tck.TckContext;
import io.vivarium.spi.tck.auth.AuthenticationTck;
import io.vivarium.spi.tck.auth.Credential;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;

class EnsembleAuthenticationTest extends AuthenticationTck {
  private static final AuthOutcome SERVED = new AuthOutcome.Accepted(List.of());

  @Override
  protected AuthenticationProvider provider() {
    return ServiceLoader.load(AuthenticationProvider.class).findFirst().orElseThrow();
  }

  @Override
  protected Map<String, String> config() {
    return Map.of("ensembleAuthName", "blue, blue-2");
  }

  /** Nothing is proved by a name. */
  @Override
  protected boolean provesByPackets() {
    return false;
  }

  @Override
  protected List<Credential> proofs() {
    return List.of();
  }

  @Override
  protected List<Credential> impostors() {
    return List.of(Credential.of("ensemble", "blue", "blue", ""));
  }

  @Override
  protected List<AuthId> invalidIds() {
    return List.of(new AuthId("ensemble", "blue"), new AuthId("ensemble", ""));
  }

  @Test
  void whoMeansThisEnsembleIsServed() {
    assertEquals(SERVED, says(scheme("ensemble"), "blue"));
    assertEquals(SERVED, says(scheme("ensemble"), "blue-2"));
  }

  @Test
  void whoMeansAnotherIsDisconnectedWithoutAnAnswerAndWithoutALineOfItsOwnInTheLog() {
    for (String name : List.of("green", "Blue", "blue ", "blue,blue-2", "x\nforged line")) {
      AuthOutcome.Dropped dropped =
          assertInstanceOf(AuthOutcome.Dropped.class, says(scheme("ensemble"), name), name);
      assertFalse(dropped.reason().contains(name), dropped.reason());
    }
  }

  @Test
  void whoMeansNoneIsServed() {
    assertEquals(SERVED, says(scheme("ensemble"), ""));
  }

  @Test
  void anEnsembleWithoutNamesServesEverybody() throws PluginException {
    for (String none : List.of("", " , ")) {
      AuthScheme scheme =
          new EnsembleAuthenticationProvider()
              .create(new TckContext(Map.of("ensembleAuthName", none)))
              .schemes()
              .getFirst();
      assertEquals(SERVED, says(scheme, "green"), none);
    }
  }

  private AuthOutcome says(AuthScheme scheme, String name) {
    return scheme.authenticate(peer(), name.getBytes(StandardCharsets.UTF_8));
  }
}
