package io.vivarium.server.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonLinesTest {
  private static final String NUMBER = "vivarium.myid";

  @AfterEach
  void forget() {
    System.clearProperty(NUMBER);
  }

  private static String line(String message) {
    LoggerContext context = new LoggerContext();
    context.setMDCAdapter(new LogbackMDCAdapter());
    JsonLines lines = new JsonLines();
    lines.setContext(context);
    lines.start();
    LoggingEvent event =
        new LoggingEvent(
            "here", context.getLogger("io.vivarium.X"), Level.INFO, message, null, null);
    return new String(lines.encode(event), StandardCharsets.UTF_8);
  }

  @ParameterizedTest
  @CsvSource({"7,7", "'',null", "'1,\"a\":2',null"})
  void theNumberOfTheServerIsTheFirstField(String number, String written) {
    System.setProperty(NUMBER, number);

    String line = line("hello");

    assertTrue(line.startsWith("{\"myid\":" + written + ",\""), line);
  }

  @ParameterizedTest
  @ValueSource(strings = {"hello", "a \"word\"\nand a line", ""})
  void theRestIsWhatLogbackMakesOfIt(String message) {
    String line = line(message);

    assertTrue(line.endsWith("}\n"), line);
    assertEquals(1, line.lines().count(), line);
    assertTrue(line.contains("\"loggerName\":\"io.vivarium.X\""), line);
  }
}
