package io.vivarium.server.log;

import ch.qos.logback.classic.encoder.JsonEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/**
 * Logback's JSON lines, each with the number of this server as {@code myid}, so that the logs of an ensemble can be laid together: a
 * number, or null while there is none. Any thread.
 */
public final class JsonLines extends JsonEncoder {
  /** The system property that has the number, once the configuration is read. */
  private static final String NUMBER = "vivarium.myid";

  private static final Pattern DIGITS = Pattern.compile("\\d{1,18}");

  /** Made by Logback, which sets the rest. */
  public JsonLines() {}

  @Override
  public byte[] encode(ILoggingEvent event) {
    byte[] line = super.encode(event);
    byte[] head = ("{\"myid\":" + number() + ",").getBytes(StandardCharsets.US_ASCII);
    byte[] whole = new byte[head.length + line.length - 1];
    System.arraycopy(head, 0, whole, 0, head.length);
    // The line begins with the brace that stands in the head already.
    System.arraycopy(line, 1, whole, head.length, line.length - 1);
    return whole;
  }

  private static String number() {
    String number = System.getProperty(NUMBER, "");
    return DIGITS.matcher(number).matches() ? number : "null";
  }
}
