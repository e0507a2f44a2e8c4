package io.vivarium.bench.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.channel.DefaultEventLoop;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Beats on event loops, in the order that they must have and not at moments that they should have. */
class MetronomeTest {
  private final DefaultEventLoop loop = new DefaultEventLoop();
  private final DefaultEventLoop other = new DefaultEventLoop();

  @AfterEach
  void end() {
    var _ = loop.shutdownGracefully();
    var _ = other.shutdownGracefully();
  }

  @Test
  void everyLoopIsToldOnItsOwnThreadAndTheTimeGoesOn() throws Exception {
    List<Long> times = new ArrayList<>();
    CountDownLatch enough = new CountDownLatch(5);
    CountDownLatch alsoThere = new CountDownLatch(5);
    Metronome metronome = new Metronome(100_000);
    metronome.add(
        loop,
        now -> {
          if (loop.inEventLoop()) {
            times.add(now);
            enough.countDown();
          }
        });
    metronome.add(other, _ -> alsoThere.countDown());
    metronome.start();
    enough.await();
    alsoThere.await();
    metronome.stop();
    List<Long> seen = loop.submit(() -> List.copyOf(times)).get();
    for (int i = 1; i < seen.size(); i++) {
      assertTrue(seen.get(i) - seen.get(i - 1) >= 0, seen.toString());
    }
  }

  @Test
  void aLoopThatIsLateIsToldOnce() throws Exception {
    AtomicInteger beats = new AtomicInteger();
    CountDownLatch busy = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    CountDownLatch meanwhile = new CountDownLatch(20);
    Metronome metronome = new Metronome(10_000);
    metronome.add(
        loop,
        _ -> {
          beats.incrementAndGet();
          busy.countDown();
          awaitQuietly(goOn);
        });
    metronome.add(
        other,
        _ -> {
          if (busy.getCount() == 0) {
            meanwhile.countDown();
          }
        });
    metronome.start();
    meanwhile.await();
    metronome.stop();
    goOn.countDown();
    loop.submit(() -> {}).get();
    assertEquals(2, beats.get(), "the one that took long, and one for all that came meanwhile");
  }

  @Test
  void oneThatNeverBeganCanBeStopped() throws Exception {
    new Metronome(0).stop();
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
