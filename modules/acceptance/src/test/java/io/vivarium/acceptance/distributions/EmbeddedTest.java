package io.vivarium.acceptance.distributions;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("standalone")
class EmbeddedTest {
  /** On the module path; the example's own tests run on the class path. */
  @Test
  void theApplicationRunsWithTheServerInside() throws Exception {
    Example.Ran ran = Example.called("embedded").run("embedded");
    assertEquals("The colour is blue\nThe colour is green\n", ran.output());
    assertEquals(0, ran.exitCode());
  }
}
