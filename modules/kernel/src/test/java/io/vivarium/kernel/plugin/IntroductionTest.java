package io.vivarium.kernel.plugin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vivarium.spi.ConfigKey;
import io.vivarium.spi.PluginContext;
import io.vivarium.spi.PluginProvider;
import io.vivarium.spi.audit.AuditLog;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Providers that cannot even say who they are. */
@Tag("no-plugins")
class IntroductionTest {
  private static final ConfigKey<String> KEY = ConfigKey.text("mine", null, "A text.");

  private final Misbehaviour.Trap trap = new Misbehaviour.Trap();

  @Test
  void aProviderIsAskedOnce() throws Exception {
    Introduction itself = Introduction.of(new Sample("log", List.of(KEY)), "here");
    assertEquals("log", itself.id());
    assertEquals(PluginProvider.SPI_VERSION, itself.spiVersion());
    assertEquals(List.of(KEY), itself.keys());
  }

  @Test
  void aKeyThatIsThereTwiceIsNamed() {
    assertProblem(
        new Sample("log", List.of(KEY, KEY)), "here: its configuration key mine is there twice");
  }

  @Test
  void keysThatAreNoneAreNamed() {
    assertProblem(
        new Sample("log", List.of(ConfigKey.text("", null, "A text."))),
        "here: one of its configuration keys has no name");
    assertProblem(nothing(), "here: the provider does not tell its id");
  }

  @ParameterizedTest
  @EnumSource(Misbehaviour.class)
  void whateverAProviderDoesIsAProblemWithItsPlace(Misbehaviour how) {
    PluginProblem problem =
        assertThrows(
            PluginProblem.class,
            () ->
                Introduction.bounded(
                    "here",
                    null,
                    (thread, atMost) -> trap.await(thread),
                    () -> {
                      how.happen(trap);
                      return null;
                    }));
    assertTrue(problem.getMessage().startsWith("here: its provider "), problem::getMessage);
    trap.open();
  }

  private static void assertProblem(PluginProvider<AuditLog> provider, String expected) {
    PluginProblem problem =
        assertThrows(PluginProblem.class, () -> Introduction.of(provider, "here"));
    assertEquals(expected, problem.getMessage());
  }

  @SuppressWarnings("NullAway") // what no plugin may do is what is tried
  private static Sample nothing() {
    return new Sample(null, List.of());
  }

  private record Sample(String id, List<ConfigKey<?>> configKeys)
      implements PluginProvider<AuditLog> {
    @Override
    public AuditLog create(PluginContext context) {
      throw new UnsupportedOperationException("never asked");
    }
  }
}
