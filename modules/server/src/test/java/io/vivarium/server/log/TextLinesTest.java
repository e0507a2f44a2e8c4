package io.vivarium.server.log;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import ch.qos.logback.core.encoder.Encoder;
import java.nio.charset.Charset;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Lines are those of Logback's own pattern. */
class TextLinesTest {
  private static final String NUMBER = "vivarium.myid";
  private static final String PATTERN =
      "%date{\"yyyy-MM-dd HH:mm:ss,SSS\"} [myid:%property{vivarium.myid}] - %-5level [%thread:%logger{0}] - %message%n";

  private final LoggerContext context = new LoggerContext();

  @BeforeEach
  void begin() {
    context.setMDCAdapter(new LogbackMDCAdapter());
    System.setProperty(NUMBER, "");
  }

  @AfterEach
  void forget() {
    System.clearProperty(NUMBER);
  }

  private LoggingEvent event(
      String logger, Level level, String at, String message, @Nullable Throwable thrown) {
    LoggingEvent event =
        new LoggingEvent("here", context.getLogger(logger), level, message, thrown, null);
    event.setInstant(Instant.parse(at));
    event.setThreadName("main");
    return event;
  }

  private static Throwable thrown() {
    Throwable inner = new IllegalStateException("inner");
    Throwable outer = new IllegalArgumentException("outer", inner);
    outer.addSuppressed(new UnsupportedOperationException());
    return outer;
  }

  static Stream<List<Object>> cases() {
    return Stream.of(
        List.of("io.vivarium.kernel.Server", Level.INFO, "2026-11-29T18:05:39.206Z", "Serving"),
        List.of("Plain", Level.WARN, "2026-01-02T03:04:05.006Z", "ünï {} \ttab"),
        List.of("a.b.C$D", Level.ERROR, "1999-12-31T23:59:59.999999Z", "two\nlines"),
        List.of("a.", Level.TRACE, "2027-06-30T12:00:00Z", ""));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void aLineIsThatOfThePattern(List<Object> values) {
    for (String number : List.of("", "7")) {
      System.setProperty(NUMBER, number);
      for (boolean thrown : new boolean[] {false, true}) {
        LoggingEvent event =
            event(
                (String) values.get(0),
                (Level) values.get(1),
                (String) values.get(2),
                (String) values.get(3),
                thrown ? thrown() : null);

        assertEquals(text(byPattern(), event), text(new TextLines(), event));
      }
    }
  }

  private Encoder<ILoggingEvent> byPattern() {
    PatternLayoutEncoder encoder = new PatternLayoutEncoder();
    encoder.setPattern(PATTERN);
    return encoder;
  }

  private String text(Encoder<ILoggingEvent> encoder, ILoggingEvent event) {
    encoder.setContext(context);
    encoder.start();
    return new String(encoder.encode(event), Charset.defaultCharset());
  }
}
