package io.vivarium.client;

import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Asks a server whether it takes writes: the four-letter word {@code isro}. */
final class ReadWriteProbe implements Wire.Reader {
  private static final byte[] QUESTION = "isro".getBytes(StandardCharsets.US_ASCII);
  private static final String YES = "rw";

  private final Runnable onYes;
  private final StringBuilder answer = new StringBuilder();
  private @Nullable Wire wire;

  private ReadWriteProbe(Runnable onYes) {
    this.onYes = onYes;
  }

  /** Asks; the answer yes is told on the event loop, all else is silence. */
  static void ask(
      EventLoop loop,
      InetSocketAddress server,
      ClientBuilder.Settings settings,
      int timeoutMs,
      Runnable onYes) {
    Wire asked = settings.opener().open(loop, server, timeoutMs, new ReadWriteProbe(onYes));
    Future<?> unusedAlarm = loop.schedule(asked::close, timeoutMs * 2L, TimeUnit.MILLISECONDS);
  }

  @Override
  public void opened(Wire standing) {
    wire = standing;
    standing.send(ByteBuffer.wrap(QUESTION));
    standing.flush();
  }

  @Override
  public void read(ByteBuf bytes) {
    answer.append(bytes.toString(StandardCharsets.US_ASCII));
    bytes.release();
    if (answer.length() < YES.length()) {
      return;
    }
    if (answer.toString().startsWith(YES)) {
      onYes.run();
    }
    if (wire != null) {
      wire.close();
    }
  }

  @Override
  public void closed(@Nullable Throwable why) {
    // The next one is asked in any case.
  }
}
