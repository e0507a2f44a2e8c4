package io.vivarium.audit.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.vivarium.spi.FatalReason;
import io.vivarium.spi.PluginException;
import io.vivarium.spi.audit.AuditEvent;
import io.vivarium.spi.audit.AuditLog;
import io.vivarium.spi.tck.TckContext;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.LoggerFactory;

/** What can be configured, and what is refused. */
class AuditLogProviderTest {
  @TempDir Path directory;

  private static AuditLog log(Map<String, String> config) throws PluginException {
    return new AuditLogProvider().create(new TckContext(config));
  }

  @ParameterizedTest
  @CsvSource({
    "audit.format, xml, text or json",
    "audit.destination, syslog, file or log",
    "audit.whenLost, wait, continue or stop"
  })
  void anUnknownWordIsRefusedWithThoseThatAreKnown(String key, String value, String known) {
    PluginException refused = assertThrows(PluginException.class, () -> log(Map.of(key, value)));
    assertEquals(FatalReason.INVALID_INVOCATION, refused.reason());
    assertEquals(key + " = " + value + ": must be " + known, refused.getMessage());
  }

  @Test
  void aFileThatCannotBeWrittenStopsTheStartAndIsNamed() throws Exception {
    Path file = Files.createDirectory(directory.resolve("taken"));
    try (AuditLog log = log(Map.of("audit.file", file.toString()))) {
      PluginException refused = assertThrows(PluginException.class, log::start);
      assertTrue(refused.getMessage().contains(file.toString()), refused.getMessage());
      assertTrue(refused.getMessage().contains("audit.file"), refused.getMessage());
    }
  }

  @Test
  void theLoggerIsZooKeepersWithFailuresAsErrors() throws Exception {
    Logger logger = (Logger) LoggerFactory.getLogger(LoggerSink.LOGGER);
    ListAppender<ILoggingEvent> appender = new ListAppender<>();
    appender.start();
    logger.addAppender(appender);
    try (AuditLog log = log(Map.of("audit.destination", "log"))) {
      log.start();
      for (AuditEvent.Result result :
          List.of(AuditEvent.Result.SUCCESS, AuditEvent.Result.FAILURE)) {
        log.record(
            new AuditEvent(
                0,
                AuditEvent.Operation.SERVER_START,
                result,
                0,
                new AuditEvent.Actor(0, List.of("me"), null),
                AuditEvent.Target.NONE));
      }
    } finally {
      logger.detachAppender(appender);
    }
    assertEquals(
        List.of(
            "user=me\toperation=serverStart\tresult=success",
            "user=me\toperation=serverStart\tresult=failure"),
        appender.list.stream().map(ILoggingEvent::getFormattedMessage).toList());
    assertEquals(
        List.of(Level.INFO, Level.ERROR),
        appender.list.stream().map(ILoggingEvent::getLevel).toList());
  }
}
