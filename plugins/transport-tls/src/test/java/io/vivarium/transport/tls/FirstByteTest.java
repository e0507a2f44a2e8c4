package io.vivarium.transport.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.embedded.EmbeddedChannel;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FirstByteTest {
  /** As when there is no memory for one: the connection must neither hang nor keep its place. */
  @Test
  void aConnectionForWhichNoEngineCanBeMadeIsClosed() {
    List<String> told = new ArrayList<>();
    EmbeddedChannel socket = new EmbeddedChannel(new FirstByte(new WithoutEngines(told)));
    ByteBuf greeting = Unpooled.wrappedBuffer(new byte[] {0x16, 3, 1});
    socket.writeInbound(greeting);
    assertFalse(socket.isOpen());
    assertEquals(0, greeting.refCnt());
    assertEquals(1, told.size());
    assertTrue(told.getFirst().contains("out of engines"), told::toString);
  }

  private record WithoutEngines(List<String> told) implements FirstByte.Waiting {
    @Override
    public boolean plainAllowed() {
      return false;
    }

    @Override
    public long timeoutMillis() {
      return 1_000;
    }

    @Override
    public void begin(Channel socket) {}

    @Override
    public void encrypt(ChannelHandlerContext context) {
      throw new IllegalStateException("out of engines");
    }

    @Override
    public void plain(Channel socket) {
      told.add("plain");
    }

    @Override
    public void failed(Channel socket, String why) {
      told.add(why);
    }

    @Override
    public void gone(Channel socket) {
      told.add("gone");
    }
  }
}
