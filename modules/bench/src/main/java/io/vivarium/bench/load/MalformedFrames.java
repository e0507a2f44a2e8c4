package io.vivarium.bench.load;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import java.util.SplittableRandom;

/**
 * Frames that no client sends: lengths out of all bounds, handshakes that are none, noise, and, in a session that was opened as it
 * should be, requests that end too early or announce more than they hold.
 */
final class MalformedFrames implements Assailant {
  /** What a server does not look at beyond the first. */
  private static final int WITHOUT_SESSION = 10;

  /** What a server may answer one by one. */
  private static final int IN_SESSION = 100;

  private static final int MOST_OPEN = 500;
  private static final int SESSION_TIMEOUT_MS = 4000;
  private static final int NOISE_BYTES = 64;
  private static final int SET_DATA = 5;

  private final SplittableRandom random = new SplittableRandom(5);

  /** The four kinds in turn. */
  MalformedFrames() {}

  @Override
  public int mostOpen() {
    return MOST_OPEN;
  }

  @Override
  public int each(int connection) {
    return connection % 4 == 3 ? IN_SESSION : WITHOUT_SESSION;
  }

  @Override
  public boolean leaves() {
    return true;
  }

  @Override
  public ByteBuf blow(ChannelHandlerContext context, int connection) {
    ByteBuf out = context.alloc().buffer();
    int kind = connection % 4;
    if (kind == 3) {
      Requests.connect(out, SessionIdentity.fresh(SESSION_TIMEOUT_MS));
    }
    for (int i = 0; i < each(connection); i++) {
      switch (kind) {
        case 0 -> out.writeInt(i % 2 == 0 ? -1 - random.nextInt(1 << 30) : Integer.MAX_VALUE - i);
        case 1 -> out.writeInt(12).writeInt(0).writeLong(random.nextLong());
        case 2 -> noise(out);
        default -> request(out, i);
      }
    }
    if (kind == 3) {
      Requests.close(out, IN_SESSION + 1); // A server may answer such requests and go on.
    }
    return out;
  }

  /** A frame whose length is right and whose content means nothing. */
  private void noise(ByteBuf out) {
    out.writeInt(NOISE_BYTES);
    for (int i = 0; i < NOISE_BYTES / Long.BYTES; i++) {
      out.writeLong(random.nextLong());
    }
  }

  /** A setData whose path is longer than the frame, shorter than nothing, or missing. */
  private void request(ByteBuf out, int number) {
    out.writeInt(16).writeInt(number + 1).writeInt(SET_DATA);
    out.writeInt(number % 2 == 0 ? Integer.MAX_VALUE : -7 - number).writeInt(random.nextInt());
  }
}
