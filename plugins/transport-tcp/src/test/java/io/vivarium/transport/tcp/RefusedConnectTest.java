package io.vivarium.transport.tcp;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.vivarium.spi.PluginException;
import io.vivarium.spi.tck.TckContext;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A socket whose connect is refused may report the end of its input before anybody has a connection. */
class RefusedConnectTest {
  @Test
  void theEndOfAnInputThatNeverWasIsNoFailure() throws PluginException {
    TckContext context = new TckContext(Map.of());
    IoThread thread =
        new IoThread(TcpSettings.from(context.config()), new NioMechanism(), context.threads());
    TcpConnection connection = new TcpConnection(thread, opened -> null, 100);
    ChannelHandlerContext nobody =
        new EmbeddedChannel(new ChannelInboundHandlerAdapter()).pipeline().firstContext();
    assertDoesNotThrow(
        () -> connection.userEventTriggered(nobody, ChannelInputShutdownEvent.INSTANCE));
  }
}
