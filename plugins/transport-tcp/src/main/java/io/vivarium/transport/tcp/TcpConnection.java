package io.vivarium.transport.tcp;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.DuplexChannel;
import io.vivarium.spi.transport.Connection;
import io.vivarium.spi.transport.ConnectionHandler;
import io.vivarium.spi.transport.HandlerFactory;
import io.vivarium.spi.transport.Peer;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One TCP connection: the last handler in its Netty pipeline, and where streams are plain the only one, so that an idle one costs
 * little and a frame passes through few hands.
 *
 * <p>It is open from the moment the factory gave a handler, closing once {@link #close} was called or something failed (what was
 * written still goes out, what arrives is thrown away), and closed when the socket is.
 */
@SuppressWarnings(
    "FutureReturnValueIgnored") // failures of a socket come to exceptionCaught and channelInactive
final class TcpConnection extends ChannelInboundHandlerAdapter implements Connection, Runnable {
  private static final Logger LOG = LoggerFactory.getLogger(TcpConnection.class);

  private final IoThread thread;
  private final HandlerFactory handlers;

  /** Told why when the socket ends before the factory was asked. */
  private final Consumer<Throwable> failed;

  private final int closeTimeoutMillis;
  private final TaskQueue tasks = new TaskQueue();
  private final FrameReader input = new FrameReader();
  private final OutputBuffer output = new OutputBuffer();

  // Set once, on the I/O thread, before anybody else sees this connection.
  private @Nullable ChannelHandlerContext context;
  private @Nullable Peer peer;
  private @Nullable GuardedStream guarded;

  // The I/O thread's own from here on.
  private @Nullable ConnectionHandler handler;
  private @Nullable Throwable cause;
  private State state = State.OPEN;
  private boolean writable = true;
  private boolean framesInRead;
  private boolean inputEnded;

  /** Whether the peer has been told that nothing more comes, so that only its own end is waited for. */
  private boolean outputEnded;

  /** When the socket is closed though the peer has not taken everything, or not ended its output; while it is closing. */
  private @Nullable Future<?> deadline;

  private enum State {
    OPEN,
    CLOSING,
    CLOSED
  }

  /**
   * A connection whose socket does not stand yet.
   *
   * @param failed told when a socket that stood for a moment ends before the factory was asked
   */
  TcpConnection(
      IoThread thread,
      HandlerFactory handlers,
      Consumer<Throwable> failed,
      int closeTimeoutMillis) {
    this.thread = thread;
    this.handlers = handlers;
    this.failed = failed;
    this.closeTimeoutMillis = closeTimeoutMillis;
  }

  // ---- what the handler calls

  @Override
  public Peer peer() {
    return known(peer);
  }

  @Override
  public void write(ByteBuffer bytes) {
    if (state == State.OPEN) {
      output.append(bytes, thread.memory(), this::send);
    }
  }

  @Override
  public void flush() {
    if (state == State.OPEN) {
      sendCollected();
      known(context).flush();
    }
  }

  @Override
  public long pendingBytes() {
    ChannelOutboundBuffer sent = known(context).channel().unsafe().outboundBuffer();
    return output.size() + (sent == null ? 0 : sent.totalPendingWriteBytes());
  }

  @Override
  public void execute(Runnable task) {
    if (tasks.add(task)) {
      try {
        thread.loop().execute(this);
      } catch (RejectedExecutionException e) {
        // The transport was closed, and this connection with it.
        LOG.trace("Task dropped, as the transport is closed", e);
      }
    }
  }

  /** The event loop runs its tasks when it has looked at every socket that was ready. */
  @Override
  public void atEndOfRound(Runnable task) {
    thread.run(task);
  }

  @Override
  public void reading(boolean on) {
    known(context).channel().config().setAutoRead(on);
  }

  @Override
  public void close() {
    if (thread.loop().inEventLoop()) {
      finish(null);
    } else {
      execute(() -> finish(null)); // behind the tasks that are waiting
    }
  }

  // ---- what the event loop calls

  /** Runs what other threads have left. */
  @Override
  public void run() {
    try {
      tasks.runAll(this::open);
    } catch (Throwable e) {
      finish(e);
    }
  }

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
    peer = new Peer(remote, local, proof != null, proof == null ? List.of() : proof.certificates());
    try {
      handler = handlers.opened(this);
    } catch (Throwable e) {
      LOG.warn("No handler for the connection from {}, which is closed", remote, e);
    }
    if (handler == null) {
      state = State.CLOSING;
      newContext.close();
    } else {
      thread.opened(this);
    }
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    ByteBuf bytes = (ByteBuf) message;
    try {
      if (open()) {
        framesInRead |= input.read(bytes, thread.memory(), known(handler), this::open) > 0;
      }
    } catch (Throwable e) {
      finish(e);
    } finally {
      bytes.release();
    }
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext context) {
    if (framesInRead && open()) {
      try {
        known(handler).onReadDone();
      } catch (Throwable e) {
        finish(e);
      }
    }
    framesInRead = false;
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext context) {
    // Later, never from within a call that the handler is making right now.
    thread.loop().execute(this::tellWritability);
  }

  /**
   * Every change is told, one that was undone meanwhile too: a handler that has seen much waiting, and holds something back until there
   * is room, would wait for ever.
   */
  private void tellWritability() {
    if (open()) {
      writable = !writable;
      try {
        known(handler).onWritable(writable);
      } catch (Throwable e) {
        finish(e);
      }
    }
  }

  /** The stream is encrypted, or the peer will send no more. */
  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) {
    if (event instanceof GuardedStream proof) {
      guarded = proof;
    }
    if (event == ChannelInputShutdownEvent.INSTANCE) {
      inputEnded = true;
      if (outputEnded) {
        closeSocket();
        return;
      }
    }
    if (event != ChannelInputShutdownEvent.INSTANCE || !open() || handler == null) {
      return; // without a handler it is a connect that was refused, which is told elsewhere
    }
    Throwable problem =
        input.midFrame() ? new EOFException("the peer closed in the middle of a frame") : null;
    try {
      if (problem != null || !known(handler).onInputEnded()) {
        finish(problem);
      }
    } catch (Throwable e) {
      finish(e);
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable e) {
    abort(e);
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    boolean told = state == State.CLOSED;
    state = State.CLOSED;
    if (deadline != null) {
      deadline.cancel(false);
    }
    input.release();
    output.release();
    thread.closed(this);
    if (peer == null) {
      failed.accept(cause == null ? new EOFException("the peer closed at once") : cause);
    }
    ConnectionHandler user = handler;
    handler = null;
    if (user != null && !told) {
      try {
        user.onClosed(cause);
      } catch (Throwable e) {
        LOG.warn("The handler of {} failed in onClosed", known(peer).remote(), e);
      }
    }
  }

  // ---- how it ends

  /** Sends what was written, for a while at most, then closes the socket. */
  private void finish(@Nullable Throwable why) {
    if (state != State.OPEN) {
      return;
    }
    sendCollected();
    state = State.CLOSING;
    cause = why;
    ChannelHandlerContext socket = known(context);
    var sent = socket.writeAndFlush(Unpooled.EMPTY_BUFFER);
    GuardedStream stream = guarded;
    if (sent.isDone() && stream == null) {
      socket.close();
      return;
    }
    deadline = thread.loop().schedule(this::closeInTime, closeTimeoutMillis, TimeUnit.MILLISECONDS);
    sent.addListener(
        done -> {
          if (stream == null || !done.isSuccess()) {
            socket.close();
          } else {
            stream.farewell().get().addListener(said -> endOutput());
          }
        });
  }

  private void closeInTime() {
    if (outputEnded) {
      closeSocket(); // nothing of ours is lost
      return;
    }
    abort(
        new IOException(
            "closed with "
                + pendingBytes()
                + " bytes that the peer did not take within "
                + closeTimeoutMillis
                + " ms"));
  }

  /** The socket is closed when the peer has ended its output too, or at the deadline. */
  private void endOutput() {
    if (!inputEnded && known(context).channel() instanceof DuplexChannel socket) {
      outputEnded = true;
      socket.config().setAutoRead(true);
      socket.shutdownOutput();
    } else {
      closeSocket();
    }
  }

  /** Past the guard, which has said its farewell. */
  private void closeSocket() {
    Channel socket = known(context).channel();
    socket.unsafe().close(socket.voidPromise());
  }

  /** Closes the socket at once. */
  private void abort(Throwable why) {
    if (state == State.CLOSED) {
      return;
    }
    state = State.CLOSING;
    if (cause == null) {
      cause = why;
    }
    known(context).close();
  }

  private boolean open() {
    return state == State.OPEN;
  }

  private void sendCollected() {
    ByteBuf collected = output.take();
    if (collected != null) {
      send(collected);
    }
  }

  private void send(ByteBuf bytes) {
    ChannelHandlerContext socket = known(context);
    socket.write(bytes, socket.voidPromise());
  }

  private static <T> T known(@Nullable T value) {
    if (value == null) {
      throw new IllegalStateException("the connection does not stand yet");
    }
    return value;
  }
}
