package io.vivarium.transport.tcp;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.DuplexChannel;
import io.vivarium.spi.transport.HandlerFactory;
import io.vivarium.spi.transport.Peer;
import java.io.EOFException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A connection over a Netty channel, behind whatever a {@link StreamGuard} has put into its pipeline. Every mechanism has channels; where
 * there is no guard, {@link EpollConnection} does without.
 */
@SuppressWarnings(
    "FutureReturnValueIgnored") // failures of a socket come to exceptionCaught and channelInactive
final class ChannelConnection extends TcpConnection {
  private final HandlerFactory handlers;

  /** Told why when the socket ends before the factory was asked. */
  private final Consumer<Throwable> failed;

  // Set once, on the I/O thread, before anybody else sees this connection.
  private @Nullable ChannelHandlerContext context;
  private @Nullable GuardedStream guarded;

  private boolean inputEnded;

  /** Whether the peer has been told that nothing more comes, so that only its own end is waited for. */
  private boolean outputEnded;

  /**
   * A connection whose socket does not stand yet.
   *
   * @param failed told when a socket that stood for a moment ends before the factory was asked
   */
  ChannelConnection(IoThread thread, HandlerFactory handlers, Consumer<Throwable> failed) {
    super(thread);
    this.handlers = handlers;
    this.failed = failed;
  }

  /** Begins over this channel, as the last handler of its pipeline. Any thread. */
  void begin(Channel socket) {
    socket.pipeline().addLast(new Events());
    thread()
        .loop()
        .register(socket)
        .addListener(
            done -> {
              if (!done.isSuccess()) {
                socket.unsafe().closeForcibly();
              }
            });
  }

  // ---- what a socket does

  @Override
  void send(ByteBuf bytes) {
    ChannelHandlerContext socket = known(context);
    socket.write(bytes, socket.voidPromise());
  }

  @Override
  void flushSocket() {
    known(context).flush();
  }

  @Override
  long unsentBytes() {
    ChannelOutboundBuffer sent = known(context).channel().unsafe().outboundBuffer();
    return sent == null ? 0 : sent.totalPendingWriteBytes();
  }

  /** Nothing, behind all the rest: the promise of that is kept when all the rest is sent. */
  @Override
  void awaitSent() {
    known(context)
        .writeAndFlush(Unpooled.EMPTY_BUFFER)
        .addListener(
            done -> {
              if (done.isSuccess()) { // else the socket ends
                thread().run(this::lookWhetherSent); // that nothing counts as well until then
              }
            });
  }

  private void lookWhetherSent() {
    if (!open()) {
      return;
    }
    if (pendingBytes() == 0) {
      sentAll();
    } else {
      flush();
      awaitSent(); // for what was written since
    }
  }

  @Override
  public void reading(boolean on) {
    known(context).channel().config().setAutoRead(on);
  }

  @Override
  void closeWhenSent() {
    ChannelHandlerContext socket = known(context);
    var sent = socket.writeAndFlush(Unpooled.EMPTY_BUFFER);
    GuardedStream stream = guarded;
    if (sent.isDone() && stream == null) {
      socket.close();
      return;
    }
    limitClosing();
    sent.addListener(
        done -> {
          if (stream == null || !done.isSuccess()) {
            socket.close();
          } else {
            stream.farewell().get().addListener(said -> endOutput());
          }
        });
  }

  /** The socket is closed when the peer has ended its output too, or at the deadline. */
  private void endOutput() {
    if (!inputEnded && known(context).channel() instanceof DuplexChannel socket) {
      outputEnded = true;
      socket.config().setAutoRead(true);
      socket.shutdownOutput();
    } else {
      closePastGuard();
    }
  }

  @Override
  void closeSocket() {
    if (outputEnded) {
      closePastGuard();
    } else {
      known(context).close();
    }
  }

  @Override
  boolean socketOpen() {
    return known(context).channel().isOpen();
  }

  @Override
  void cutSocket() {
    closePastGuard();
  }

  /** Past the guard, which has said its farewell, or shall say none. */
  private void closePastGuard() {
    Channel socket = known(context).channel();
    socket.unsafe().close(socket.voidPromise());
  }

  @Override
  boolean sentEverything() {
    return outputEnded;
  }

  /** What the event loop tells. */
  final class Events extends ChannelInboundHandlerAdapter {
    @Override
    public void handlerAdded(ChannelHandlerContext newContext) {
      context = newContext;
    }

    @Override
    public void channelActive(ChannelHandlerContext newContext) {
      InetSocketAddress remote = (InetSocketAddress) newContext.channel().remoteAddress();
      InetSocketAddress local = (InetSocketAddress) newContext.channel().localAddress();
      if (remote == null || local == null) {
        newContext.close(); // it went away before it was looked at
        return;
      }
      GuardedStream proof = guarded;
      stands(
          new Peer(remote, local, proof != null, proof == null ? List.of() : proof.certificates()),
          handlers);
    }

    @Override
    public void channelRead(ChannelHandlerContext unused, Object message) {
      received((ByteBuf) message);
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext unused) {
      readDone();
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext unused) {
      writabilityChanged();
    }

    /** The stream is encrypted, or the peer will send no more. */
    @Override
    public void userEventTriggered(ChannelHandlerContext unused, Object event) {
      if (event instanceof GuardedStream proof) {
        guarded = proof;
      } else if (event == ChannelInputShutdownEvent.INSTANCE) {
        inputEnded = true;
        if (outputEnded) {
          closePastGuard();
        } else {
          inputEnded();
        }
      }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext unused, Throwable e) {
      abort(e);
    }

    @Override
    public void channelInactive(ChannelHandlerContext unused) {
      socketClosed();
      if (!stood()) {
        Throwable why = cause();
        failed.accept(why == null ? new EOFException("the peer closed at once") : why);
      }
    }
  }
}
