package io.vivarium.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class HistoryTest {
  private final History history = new History();

  @Test
  void commandsAreNumberedFromZero() {
    assertEquals(0, history.next());
    history.add("ls /");
    history.add("get /a");

    assertEquals(2, history.next());
    assertEquals("ls /", history.line(0));
    assertEquals("get /a", history.line(1));
    assertNull(history.line(2));
    assertEquals("0 - ls /\n1 - get /a", history.text());
  }

  @Test
  void theLastElevenAreShown() {
    for (int i = 0; i < 30; i++) {
      history.add("get /" + i);
    }

    assertEquals(11, history.text().lines().count());
    assertEquals("19 - get /19", history.text().lines().findFirst().orElseThrow());
  }

  @Test
  void veryOldOnesAreForgotten() {
    for (int i = 0; i <= 10_000; i++) {
      history.add("get /" + i);
    }

    assertNull(history.line(0));
    assertEquals("get /1", history.line(1));
    assertEquals("get /10000", history.line(10_000));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "addauth digest bob:secret",
        "  addauth   digest bob:secret",
        "'addauth' digest bob:secret"
      })
  void secretsAreNotKept(String line) {
    history.add(line);

    assertEquals("0 - addauth ...", history.text());
    assertNull(history.line(0));
  }
}
