package io.vivarium.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.vivarium.kernel.metrics.KernelMetrics;
import io.vivarium.spi.FatalReason;
import io.vivarium.spi.metrics.Counter;
import org.junit.jupiter.api.Test;

class FatalErrorLatchTest {
  private final Counter counter = new KernelMetrics().counter("unrecoverable_error_count");
  private final FatalErrorLatch latch = new FatalErrorLatch(counter);

  @Test
  void whatAlertsGoByCountsEveryFatalError() {
    assertEquals(0, counter.value());

    latch.stop(FatalReason.UNEXPECTED, "the disk is gone", null);

    assertEquals(1, counter.value());
    latch.stop(FatalReason.UNEXPECTED, "and so is the log", null);
    assertEquals(2, counter.value());
  }

  @Test
  void theFirstIsWhyAServerStopped() throws InterruptedException {
    latch.stop(FatalReason.UNEXPECTED, "the disk is gone", null);
    latch.stop(FatalReason.UNEXPECTED, "a consequence", null);

    assertEquals("the disk is gone", latch.await().orElseThrow().message());
  }

  @Test
  void anOrdinaryEndIsNoError() throws InterruptedException {
    latch.end();

    assertEquals(0, counter.value());
    assertEquals(true, latch.await().isEmpty());
  }
}
