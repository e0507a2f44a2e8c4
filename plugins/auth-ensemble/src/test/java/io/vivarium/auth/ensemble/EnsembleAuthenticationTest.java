package io.vivarium.auth.ensemble;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.vivarium.model.AuthId;
import io.vivarium.spi.PluginException;
import io.vivarium.spi.auth.AuthOutcome;
import io.vivarium.spi.auth.AuthScheme;
import io.vivarium.spi.auth.AuthenticationProvider;
import io.vivarium.spi.metrics.Counter;
import io.vivarium.spi.metrics.Metrics;
import io.vivarium.spi.metrics.Summary;
import io.vivarium.spi.tck.TckContext;
import io.vivarium.spi.tck.auth.AuthenticationTck;
import io.vivarium.spi.tck.auth.Credential;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.function.LongSupplier;
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

  /** Dashboards have these names from ZooKeeper. */
  @Test
  void whatClientsMeanIsCounted() {
    Counts counts = new Counts();
    EnsembleScheme scheme = new EnsembleScheme(Set.of("blue"), counts);
    for (String name : List.of("green", "blue", "blue", "", "", "")) {
      says(scheme, name);
    }
    says(new EnsembleScheme(Set.of(), counts), "green");

    assertEquals(
        Map.of("ensemble_auth_fail", 1L, "ensemble_auth_success", 2L, "ensemble_auth_skip", 4L),
        counts.byName);
  }

  private static final class Counts implements Metrics {
    private final Map<String, Long> byName = new HashMap<>();

    @Override
    public Counter counter(String name) {
      return new Counter() {
        @Override
        public void add(long amount) {
          byName.merge(name, amount, Long::sum);
        }

        @Override
        public long value() {
          return byName.getOrDefault(name, 0L);
        }
      };
    }

    @Override
    public void gauge(String name, LongSupplier value) {
      throw new AssertionError(name);
    }

    @Override
    public Summary summary(String name) {
      throw new AssertionError(name);
    }
  }

  private AuthOutcome says(AuthScheme scheme, String name) {
    return scheme.authenticate(peer(), name.getBytes(StandardCharsets.UTF_8));
  }
}
