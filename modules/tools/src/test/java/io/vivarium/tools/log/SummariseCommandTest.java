package io.vivarium.tools.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vivarium.tools.Run;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SummariseCommandTest {
  private static final Path DATA = Run.fixture("datadir-3.9.5");

  @TempDir private Path temporary;

  @Test
  void kindsAndZnodesAreCounted() {
    Run run = Run.of("txnlog", "summarise", DATA);

    assertEquals(0, run.code(), run.err());
    assertTrue(run.lines().contains("txns      252"), run.out());
    assertTrue(run.lines().contains("zxid      0x1 to 0xfb"), run.out());
    assertTrue(run.out().contains("error            48"), run.out());
    assertTrue(run.out().contains("/wire"), run.out());
  }

  @Test
  void jsonHasTheSameFigures() {
    Run run = Run.of("txnlog", "summarise", DATA, "--output", "json");

    assertTrue(run.out().startsWith("{\"txns\": 252, "), run.out());
    assertTrue(run.out().contains("\"error\": 48"), run.out());
    assertTrue(run.out().contains("\"paths\": {\"/wire\": "), run.out());
  }

  @Test
  void theCountsOfKindsAreThoseOfTheTxnsShown() {
    long deletes = Run.of("txnlog", "show", DATA, "--op", "delete").lines().size();

    Run run = Run.of("txnlog", "summarise", DATA, "--op", "delete");

    assertTrue(run.lines().contains("txns      " + deletes), run.out());
  }

  @Test
  void nothingIsNothing() {
    Run run = Run.of("txnlog", "summarise", DATA, "--from-zxid", "0x1000");

    assertEquals(0, run.code());
    assertEquals("txns      0", run.out().strip());
  }

  @Test
  void manyTopLevelZnodesAreCountedTogether() throws Exception {
    Path log = temporary.resolve("log.1");
    Logs.write(log, 3_000, i -> "/top-" + i, new byte[1]);

    Run run = Run.of("txnlog", "summarise", log);

    assertTrue(run.out().contains("(others)"), run.out());
    assertTrue(run.out().contains("2000"), run.out());
  }
}
