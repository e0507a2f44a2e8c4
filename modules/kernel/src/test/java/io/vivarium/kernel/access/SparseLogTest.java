package io.vivarium.kernel.access;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.vivarium.kernel.ManualTime;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** How much of what strangers do is logged. */
class SparseLogTest {
  private final ManualTime time = new ManualTime(7_000_000_000L);
  private final SparseLog log = new SparseLog(time);

  private long permitted(int asked) {
    return IntStream.range(0, asked).filter(_ -> log.permits()).count();
  }

  @Test
  void aSecondHasSoManyLinesHoweverMuchHappens() {
    assertEquals(SparseLog.LINES_A_SECOND, permitted(100_000));
    time.pass(999);
    assertEquals(0, permitted(1000));
  }

  @Test
  void theNextSecondHasItsOwn() {
    permitted(1000);
    time.pass(1000);
    assertEquals(SparseLog.LINES_A_SECOND, permitted(1000));
  }

  @Test
  void aFewAreAllLogged() {
    assertEquals(7, permitted(7));
  }
}
