package io.vivarium.zab;

import java.util.Set;
import org.junit.jupiter.api.Test;

/** Many ensembles under faults. A failure names its seed, which alone reproduces it. */
final class ChaosTest {
  @Test
  void nothingForbiddenHappensUnderAnyOfManySeeds() {
    long first = Long.getLong("vivarium.zab.seed", 1);
    long count = Long.getLong("vivarium.zab.seeds", 300);
    for (long seed = first; seed < first + count; seed++) {
      Chaos.run(seed, Set.of());
    }
  }
}
