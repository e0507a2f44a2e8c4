package io.vivarium.kernel;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.util.List;
import org.slf4j.LoggerFactory;

/** Takes down what one class logs, until it is closed. */
public final class LogLines implements AutoCloseable {
  private final Logger logger;
  private final AppenderBase<ILoggingEvent> appender;

  private LogLines(Logger logger, List<String> lines) {
    this.logger = logger;
    this.appender =
        new AppenderBase<>() {
          @Override
          protected void append(ILoggingEvent event) {
            lines.add(event.getFormattedMessage());
          }
        };
  }

  /** From now on the lines of the class are added to the list. */
  public static LogLines of(Class<?> writer, List<String> lines) {
    LogLines log = new LogLines((Logger) LoggerFactory.getLogger(writer), lines);
    log.appender.start();
    log.logger.addAppender(log.appender);
    return log;
  }

  @Override
  public void close() {
    logger.detachAppender(appender);
    appender.stop();
  }
}
