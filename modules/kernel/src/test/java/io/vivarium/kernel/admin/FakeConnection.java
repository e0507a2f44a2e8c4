package io.vivarium.kernel.admin;

import io.vivarium.model.OpCode;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A connection as a captured line describes it; the pattern is what agents take such lines apart with. */
final class FakeConnection implements ConnectionView {
  private static final Pattern LINE = Pattern.compile(" /(\\S+):(\\d+)\\[(\\d)]\\(([^)]*)\\)");
  private static final Map<String, OpCode> OPS =
      Map.of("PING", OpCode.PING, "CREA", OpCode.CREATE, "SESS", OpCode.CREATE_SESSION);

  private final InetSocketAddress remote;
  private final boolean reading;
  private final Map<String, String> fields = new HashMap<>();

  /** What the line does not say. */
  @Nullable OpCode op;

  private FakeConnection(InetSocketAddress remote, boolean reading) {
    this.remote = remote;
    this.reading = reading;
  }

  static FakeConnection parse(String line) {
    Matcher matcher = LINE.matcher(line);
    if (!matcher.matches()) {
      throw new AssertionError("not a connection line: '" + line + "'");
    }
    try {
      FakeConnection connection =
          new FakeConnection(
              new InetSocketAddress(
                  InetAddress.getByName(matcher.group(1)), Integer.parseInt(matcher.group(2))),
              matcher.group(3).equals("1"));
      for (String field : matcher.group(4).split(",", -1)) {
        String[] pair = field.split("=", 2);
        connection.fields.put(pair[0], pair[1]);
      }
      return connection;
    } catch (UnknownHostException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public InetSocketAddress remoteAddress() {
    return remote;
  }

  @Override
  public boolean reading() {
    return reading;
  }

  @Override
  public long queued() {
    return number("queued", 0);
  }

  @Override
  public long received() {
    return number("recved", 0);
  }

  @Override
  public long sent() {
    return number("sent", 0);
  }

  @Override
  public long sessionId() {
    return number("sid", 0);
  }

  @Override
  public @Nullable OpCode lastOp() {
    return op != null ? op : OPS.get(fields.getOrDefault("lop", "NA"));
  }

  @Override
  public long establishedAtMs() {
    return number("est", 0);
  }

  @Override
  public int sessionTimeoutMs() {
    return (int) number("to", 0);
  }

  @Override
  public long lastCxid() {
    return number("lcxid", -1);
  }

  @Override
  public long lastZxid() {
    return number("lzxid", -1);
  }

  @Override
  public long lastResponseAtMs() {
    return number("lresp", 0);
  }

  @Override
  public Latency latency() {
    return new Latency(
        number("llat", 0), number("minlat", 0), number("avglat", 0), number("maxlat", 0));
  }

  private long number(String field, long otherwise) {
    String value = fields.get(field);
    return value == null ? otherwise : Long.decode(value);
  }
}
