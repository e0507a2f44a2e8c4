package io.vivarium.kernel.plugin;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Has the watchdog look once a second. */
final class Patrol implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Patrol.class);

  private static final Duration PAUSE = Duration.ofSeconds(1);

  private final CountDownLatch closed = new CountDownLatch(1);

  Patrol(Watchdog watchdog) {
    Thread.ofPlatform().daemon().name("plugin-watch").start(() -> run(watchdog));
  }

  private void run(Watchdog watchdog) {
    long last = System.nanoTime();
    try {
      while (!closed.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS)) {
        long now = System.nanoTime();
        Duration passed = Duration.ofNanos(now - last);
        last = now;
        // A machine that stood still is no plugin's fault.
        Duration most = PAUSE.multipliedBy(2);
        watchdog.look(passed.compareTo(most) > 0 ? most : passed);
      }
    } catch (InterruptedException e) {
      LOG.debug("Nobody watches the plugins any more", e);
    }
  }

  @Override
  public void close() {
    closed.countDown();
  }
}
