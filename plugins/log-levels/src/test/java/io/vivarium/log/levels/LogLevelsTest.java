package io.vivarium.log.levels;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vivarium.spi.admin.AdminCommand;
import io.vivarium.spi.admin.AdminCommandsProvider;
import io.vivarium.spi.admin.AdminMethod;
import io.vivarium.spi.admin.AdminReply;
import io.vivarium.spi.admin.AdminRequest;
import io.vivarium.spi.tck.admin.AdminCommandsTck;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;
import org.slf4j.helpers.NOPLoggerFactory;

class LogLevelsTest extends AdminCommandsTck {
  private static final String NAME = "io.vivarium.log.levels.test.Sample";

  @Override
  protected AdminCommandsProvider provider() {
    return new LogLevelsProvider();
  }

  @Override
  protected List<String> parameters() {
    return List.of("logger", "level");
  }

  private AdminReply ask(AdminMethod method, Map<String, String> parameters) throws IOException {
    return ask(commands().getFirst(), method, parameters);
  }

  private static AdminReply ask(
      AdminCommand command, AdminMethod method, Map<String, String> parameters) throws IOException {
    return command.answer(
        new AdminRequest(
            method,
            "log_level",
            parameters,
            AdminRequest.Caller.SELF,
            InputStream.nullInputStream()));
  }

  @Test
  void aLevelIsSetShownAndTakenBack() throws IOException {
    assertFalse(LoggerFactory.getLogger(NAME).isTraceEnabled());
    AdminReply set = ask(AdminMethod.POST, Map.of("logger", NAME, "level", "trace"));
    assertEquals(200, set.status());
    assertEquals("TRACE", set.fields().get("level"));
    assertTrue(LoggerFactory.getLogger(NAME).isTraceEnabled());
    assertEquals(
        "TRACE", ask(AdminMethod.GET, Map.of("logger", NAME + ".Inner")).fields().get("level"));
    assertTrue(
        String.valueOf(ask(AdminMethod.GET, Map.of()).fields().get("levels"))
            .contains(NAME + "=TRACE"));
    ask(AdminMethod.POST, Map.of("logger", NAME, "level", "inherit"));
    assertFalse(LoggerFactory.getLogger(NAME).isTraceEnabled());
  }

  @ParameterizedTest
  @CsvSource({
    "io.vivarium,LOUD",
    "io.vivarium,''",
    "ROOT,inherit",
    "root,inherit",
    "Root,inherit",
    "'',INFO",
    "a b,INFO",
    "1a,INFO"
  })
  void whatIsNoLoggerOrLevelIsRefused(String logger, String level) throws IOException {
    AdminReply reply = ask(AdminMethod.POST, Map.of("logger", logger, "level", level));
    assertEquals(400, reply.status());
    assertTrue(String.valueOf(reply.fields().get("error")).startsWith("The parameter l"));
  }

  @Test
  void nobodyMakesLoggersWithoutEnd() throws IOException {
    AdminReply last = ask(AdminMethod.GET, Map.of());
    for (int i = 0; i <= 1_000; i++) {
      last = ask(AdminMethod.POST, Map.of("logger", "many.n" + i, "level", "INHERIT"));
    }
    assertEquals(400, last.status());
    assertEquals(200, ask(AdminMethod.POST, Map.of("logger", "many.n1", "level", "OFF")).status());
  }

  /** Logback has one root logger, whatever the case of its name; it is none that this command makes. */
  @ParameterizedTest
  @ValueSource(strings = {"ROOT", "Root", "root"})
  void theRootLoggerIsMeantInAnyCase(String name) throws IOException {
    String level =
        String.valueOf(ask(AdminMethod.GET, Map.of("logger", "ROOT")).fields().get("level"));
    AdminCommand command = commands().getFirst();
    for (int i = 0; i <= 1_000; i++) {
      AdminReply set = ask(command, AdminMethod.POST, Map.of("logger", name, "level", level));
      assertEquals(200, set.status());
      assertEquals("ROOT", set.fields().get("logger"));
    }
    assertEquals("ROOT", ask(AdminMethod.GET, Map.of("logger", name)).fields().get("logger"));
  }

  @Test
  void withoutLogbackItSaysSo() throws IOException {
    AdminReply reply = ask(new LogLevelCommand(NOPLoggerFactory::new), AdminMethod.GET, Map.of());
    assertEquals(400, reply.status());
  }
}
