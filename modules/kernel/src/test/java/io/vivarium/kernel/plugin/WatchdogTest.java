package io.vivarium.kernel.plugin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vivarium.kernel.ManualTime;
import io.vivarium.kernel.execution.OwnThreads.Progress;
import io.vivarium.kernel.metrics.KernelMetrics;
import io.vivarium.model.AuthId;
import io.vivarium.spi.Plugin;
import io.vivarium.spi.PluginException;
import io.vivarium.spi.audit.AuditEvent;
import io.vivarium.spi.audit.AuditLog;
import io.vivarium.spi.auth.AuthOutcome;
import io.vivarium.spi.auth.AuthScheme;
import io.vivarium.spi.transport.Peer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Calls that do not come back: named, given up where they may be, and at last the end of the server where they may not. */
@Tag("no-plugins")
class WatchdogTest {
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final AuditEvent EVENT =
      new AuditEvent(
          0,
          AuditEvent.Operation.CREATE,
          AuditEvent.Result.SUCCESS,
          1,
          new AuditEvent.Actor(1, List.of(), null),
          AuditEvent.Target.NONE);

  private final CallWatch calls = new CallWatch(Hosting.LIMITS.call());
  private final Culprits culprits = new Culprits();
  private final List<String> fatal = new ArrayList<>();
  private final List<Progress> agents = new ArrayList<>();
  private final PluginFaults faultsOfAgents = faults("consensus=x");
  private final Watchdog watchdog =
      new Watchdog(
          Hosting.LIMITS,
          calls,
          culprits,
          plugin -> faultsOfAgents,
          () -> agents,
          (reason, message, cause) -> fatal.add(message));

  @Test
  void anAuditLogThatHangsIsInterruptedAndGetsNoMoreEvents() throws Exception {
    CountDownLatch entered = new CountDownLatch(1);
    AtomicInteger events = new AtomicInteger();
    CountDownLatch never = new CountDownLatch(1);
    HostedPlugin<AuditLog> plugin =
        hosted(
            new Audit() {
              @Override
              public void record(AuditEvent event) {
                events.incrementAndGet();
                entered.countDown();
                try {
                  never.await();
                } catch (InterruptedException e) {
                  throw new IllegalStateException("woken", e);
                }
              }
            });
    HostedAudit audit = new HostedAudit(plugin, calls);
    CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
    Thread writer =
        Thread.ofPlatform()
            .start(
                () -> {
                  audit.record(EVENT);
                  interrupted.complete(Thread.currentThread().isInterrupted());
                  audit.record(EVENT);
                });
    entered.await();
    watchdog.look(Hosting.LIMITS.call());
    assertEquals(0, plugin.faults().count(), "the time is not up yet");
    watchdog.look(SECOND);
    writer.join();
    assertFalse(interrupted.get(), "the interrupt was meant for the call alone");
    assertEquals(1, events.get());
    assertEquals(3, plugin.faults().count(), "hung, woken, given up");
  }

  @Test
  void anAuditLogThatThrowsIsAskedAgain() throws Exception {
    AtomicInteger events = new AtomicInteger();
    HostedPlugin<AuditLog> plugin =
        hosted(
            new Audit() {
              @Override
              public void record(AuditEvent event) {
                events.incrementAndGet();
                throw new NoClassDefFoundError("some/Library");
              }
            });
    HostedAudit audit = new HostedAudit(plugin, calls);
    audit.record(EVENT);
    audit.record(EVENT);
    assertEquals(2, events.get());
    assertEquals(2, plugin.faults().count());
  }

  @Test
  void aSchemeThatHangsRefuses() throws Exception {
    CountDownLatch entered = new CountDownLatch(1);
    PluginFaults faults = faults("auth=x");
    HostedScheme scheme =
        new HostedScheme(
            "x", new HostedScheme.Behind(new Slow(entered), faults, new CallsInside()), calls);
    CompletableFuture<AuthOutcome> outcome = new CompletableFuture<>();
    Thread asking =
        Thread.ofPlatform().start(() -> outcome.complete(scheme.authenticate(peer(), new byte[0])));
    entered.await();
    watchdog.look(Hosting.LIMITS.call().plus(SECOND));
    asking.join();
    assertInstanceOf(AuthOutcome.Refused.class, outcome.get());
  }

  @Test
  void aCallThatIsBackIsForgotten() {
    PluginFaults faults = faults("audit=x");
    try (var _ = calls.enter(faults, "outer")) {
      try (var _ = calls.enter(faults, "inner")) {
        watchdog.look(SECOND);
      }
      watchdog.look(SECOND);
    }
    watchdog.look(Duration.ofHours(1));
    assertEquals(0, faults.count());
    assertFalse(Thread.currentThread().isInterrupted());
  }

  @Test
  void aPluginThatKeepsAThreadOfTheServerIsNamedAndAtLastTheServerStops() throws Exception {
    Misbehaviour.Trap trap = new Misbehaviour.Trap();
    culprits.know(
        Hosting.installed(
            PluginKind.AUDIT,
            "stuck",
            new Hosting.Provider<AuditLog>(new Audit()))); // owns this code
    Thread agent = Thread.ofPlatform().daemon().start(() -> hang(trap));
    trap.await(agent);
    agents.add(new Progress(agent, 1, false));
    watchdog.look(SECOND);
    watchdog.look(Hosting.LIMITS.call());
    assertEquals(0, faultsOfAgents.count(), "the time is not up yet");
    watchdog.look(SECOND);
    assertEquals(1, faultsOfAgents.count());
    assertEquals(List.of(), fatal);
    watchdog.look(Hosting.LIMITS.hang());
    assertEquals(1, fatal.size());
    assertTrue(fatal.getFirst().startsWith("plugin audit=stuck (here) has kept the thread "));
    trap.open();
    agent.join();
  }

  @Test
  void aThreadThatRestsOrGoesOnIsLeftInPeace() {
    culprits.know(
        Hosting.installed(PluginKind.AUDIT, "stuck", new Hosting.Provider<AuditLog>(new Audit())));
    Thread here = Thread.currentThread();
    for (int turn = 0; turn < 100; turn++) {
      agents.clear();
      agents.add(new Progress(here, turn, false));
      watchdog.look(Hosting.LIMITS.call());
    }
    for (int look = 0; look < 100; look++) {
      agents.clear();
      agents.add(new Progress(here, 100, true));
      watchdog.look(Hosting.LIMITS.call());
    }
    assertEquals(List.of(), fatal);
  }

  private static void hang(Misbehaviour.Trap trap) {
    try {
      Misbehaviour.BLOCK.happen(trap);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private PluginFaults faults(String plugin) {
    return new PluginFaults(
        plugin, new ManualTime(0), new KernelMetrics().counter("plugin_faults"));
  }

  private HostedPlugin<AuditLog> hosted(Audit audit) throws PluginException {
    return Hosting.maker(
            Hosting.configs(),
            (reason, message, cause) -> fatal.add(message),
            Bounds.of(Hosting.LIMITS))
        .make(Hosting.installed(PluginKind.AUDIT, "x", new Hosting.Provider<AuditLog>(audit)));
  }

  private static Peer peer() {
    InetSocketAddress here = new InetSocketAddress(InetAddress.getLoopbackAddress(), 1);
    return new Peer(here, here, false, List.of());
  }

  private static class Audit implements AuditLog, Plugin {
    @Override
    public void record(AuditEvent event) {}

    @Override
    public void start() {}

    @Override
    public void close() {}
  }

  /** A scheme that waits for ever. */
  private record Slow(CountDownLatch entered) implements AuthScheme {
    @Override
    public String scheme() {
      return "x";
    }

    @Override
    public AuthOutcome authenticate(Peer peer, byte[] token) {
      entered.countDown();
      try {
        new CountDownLatch(1).await();
      } catch (InterruptedException e) {
        throw new IllegalStateException("woken", e);
      }
      return new AuthOutcome.Accepted(List.of(new AuthId("x", "everybody")));
    }

    @Override
    public boolean validId(String id) {
      return false;
    }

    @Override
    public boolean matches(String presented, String aclId) {
      return false;
    }
  }
}
