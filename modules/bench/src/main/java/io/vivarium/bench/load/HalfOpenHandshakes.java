package io.vivarium.bench.load;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.NoSuchAlgorithmException;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;

/**
 * Clients that begin a TLS handshake, let the server do its part of it, keys and signature included, and then say nothing more. Every
 * fourth does not even send the whole of its first message.
 */
final class HalfOpenHandshakes implements Assailant {
  private static final int SOME_BYTES = 40;

  private final int mostOpen;
  private final byte[] hello;

  private HalfOpenHandshakes(int mostOpen, byte[] hello) {
    this.mostOpen = mostOpen;
    this.hello = hello.clone();
  }

  /**
   * Handshakes with the TLS of the JDK.
   *
   * @param mostOpen connections that stay open, as far as the server lets them
   */
  static HalfOpenHandshakes of(int mostOpen) throws IOException {
    try {
      SSLEngine engine = SSLContext.getDefault().createSSLEngine("localhost", 1);
      engine.setUseClientMode(true);
      ByteBuffer out = ByteBuffer.allocate(engine.getSession().getPacketBufferSize());
      engine.wrap(ByteBuffer.allocate(0), out);
      byte[] hello = new byte[out.flip().remaining()];
      out.get(hello);
      return new HalfOpenHandshakes(mostOpen, hello);
    } catch (NoSuchAlgorithmException | SSLException e) {
      throw new IOException("this Java has no TLS: " + e.getMessage(), e);
    }
  }

  @Override
  public int mostOpen() {
    return mostOpen;
  }

  @Override
  public int each(int connection) {
    return 1;
  }

  @Override
  public boolean leaves() {
    return false;
  }

  @Override
  public ByteBuf blow(ChannelHandlerContext context, int connection) {
    int length = connection % 4 == 3 ? Math.min(SOME_BYTES, hello.length) : hello.length;
    return Unpooled.wrappedBuffer(hello, 0, length);
  }
}
