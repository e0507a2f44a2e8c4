package io.vivarium.kernel.plugin;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.vivarium.spi.PluginException;
import io.vivarium.spi.audit.AuditEvent;
import io.vivarium.spi.audit.AuditLog;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Events that come while one audit log takes the place of another. */
@Tag("no-plugins")
class HostedAuditTest {
  private static final Set<Thread.State> WAITS =
      Set.of(Thread.State.TIMED_WAITING, Thread.State.WAITING, Thread.State.TERMINATED);

  private static final AuditEvent EVENT =
      new AuditEvent(
          0,
          AuditEvent.Operation.CREATE,
          AuditEvent.Result.SUCCESS,
          1,
          new AuditEvent.Actor(1, List.of(), null),
          AuditEvent.Target.NONE);

  private final BlockingQueue<String> told = new LinkedBlockingQueue<>();

  /** After its close an audit log ignores events, so that one who is about to give it one would lose it. */
  @Test
  void theOneBeforeIsNotClosedWhileItIsToldOfAnEvent() throws Exception {
    CountDownLatch entered = new CountDownLatch(1);
    CountDownLatch gate = new CountDownLatch(1);
    HostedPlugin<AuditLog> before = waiting(entered, gate);
    HostedAudit audit = new HostedAudit(before, new CallWatch(Hosting.LIMITS.call()));
    Seat.Change<AuditLog> change = Changes.audit(audit);
    HostedPlugin<AuditLog> next = Hosting.hosted(PluginKind.AUDIT, new Named("new", () -> {}));
    Thread writer = Thread.ofPlatform().daemon().start(() -> audit.record(EVENT));
    entered.await();
    Thread reloader =
        Thread.ofPlatform()
            .daemon()
            .start(
                () -> {
                  try {
                    change.turnTo(next);
                    before.stop();
                  } catch (PluginException | InterruptedException e) {
                    told.add(e.toString());
                  }
                });
    while (!WAITS.contains(reloader.getState())) {
      Thread.onSpinWait();
    }
    audit.record(EVENT); // nobody but the reload waits
    assertEquals("new has it", next());
    gate.countDown();
    assertEquals("old has it", next());
    assertEquals("old is closed", next());
    writer.join();
    reloader.join();
    audit.record(EVENT);
    assertEquals("new has it", next());
  }

  /** A plugin that never comes back does not keep the next one from its place. */
  @Test
  void oneThatHangsIsNotWaitedForForEver() throws Exception {
    CountDownLatch entered = new CountDownLatch(1);
    CountDownLatch never = new CountDownLatch(1);
    HostedPlugin<AuditLog> before = waiting(entered, never);
    HostedAudit audit =
        new HostedAudit(before, new CallWatch(Hosting.LIMITS.call()), Duration.ofMillis(1));
    Thread writer = Thread.ofPlatform().daemon().start(() -> audit.record(EVENT));
    entered.await();
    Changes.audit(audit).turnTo(Hosting.hosted(PluginKind.AUDIT, new Named("new", () -> {})));
    audit.record(EVENT);
    assertEquals("new has it", next());
    assertEquals(1, before.faults().count());
    never.countDown();
    writer.join();
  }

  private String next() throws InterruptedException {
    return String.valueOf(told.poll(60, TimeUnit.SECONDS));
  }

  /** Tells that it is in an event, and stays there until the gate opens. */
  private HostedPlugin<AuditLog> waiting(CountDownLatch entered, CountDownLatch gate)
      throws PluginException {
    return Hosting.hosted(
        PluginKind.AUDIT,
        new Named(
            "old",
            () -> {
              entered.countDown();
              LifecycleTest.awaitUninterruptibly(gate);
            }));
  }

  /** Tells what happens to it; first does something when it gets an event. */
  private final class Named implements AuditLog {
    private final String name;
    private final Runnable first;

    Named(String name, Runnable first) {
      this.name = name;
      this.first = first;
    }

    @Override
    public void record(AuditEvent event) {
      first.run();
      told.add(name + " has it");
    }

    @Override
    public void start() {}

    @Override
    public void close() {
      told.add(name + " is closed");
    }
  }
}
