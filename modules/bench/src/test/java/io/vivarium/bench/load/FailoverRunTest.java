package io.vivarium.bench.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vivarium.bench.FakeServer;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** How long clients are without an answer, on servers in this process. */
class FailoverRunTest {
  private static final int SET = 5;

  @Test
  void sessionsOfAServerThatHangsUpGoOnElsewhere() throws Exception {
    try (FakeServer dying = new FakeServer(0, "leader");
        FakeServer other = new FakeServer(0, "follower");
        Network network = new Network(1)) {
      int[] before = new int[1];
      Figures outage =
          new FailoverRun(List.of(dying.address(), other.address()), 4, network)
              .run(
                  () -> {
                    before[0] = other.count(SET);
                    dying.hangUpOn = SET;
                    dying.refuse();
                  });
      assertTrue(outage.value(Quantity.FIRST_WRITE) > 0);
      assertTrue(outage.value(Quantity.LAST_SESSION) >= outage.value(Quantity.FIRST_WRITE));
      assertTrue(other.count(SET) > before[0]);
    }
  }

  @Test
  void whereNothingDiesNobodyIsAwayForLongerThanAnAnswerTakes() throws Exception {
    try (FakeServer server = new FakeServer(0, "standalone");
        Network network = new Network(1)) {
      Figures outage = new FailoverRun(List.of(server.address()), 3, network).run(() -> {});
      assertTrue(outage.value(Quantity.FIRST_WRITE) >= 0);
      assertTrue(outage.value(Quantity.LAST_SESSION) >= outage.value(Quantity.FIRST_WRITE));
    }
  }

  @Test
  void aKillThatFailsEndsTheRun() throws Exception {
    try (FakeServer server = new FakeServer(0, "standalone");
        Network network = new Network(1)) {
      FailoverRun run = new FailoverRun(List.of(server.address()), 2, network);
      IOException failure =
          assertThrows(
              IOException.class,
              () ->
                  run.run(
                      () -> {
                        throw new IOException("it would not die");
                      }));
      assertEquals("it would not die", failure.getMessage());
    }
  }

  @Test
  void withoutAServerThereIsNothingToKill() throws Exception {
    FakeServer gone = new FakeServer(0, "standalone");
    gone.close();
    try (Network network = new Network(1)) {
      FailoverRun run = new FailoverRun(List.of(gone.address()), 2, network);
      assertThrows(
          IOException.class,
          () ->
              run.run(
                  () -> {
                    throw new AssertionError("nothing was ready");
                  }));
    }
  }

  @Test
  void sessionsGoOnAsThemselves() throws Exception {
    try (FakeServer dying = new FakeServer(0, "leader");
        FakeServer other = new FakeServer(0, "follower");
        Network network = new Network(1)) {
      new FailoverRun(List.of(dying.address(), other.address()), 2, network)
          .run(
              () -> {
                dying.hangUpOn = SET;
                dying.refuse();
              });

      // The first session made the znode; each server has begun to count its sessions at 1.
      assertEquals(List.of(1L, 2L), List.copyOf(dying.welcomed));
      assertEquals(List.of(1L, 2L), List.copyOf(other.welcomed), "its own, and the other's");
    }
  }

  @Test
  void aWriteThatFailsIsNoWrite() throws Exception {
    try (FakeServer server = new FakeServer(0, "standalone");
        Network network = new Network(1);
        ExecutorService healing = Executors.newSingleThreadExecutor()) {
      server.error = -4;
      long[] killed = new long[1];
      CompletableFuture<Long> healed = new CompletableFuture<>();
      Runnable heal =
          () -> {
            int before = server.count(SET);
            while (server.count(SET) < before + 50) {
              Thread.onSpinWait();
            }
            healed.complete(System.nanoTime());
            server.error = 0;
          };
      Figures outage =
          new FailoverRun(List.of(server.address()), 3, network)
              .run(
                  () -> {
                    killed[0] = System.nanoTime();
                    healing.execute(heal);
                  });

      double away = (healed.get(60, TimeUnit.SECONDS) - killed[0]) / 1e6;
      assertTrue(outage.value(Quantity.FIRST_WRITE) >= away, outage + " less than " + away);
    }
  }

  @Test
  void moreSessionsThanServersAreSpreadOverThem() throws Exception {
    try (FakeServer first = new FakeServer(0, "leader");
        FakeServer second = new FakeServer(0, "follower");
        FakeServer third = new FakeServer(0, "follower");
        Network network = new Network(1)) {
      new FailoverRun(List.of(first.address(), second.address(), third.address()), 7, network)
          .run(() -> {});

      assertEquals(1 + 3, first.welcomed.size(), "one made the znode");
      assertEquals(2, second.welcomed.size());
      assertEquals(2, third.welcomed.size());
    }
  }
}
