package io.vivarium.kernel;

import io.vivarium.spi.FatalErrors;
import io.vivarium.spi.FatalReason;
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

  @Override
  public void stop(FatalReason reason, String message, @Nullable Throwable cause) {
    if (first.compareAndSet(null, new FatalError(reason, message, cause))) {
      LOG.error("The server stops: {}", message, cause);
    }
    ended.countDown();
  }

  /** The server ends in good order. */
  void end() {
    ended.countDown();
  }

  /** Blocks until the server ends; empty when it did so in good order. */
  Optional<FatalError> await() throws InterruptedException {
    ended.await();
    return Optional.ofNullable(first.get());
  }
}
