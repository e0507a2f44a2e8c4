package io.vivarium.acceptance.curator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vivarium.acceptance.fixture.ServerExtension;
import io.vivarium.acceptance.server.Await;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.recipes.locks.InterProcessMultiLock;
import org.apache.curator.framework.recipes.locks.InterProcessMutex;
import org.apache.curator.framework.recipes.locks.InterProcessReadWriteLock;
import org.apache.curator.framework.recipes.locks.InterProcessSemaphoreMutex;
import org.apache.curator.framework.recipes.locks.InterProcessSemaphoreV2;
import org.apache.curator.framework.recipes.locks.Lease;
import org.apache.curator.framework.recipes.locks.Revoker;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class LockTest {
  @RegisterExtension static final ServerExtension SERVER = ServerExtension.standard();

  private static final int SHORT_MS = 50;

  private CuratorFramework one;
  private CuratorFramework two;

  @BeforeEach
  void connect() throws Exception {
    one = CuratorClients.connect(SERVER);
    two = CuratorClients.connect(SERVER);
  }

  @Test
  void aMutexIsHeldByOneSessionAtATime() throws Exception {
    InterProcessMutex mine = new InterProcessMutex(one, "/mutex");
    InterProcessMutex yours = new InterProcessMutex(two, "/mutex");
    mine.acquire();
    mine.acquire();
    assertFalse(yours.acquire(SHORT_MS, TimeUnit.MILLISECONDS));
    mine.release();
    assertFalse(yours.acquire(SHORT_MS, TimeUnit.MILLISECONDS));
    mine.release();
    assertTrue(yours.acquire(10, TimeUnit.SECONDS));
    yours.release();
  }

  @Test
  @Tag("brief")
  void manyThreadsOfTwoSessionsNeverMeetInTheMutex() throws Exception {
    AtomicInteger inside = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    AtomicInteger entered = new AtomicInteger();
    List<Callable<Void>> workers = new ArrayList<>();
    for (int worker = 0; worker < 8; worker++) {
      InterProcessMutex mutex = new InterProcessMutex(worker % 2 == 0 ? one : two, "/crowded");
      workers.add(
          () -> {
            for (int round = 0; round < 10; round++) {
              mutex.acquire();
              most.accumulateAndGet(inside.incrementAndGet(), Math::max);
              entered.incrementAndGet();
              inside.decrementAndGet();
              mutex.release();
            }
            return null;
          });
    }
    runAll(workers);
    assertEquals(80, entered.get());
    assertEquals(1, most.get());
  }

  private static void runAll(List<Callable<Void>> tasks) throws Exception {
    try (ExecutorService threads =
        Executors.newThreadPerTaskExecutor(Thread.ofPlatform().factory())) {
      for (Future<Void> done : threads.invokeAll(tasks, 60, TimeUnit.SECONDS)) {
        done.get();
      }
    }
  }

  @Test
  void theLockOfAClosedSessionIsFree() throws Exception {
    new InterProcessMutex(one, "/abandoned").acquire();
    one.close();
    assertTrue(new InterProcessMutex(two, "/abandoned").acquire(10, TimeUnit.SECONDS));
  }

  @Test
  void aHolderIsAskedToGiveTheMutexUp() throws Exception {
    InterProcessMutex mutex = new InterProcessMutex(one, "/revocable");
    AtomicInteger asked = new AtomicInteger();
    mutex.makeRevocable(lock -> asked.incrementAndGet());
    mutex.acquire();
    Revoker.attemptRevoke(two, mutex.getParticipantNodes().iterator().next());
    Await.until("the holder is asked", () -> asked.get() == 1);
    mutex.release();
  }

  @Test
  void readersShareAndAWriterExcludes() throws Exception {
    InterProcessReadWriteLock mine = new InterProcessReadWriteLock(one, "/read-write");
    InterProcessReadWriteLock yours = new InterProcessReadWriteLock(two, "/read-write");
    mine.readLock().acquire();
    assertTrue(yours.readLock().acquire(10, TimeUnit.SECONDS));
    assertFalse(yours.writeLock().acquire(SHORT_MS, TimeUnit.MILLISECONDS));
    mine.readLock().release();
    yours.readLock().release();
    assertTrue(yours.writeLock().acquire(10, TimeUnit.SECONDS));
    assertFalse(mine.readLock().acquire(SHORT_MS, TimeUnit.MILLISECONDS));
    yours.writeLock().release();
  }

  @Test
  void aSemaphoreLeasesNoMoreThanItHas() throws Exception {
    InterProcessSemaphoreV2 mine = new InterProcessSemaphoreV2(one, "/semaphore", 2);
    InterProcessSemaphoreV2 yours = new InterProcessSemaphoreV2(two, "/semaphore", 2);
    Lease first = mine.acquire();
    assertNotNull(yours.acquire(10, TimeUnit.SECONDS));
    assertNull(yours.acquire(SHORT_MS, TimeUnit.MILLISECONDS));
    mine.returnLease(first);
    assertNotNull(yours.acquire(10, TimeUnit.SECONDS));
  }

  @Test
  void aSemaphoreOfOneIsAMutexWithoutAnOwner() throws Exception {
    InterProcessSemaphoreMutex mine = new InterProcessSemaphoreMutex(one, "/semaphore-mutex");
    InterProcessSemaphoreMutex yours = new InterProcessSemaphoreMutex(two, "/semaphore-mutex");
    mine.acquire();
    assertFalse(yours.acquire(SHORT_MS, TimeUnit.MILLISECONDS));
    mine.release();
    assertTrue(yours.acquire(10, TimeUnit.SECONDS));
  }

  @Test
  void severalLocksAreTakenTogetherOrNotAtAll() throws Exception {
    InterProcessMutex held = new InterProcessMutex(two, "/together/b");
    held.acquire();
    InterProcessMultiLock both =
        new InterProcessMultiLock(one, List.of("/together/a", "/together/b"));
    assertFalse(both.acquire(SHORT_MS, TimeUnit.MILLISECONDS));
    held.release();
    assertTrue(both.acquire(10, TimeUnit.SECONDS));
    both.release();
  }
}
