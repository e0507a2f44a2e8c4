package io.vivarium.acceptance.curator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vivarium.acceptance.fixture.ServerExtension;
import io.vivarium.acceptance.server.Await;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.recipes.atomic.AtomicValue;
import org.apache.curator.framework.recipes.atomic.DistributedAtomicInteger;
import org.apache.curator.framework.recipes.atomic.DistributedAtomicLong;
import org.apache.curator.framework.recipes.atomic.PromotedToLock;
import org.apache.curator.framework.recipes.barriers.DistributedBarrier;
import org.apache.curator.framework.recipes.barriers.DistributedDoubleBarrier;
import org.apache.curator.framework.recipes.shared.SharedCount;
import org.apache.curator.framework.recipes.shared.SharedValue;
import org.apache.curator.retry.RetryNTimes;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class BarrierAndCounterTest {
  @RegisterExtension static final ServerExtension SERVER = ServerExtension.standard();

  private CuratorFramework one;
  private CuratorFramework two;

  @BeforeEach
  void connect() throws Exception {
    one = CuratorClients.connect(SERVER);
    two = CuratorClients.connect(SERVER);
  }

  @FunctionalInterface
  private interface Task {
    void run() throws Exception;
  }

  private static CompletableFuture<Void> inBackground(Task task) {
    CompletableFuture<Void> done = new CompletableFuture<>();
    Thread.ofVirtual()
        .start(
            () -> {
              try {
                task.run();
                done.complete(null);
              } catch (Throwable e) {
                done.completeExceptionally(e);
              }
            });
    return done;
  }

  @Test
  void aBarrierHoldsEverybodyUntilItIsRemoved() throws Exception {
    DistributedBarrier barrier = new DistributedBarrier(one, "/barrier");
    barrier.setBarrier();
    DistributedBarrier waiting = new DistributedBarrier(two, "/barrier");
    assertFalse(waiting.waitOnBarrier(50, TimeUnit.MILLISECONDS));
    CompletableFuture<Void> through = inBackground(waiting::waitOnBarrier);
    barrier.removeBarrier();
    through.get(20, TimeUnit.SECONDS);
  }

  @Test
  void aDoubleBarrierLetsAllInAndAllOutTogether() throws Exception {
    AtomicInteger inside = new AtomicInteger();
    List<CompletableFuture<Void>> members = new ArrayList<>();
    for (int member = 0; member < 3; member++) {
      CuratorFramework client = CuratorClients.connect(SERVER);
      members.add(
          inBackground(
              () -> {
                DistributedDoubleBarrier barrier =
                    new DistributedDoubleBarrier(client, "/double", 3);
                barrier.enter();
                inside.incrementAndGet();
                barrier.leave();
                assertEquals(3, inside.get());
              }));
    }
    for (CompletableFuture<Void> member : members) {
      member.get(20, TimeUnit.SECONDS);
    }
  }

  @Test
  void aSharedCountIsSeenByOthersAndChangedOnlyFromTheLatestVersion() throws Exception {
    try (SharedCount mine = new SharedCount(one, "/shared-count", 5);
        SharedCount yours = new SharedCount(two, "/shared-count", 5)) {
      mine.start();
      yours.start();
      var stale = yours.getVersionedValue();
      mine.setCount(6);
      Await.until("the other sees 6", () -> yours.getCount() == 6);
      assertFalse(yours.trySetCount(stale, 9));
      assertTrue(yours.trySetCount(yours.getVersionedValue(), 7));
    }
  }

  @Test
  void aSharedValueIsSeenByOthers() throws Exception {
    try (SharedValue mine = new SharedValue(one, "/shared-value", new byte[] {1});
        SharedValue yours = new SharedValue(two, "/shared-value", new byte[] {1})) {
      mine.start();
      yours.start();
      mine.setValue(new byte[] {2});
      Await.until("the other sees the change", () -> yours.getValue()[0] == 2);
    }
  }

  @Test
  void noIncrementOfAnAtomicLongIsLost() throws Exception {
    PromotedToLock lock =
        PromotedToLock.builder()
            .lockPath("/atomic-lock")
            .retryPolicy(new RetryNTimes(100, 1))
            .build();
    List<CompletableFuture<Void>> workers = new ArrayList<>();
    for (CuratorFramework client : List.of(one, two, one, two)) {
      workers.add(
          inBackground(
              () -> {
                DistributedAtomicLong counter =
                    new DistributedAtomicLong(client, "/atomic", new RetryNTimes(3, 1), lock);
                for (int i = 0; i < 25; i++) {
                  assertTrue(counter.increment().succeeded());
                }
              }));
    }
    for (CompletableFuture<Void> worker : workers) {
      worker.get(60, TimeUnit.SECONDS);
    }
    assertEquals(
        100L, new DistributedAtomicLong(one, "/atomic", new RetryNTimes(3, 1)).get().postValue());
  }

  @Test
  void anAtomicIntegerComparesAndSets() throws Exception {
    DistributedAtomicInteger counter =
        new DistributedAtomicInteger(one, "/integer", new RetryNTimes(3, 1));
    counter.forceSet(10);
    assertTrue(counter.compareAndSet(10, 11).succeeded());
    AtomicValue<Integer> refused = counter.compareAndSet(10, 12);
    assertFalse(refused.succeeded());
    assertEquals(11, counter.get().postValue());
  }
}
