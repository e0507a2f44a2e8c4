package io.vivarium.transport.tls;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Waits for the first byte of an accepted connection, which tells TLS from anything else that is spoken here, and is then out of the
 * way. A client or peer that has said nothing yet costs no more than its socket.
 */
@SuppressWarnings("FutureReturnValueIgnored") // the end of a socket comes to channelInactive
final class FirstByte extends ChannelInboundHandlerAdapter {
  /**
   * The type of a TLS record with a handshake message. A ZooKeeper client would announce a request of 369 MB with it; four-letter
   * words begin with a letter, and so does nothing that peers say.
   */
  private static final int HANDSHAKE = 0x16;

  private final Waiting waiting;
  private @Nullable Future<?> deadline;
  private boolean decided;

  /** What follows. */
  interface Waiting {
    /** Whether others than TLS may speak. */
    boolean plainAllowed();

    /** How long to wait. */
    long timeoutMillis();

    /** The connection is there. */
    void begin(Channel socket);

    /** Puts encryption behind the handler of this context. */
    void encrypt(ChannelHandlerContext context);

    /** The connection is plain. */
    void plain(Channel socket);

    /** The connection came to nothing, for a reason. */
    void failed(Channel socket, String why);

    /** The connection was closed without a word, as those who only look whether a port is open do. */
    void gone(Channel socket);
  }

  FirstByte(Waiting waiting) {
    this.waiting = waiting;
  }

  @Override
  public void channelActive(ChannelHandlerContext context) {
    waiting.begin(context.channel());
    deadline =
        context
            .executor()
            .schedule(() -> late(context), waiting.timeoutMillis(), TimeUnit.MILLISECONDS);
  }

  private void late(ChannelHandlerContext context) {
    if (decided) {
      return;
    }
    if (waiting.plainAllowed()) {
      plain(context);
      context.pipeline().remove(this);
    } else {
      fail(context, "it said nothing for " + waiting.timeoutMillis() + " ms");
    }
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    ByteBuf bytes = (ByteBuf) message;
    if (decided || !bytes.isReadable()) {
      bytes.release();
      return;
    }
    if (bytes.getUnsignedByte(bytes.readerIndex()) == HANDSHAKE) {
      decide();
      try {
        waiting.encrypt(context);
      } catch (RuntimeException e) { // no memory for an engine, or an end of the transport
        bytes.release();
        fail(context, "no engine could be made; is the server out of memory? " + e.getMessage());
        return;
      }
    } else if (waiting.plainAllowed()) {
      plain(context);
    } else {
      bytes.release();
      fail(context, "the other end does not speak TLS here");
      return;
    }
    context.fireChannelRead(bytes);
    context.pipeline().remove(this);
  }

  private void plain(ChannelHandlerContext context) {
    decide();
    waiting.plain(context.channel());
    context.fireChannelActive();
  }

  private void decide() {
    decided = true;
    if (deadline != null) {
      deadline.cancel(false);
    }
  }

  private void fail(ChannelHandlerContext context, String why) {
    decide();
    waiting.failed(context.channel(), why);
    context.close();
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) {
    if (event == ChannelInputShutdownEvent.INSTANCE && !decided) {
      gone(context);
      context.close();
      return;
    }
    context.fireUserEventTriggered(event);
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    if (!decided) {
      gone(context);
    }
    context.fireChannelInactive();
  }

  private void gone(ChannelHandlerContext context) {
    decide();
    waiting.gone(context.channel());
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable e) {
    if (!decided) {
      fail(context, String.valueOf(e.getMessage()));
    }
  }
}
