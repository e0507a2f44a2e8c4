package io.vivarium.transport.tls;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.ssl.SslHandler;

/** Netty's encryption, which lets its engine go at the end, and takes no leave of whoever has not finished a handshake. */
@SuppressWarnings("FutureReturnValueIgnored") // the promise is the caller's own
final class Encryption extends SslHandler {
  private final ClosableEngine engine;

  /**
   * With an engine that is nobody else's from here on.
   *
   * @param order what tasks run on
   */
  Encryption(ClosableEngine engine, HandshakeOrder order) {
    super(engine, order);
    this.engine = engine;
  }

  /** A farewell waits for the task that is being computed, and with OpenSSL for ever: within a handshake it has none. */
  @Override
  public void close(ChannelHandlerContext context, ChannelPromise promise) throws Exception {
    if (handshakeFuture().isDone()) {
      super.close(context, promise);
    } else {
      context.close(promise);
    }
  }

  /** What a task finds out after the connection is gone interests nobody. */
  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable e) throws Exception {
    if (!context.isRemoved()) {
      super.exceptionCaught(context, e);
    }
  }

  @Override
  public void handlerRemoved0(ChannelHandlerContext context) throws Exception {
    try {
      super.handlerRemoved0(context);
    } finally {
      engine.release();
    }
  }
}
