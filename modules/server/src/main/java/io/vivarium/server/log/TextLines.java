package io.vivarium.server.log;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.encoder.EncoderBase;
import java.nio.charset.Charset;
import java.time.LocalDateTime;
import java.time.ZoneId;

/**
 * Lines for people: time, number of this server, level, thread, the class that speaks, and what it says, as ZooKeeper lays them out. The same
 * as Logback's pattern {@code %date{"yyyy-MM-dd HH:mm:ss,SSS"} [myid:%property{vivarium.myid}] - %-5level [%thread:%logger{0}] - %message%n}, without what
 * it takes to make sense of patterns: that is a tenth of what a server does until it serves. Any thread.
 */
public final class TextLines extends EncoderBase<ILoggingEvent> {
  /** The system property that has the number, once the configuration is read. */
  private static final String NUMBER = "vivarium.myid";

  private static final int LEVEL_WIDTH = 5;

  private final Charset charset = Charset.defaultCharset();
  private final ZoneId zone = ZoneId.systemDefault();

  /** Made by Logback. */
  public TextLines() {}

  @Override
  public byte[] headerBytes() {
    return new byte[0];
  }

  @Override
  public byte[] encode(ILoggingEvent event) {
    StringBuilder line = new StringBuilder(256);
    appendTime(LocalDateTime.ofInstant(event.getInstant(), zone), line);
    line.append(" [myid:").append(System.getProperty(NUMBER, "")).append("] - ");
    appendLevel(event.getLevel(), line);
    String logger = event.getLoggerName();
    line.append(" [")
        .append(event.getThreadName())
        .append(':')
        .append(logger, logger.lastIndexOf('.') + 1, logger.length())
        .append("] - ")
        .append(event.getFormattedMessage())
        .append(System.lineSeparator());
    IThrowableProxy thrown = event.getThrowableProxy();
    if (thrown != null) {
      line.append(ThrowableProxyUtil.asString(thrown));
    }
    return line.toString().getBytes(charset);
  }

  @Override
  public byte[] footerBytes() {
    return new byte[0];
  }

  private static void appendLevel(Level level, StringBuilder line) {
    line.append(level);
    line.repeat(' ', Math.max(0, LEVEL_WIDTH - level.toString().length()));
  }

  private static void appendTime(LocalDateTime time, StringBuilder line) {
    append(time.getYear(), 1000, line).append('-');
    append(time.getMonthValue(), 10, line).append('-');
    append(time.getDayOfMonth(), 10, line).append(' ');
    append(time.getHour(), 10, line).append(':');
    append(time.getMinute(), 10, line).append(':');
    append(time.getSecond(), 10, line).append(',');
    append(time.getNano() / 1_000_000, 100, line);
  }

  /** A number with as many digits as its first place says. */
  private static StringBuilder append(int number, int first, StringBuilder line) {
    for (int place = first; place > 0; place /= 10) {
      line.append((char) ('0' + number / place % 10));
    }
    return line;
  }
}
