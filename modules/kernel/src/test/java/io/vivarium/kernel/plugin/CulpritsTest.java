package io.vivarium.kernel.plugin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vivarium.spi.PluginContext;
import io.vivarium.spi.PluginProvider;
import io.vivarium.spi.audit.AuditLog;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Whose fault it was, by a stack trace; the plugin of these tests is the package that they stand in. */
@Tag("no-plugins")
class CulpritsTest {
  private final Culprits culprits = new Culprits();
  private final InstalledPlugin<AuditLog> mine =
      Hosting.installed(PluginKind.AUDIT, "mine", new Provider("mine"));

  @Test
  void thePluginIsFoundInTheStackTrace() {
    assertNull(culprits.in(new IllegalStateException("nobody is known")));
    culprits.know(mine);
    assertEquals("mine", found(new IllegalStateException("here")));
    culprits.forget(mine);
    assertNull(culprits.in(new IllegalStateException("forgotten")));
  }

  @Test
  void theCauseCountsMoreThanWhatWasMadeOfIt() {
    culprits.know(mine);
    Throwable outside = new IllegalStateException("outside", new IllegalStateException("inside"));
    outside.setStackTrace(new StackTraceElement[0]);
    assertEquals("mine", found(outside));
  }

  @Test
  void aRingOfCausesEnds() {
    Throwable first = new IllegalStateException("first");
    Throwable second = new IllegalStateException("second", first);
    first.initCause(second);
    assertNull(culprits.in(first));
  }

  @Test
  void whatTwoPluginsBringIsNeithersFault() {
    culprits.know(mine);
    culprits.know(Hosting.installed(PluginKind.AUDIT, "other", new Provider("other")));
    assertNull(culprits.in(new IllegalStateException("here")));
  }

  @Test
  void aServerThatDoesNotComeToRestIsStoppedAllTheSame() throws Exception {
    List<String> fatal = new ArrayList<>();
    CountDownLatch resting = new CountDownLatch(1);
    Lifecycle lifecycle =
        new Lifecycle(
            Hosting.maker(
                Hosting.configs(),
                (reason, message, cause) -> fatal.add(message),
                new Bounds(Hosting.LIMITS, (thread, atMost) -> resting.await())));
    Misbehaviour.Trap trap = new Misbehaviour.Trap();
    lifecycle.rest(
        () -> {
          resting.countDown();
          try {
            Misbehaviour.BLOCK.happen(trap);
          } catch (Exception e) {
            throw new IllegalStateException(e);
          }
        });
    trap.open();
    lifecycle.close();
    assertTrue(fatal.isEmpty(), fatal::toString);
  }

  private String found(Throwable failure) {
    return Objects.requireNonNull(culprits.in(failure)).id();
  }

  private record Provider(String id) implements PluginProvider<AuditLog> {
    @Override
    public AuditLog create(PluginContext context) {
      throw new UnsupportedOperationException("never asked");
    }
  }
}
