package io.vivarium.kernel;

import io.vivarium.spi.FatalErrors;
import io.vivarium.spi.FatalReason;
import io.vivarium.spi.metrics.Counter;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps the first fatal error and lets one wait for it, or for an ordinary end. Any thread. */
final class FatalErrorLatch implements FatalErrors {
  private static final Logger LOG = LoggerFactory.getLogger(Server.class);

  private final AtomicReference<@Nullable FatalError> first = new AtomicReference<>();
  private final CountDownLatch ended = new CountDownLatch(1);
  private final Counter reported;
  private @Nullable Thread starting;

  /** With what counts the errors that are reported, all of them. */
  FatalErrorLatch(Counter reported) {
    this.reported = reported;
  }

  @Override
  public void stop(FatalReason reason, String message, @Nullable Throwable cause) {
    reported.increment();
    if (first.compareAndSet(null, new FatalError(reason, message, cause))) {
      LOG.error("The server stops: {}", message, cause);
    }
    ended.countDown();
    synchronized (this) {
      if (starting != null) {
        starting.interrupt();
      }
    }
  }

  /** The calling thread starts the server; a fatal error interrupts it, whatever it waits for. */
  synchronized void starting() {
    starting = Thread.currentThread();
  }

  /** The start is over; an interrupt that came of a fatal error is over with it. */
  synchronized void started() {
    starting = null;
    if (first.get() != null) {
      boolean _ = Thread.interrupted();
    }
  }

  /** The first fatal error; empty when there was none yet. */
  Optional<FatalError> first() {
    return Optional.ofNullable(first.get());
  }

  /** The server ends in good order. */
  void end() {
    ended.countDown();
  }

  /** Blocks until the server ends; empty when it did so in good order. */
  Optional<FatalError> await() throws InterruptedException {
    ended.await();
    return first();
  }
}
