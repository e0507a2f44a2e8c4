package io.vivarium.kernel.plugin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vivarium.kernel.ManualTime;
import io.vivarium.kernel.metrics.KernelMetrics;
import io.vivarium.model.AuthId;
import io.vivarium.spi.admin.AdminCommand;
import io.vivarium.spi.admin.AdminMethod;
import io.vivarium.spi.admin.AdminReply;
import io.vivarium.spi.admin.AdminRequest;
import io.vivarium.spi.auth.AuthOutcome;
import io.vivarium.spi.auth.AuthScheme;
import io.vivarium.spi.auth.SaslExchange;
import io.vivarium.spi.metrics.MetricReading;
import io.vivarium.spi.transport.Peer;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the host calls while a server serves: whatever a plugin does there, the caller gets an answer that gives nobody anything. */
@Tag("no-plugins")
class RuntimeFaultsTest {
  private static final byte[] TOKEN = {1};

  private final ManualTime time = new ManualTime(0);
  private final KernelMetrics metrics = new KernelMetrics();
  private final PluginFaults faults =
      new PluginFaults("auth=x (here)", time, metrics.counter("plugin_faults"));
  private final CallWatch watch = new CallWatch(Duration.ofSeconds(10));
  private final Misbehaviour.Trap unused = new Misbehaviour.Trap();

  private HostedScheme hosted(AuthScheme scheme) {
    return new HostedScheme("x", new HostedScheme.Behind(scheme, faults, new CallsInside()), watch);
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "BLOCK")
  void aSchemeThatBreaksProvesNothing(Misbehaviour how) {
    HostedScheme scheme = hosted(new BrokenScheme(how));

    assertInstanceOf(AuthOutcome.Refused.class, scheme.authenticate(Hosting.PEER, TOKEN));
    assertEquals(List.of(), scheme.onConnect(Hosting.PEER));
    assertFalse(scheme.matches("a", "a"));
    assertFalse(scheme.validId("a"));
    assertFalse(scheme.authenticated());
    assertEquals("", scheme.userName("a"));
    assertEquals("x", scheme.scheme());
    assertTrue(faults.count() >= 3, () -> faults.count() + " faults");
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "BLOCK")
  void aSaslExchangeThatBreaksFails(Misbehaviour how) {
    HostedScheme scheme = hosted(new BrokenScheme(how));
    SaslExchange exchange = Objects.requireNonNull(scheme.sasl(Hosting.PEER));
    assertInstanceOf(SaslExchange.Step.Failed.class, exchange.step(TOKEN));
    exchange.close();
    assertTrue(faults.count() >= 1);
  }

  @Test
  void aSaslExchangeThatCannotBeginFailsInsteadOfBeingAbsent() {
    HostedScheme scheme =
        hosted(
            new BrokenScheme(Misbehaviour.EXCEPTION) {
              @Override
              public SaslExchange sasl(Peer peer) {
                throw new IllegalStateException("no library");
              }
            });
    SaslExchange exchange = Objects.requireNonNull(scheme.sasl(Hosting.PEER));
    assertInstanceOf(SaslExchange.Step.Failed.class, exchange.step(TOKEN));
    exchange.close();
  }

  @Test
  void identitiesThatAreNotWholeAreRefused() {
    HostedScheme scheme =
        hosted(
            new BrokenScheme(Misbehaviour.NULL) {
              @Override
              @SuppressWarnings("NullAway") // what no plugin may do is what is tried
              public AuthOutcome authenticate(Peer peer, byte[] token) {
                return new AuthOutcome.Accepted(
                    java.util.Arrays.asList(new AuthId("x", "a"), null));
              }
            });
    assertInstanceOf(AuthOutcome.Refused.class, scheme.authenticate(Hosting.PEER, TOKEN));
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "BLOCK")
  void aCommandThatBreaksIsAnswered(Misbehaviour how) throws IOException {
    HostedCommand command = new HostedCommand(new BrokenCommand(how), faults);
    AdminReply reply = command.answer(AdminRequest.get("broken"));
    assertEquals(500, reply.status());
    assertEquals("The command failed; the server's log says why", reply.fields().get("error"));
    if (how != Misbehaviour.NULL) {
      assertTrue(command.needsAuthorization(AdminMethod.GET), "what cannot be told is demanded");
      assertTrue(command.needsServing(), "what cannot be told is demanded");
    }
    assertTrue(faults.count() >= 1);
  }

  @Test
  void aCommandThatCannotBeAskedIsRefused() {
    AdminCommand mute =
        new BrokenCommand(Misbehaviour.NULL) {
          @Override
          public Set<AdminMethod> methods() {
            return Set.of();
          }
        };
    assertThrows(IllegalStateException.class, () -> new HostedCommand(mute, faults));
  }

  @Test
  void aGaugeThatBreaksIsLeftOutAndAllGoWithTheirPlugin() {
    PluginMetrics ofPlugin = new PluginMetrics(metrics, faults);
    ofPlugin.gauge("sound", () -> 7);
    ofPlugin.gauge(
        "broken",
        () -> {
          throw new NoClassDefFoundError("some/Library");
        });
    assertEquals(List.of("sound"), levels());
    assertEquals(1, faults.count());
    metrics.gauge("sound", () -> 8);
    ofPlugin.withdraw();
    assertEquals(List.of("sound"), levels(), "somebody else's by now");
    metrics.readings();
    assertEquals(1, faults.count(), "the broken one is gone");
  }

  private List<String> levels() {
    return metrics.readings().stream()
        .filter(MetricReading.Level.class::isInstance)
        .map(MetricReading::name)
        .toList();
  }

  @Test
  void aThreadThatEndsByAnErrorIsAFault() throws InterruptedException {
    TrackedThreads threads = new TrackedThreads("x", faults);
    Thread thread =
        threads.newThread(
            () -> {
              throw new NoClassDefFoundError("some/Library");
            });
    thread.start();
    thread.join();
    assertEquals(1, faults.count());
  }

  /** Nobody is there to whom it could be thrown on. */
  @Test
  void aThreadThatEndsWithoutMemoryIsAFaultToo() throws InterruptedException {
    Thread thread =
        new TrackedThreads("x", faults)
            .newThread(
                () -> {
                  throw new OutOfMemoryError("test");
                });
    thread.start();
    thread.join();
    assertEquals(1, faults.count());
  }

  @Test
  void noMemoryIsNoPluginsFaultAlone() {
    OutOfMemoryError none = new OutOfMemoryError("test");
    assertThrows(OutOfMemoryError.class, () -> faults.threw("anything", none));
  }

  /** A scheme that misbehaves in every method but its name. */
  private class BrokenScheme implements AuthScheme {
    private final Misbehaviour how;

    BrokenScheme(Misbehaviour how) {
      this.how = how;
    }

    @SuppressWarnings({"NullAway", "TypeParameterUnusedInFormals"})
    private <R> R breaks() {
      try {
        how.happen(unused);
      } catch (Exception e) {
        throw (RuntimeException) e;
      }
      return null;
    }

    @Override
    public String scheme() {
      return "x";
    }

    @Override
    public AuthOutcome authenticate(Peer peer, byte[] token) {
      return breaks();
    }

    @Override
    public boolean validId(String id) {
      return breaks();
    }

    @Override
    public boolean matches(String presented, String aclId) {
      return breaks();
    }

    @Override
    public boolean authenticated() {
      return breaks();
    }

    @Override
    public List<AuthId> onConnect(Peer peer) {
      return breaks();
    }

    @Override
    public String userName(String id) {
      return breaks();
    }

    @Override
    public @Nullable SaslExchange sasl(Peer peer) {
      return new SaslExchange() {
        @Override
        public Step step(byte[] token) {
          return breaks();
        }

        @Override
        public void close() {
          Object _ = breaks();
        }
      };
    }
  }

  /** A command that misbehaves in whatever it is asked. */
  private class BrokenCommand implements AdminCommand {
    private final Misbehaviour how;

    BrokenCommand(Misbehaviour how) {
      this.how = how;
    }

    private void breaks() {
      try {
        how.happen(unused);
      } catch (Exception e) {
        throw (RuntimeException) e;
      }
    }

    @Override
    public String name() {
      return "broken";
    }

    @Override
    public boolean needsServing() {
      breaks();
      return false;
    }

    @Override
    public boolean needsAuthorization(AdminMethod method) {
      breaks();
      return false;
    }

    @Override
    @SuppressWarnings("NullAway") // what no plugin may do is what is tried
    public AdminReply answer(AdminRequest request) {
      breaks();
      return null;
    }
  }
}
