package io.vivarium.transport.tls;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.vivarium.transport.tcp.GuardedStream;
import java.io.EOFException;
import java.io.IOException;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import javax.net.ssl.SSLPeerUnverifiedException;

/** Stands between encryption and a connection, which it lets begin when the handshake is done. */
@SuppressWarnings("FutureReturnValueIgnored") // the end of a socket comes to channelInactive
final class TlsGate extends ChannelInboundHandlerAdapter {
  private static final String CLOSED_EARLY =
      "the other end closed the connection during the TLS handshake";

  /** What a session has for a cipher suite before there is one. */
  private static final String NOTHING_AGREED = "SSL_NULL_WITH_NULL_NULL";

  private final SslHandler encryption;
  private final Runnable done;
  private final Consumer<String> failed;
  private final Supplier<String> ownFault;
  private State state = State.HANDSHAKE;
  private boolean inputEnded;

  private enum State {
    HANDSHAKE,
    OPEN,
    FAILED
  }

  /**
   * A gate that is shut.
   *
   * @param done called when the handshake is over, one way or the other
   * @param failed told why it failed
   * @param ownFault what is wrong with our own certificate, if the other end says that something is; else empty
   */
  TlsGate(
      SslHandler encryption, Runnable done, Consumer<String> failed, Supplier<String> ownFault) {
    this.encryption = encryption;
    this.done = done;
    this.failed = failed;
    this.ownFault = ownFault;
  }

  @Override
  public void channelActive(ChannelHandlerContext context) {
    // Not yet: the connection begins when the handshake is done.
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) {
    if (event instanceof SslHandshakeCompletionEvent handshake) {
      if (state == State.HANDSHAKE) {
        finish(context, handshake);
      }
    } else if (event instanceof SslCloseCompletionEvent) {
      endInput(context);
    } else if (event == ChannelInputShutdownEvent.INSTANCE) {
      if (state == State.HANDSHAKE) {
        fail(context, new EOFException(CLOSED_EARLY));
      } else {
        endInput(context);
      }
    } else {
      context.fireUserEventTriggered(event);
    }
  }

  private void finish(ChannelHandlerContext context, SslHandshakeCompletionEvent handshake) {
    if (!handshake.isSuccess()) {
      fail(context, handshake.cause());
      return;
    }
    // Netty takes an engine that was closed in the middle of it for one whose handshake is over.
    if (encryption.engine().getSession().getCipherSuite().equals(NOTHING_AGREED)) {
      fail(context, new EOFException(CLOSED_EARLY));
      return;
    }
    state = State.OPEN;
    done.run();
    context.fireUserEventTriggered(new GuardedStream(certificates(), encryption::closeOutbound));
    context.fireChannelActive();
  }

  private List<X509Certificate> certificates() {
    List<X509Certificate> chain = new ArrayList<>();
    try {
      for (Certificate certificate : encryption.engine().getSession().getPeerCertificates()) {
        if (certificate instanceof X509Certificate x509) {
          chain.add(x509);
        }
      }
    } catch (SSLPeerUnverifiedException e) {
      return List.of(); // it showed none, and need not
    }
    return chain;
  }

  /** Once, whether the peer said so within TLS, closed its socket, or both. */
  private void endInput(ChannelHandlerContext context) {
    if (state == State.OPEN && !inputEnded) {
      inputEnded = true;
      context.fireUserEventTriggered(ChannelInputShutdownEvent.INSTANCE);
    }
  }

  private void fail(ChannelHandlerContext context, Throwable why) {
    state = State.FAILED;
    done.run();
    IOException explained = HandshakeFailure.explained(why, ownFault);
    failed.accept(String.valueOf(explained.getMessage()));
    context.fireExceptionCaught(explained);
    context.close();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable e) {
    switch (state) {
      case HANDSHAKE -> fail(context, e);
      case OPEN -> context.fireExceptionCaught(HandshakeFailure.explained(e, ownFault));
      case FAILED -> {} // told already
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    if (state == State.HANDSHAKE) {
      fail(context, new EOFException(CLOSED_EARLY));
    }
    context.fireChannelInactive();
  }
}
