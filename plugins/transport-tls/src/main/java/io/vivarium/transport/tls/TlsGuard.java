package io.vivarium.transport.tls;

import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.ssl.SslHandler;
import io.vivarium.spi.FatalReason;
import io.vivarium.spi.PluginContext;
import io.vivarium.spi.PluginException;
import io.vivarium.spi.metrics.Counter;
import io.vivarium.spi.transport.Endpoint;
import io.vivarium.spi.transport.ServerTls;
import io.vivarium.transport.tcp.StreamGuard;
import io.vivarium.transport.tls.TlsSettings.Side;
import java.io.IOException;
import java.net.InetSocketAddress;
import javax.net.ssl.SSLEngine;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts TLS before the connections of secure endpoints, and where ports are unified before those that begin with a TLS record.
 * Handshakes are computed on threads of their own, so that connections which stand do not wait for them.
 */
final class TlsGuard implements StreamGuard {
  private static final Logger LOG = LoggerFactory.getLogger(TlsGuard.class);

  /** Bytes of the first read of a connection, and the most that one read takes. */
  private static final int FIRST_READ = 2 << 10;

  private static final int LARGEST_READ = 64 << 10;
  private static final int LOOK_MILLIS = 1_000;

  /** How long the farewell of TLS may take; what was written before it has been waited for already. */
  private static final int FAREWELL_MILLIS = 1_000;

  private final TlsSettings settings;
  private final FileWatch watch;
  private final HandshakeThreads computing;
  private final Handshakes handshakes;
  private final FailureLog failures;
  private volatile @Nullable TlsContext clients;
  private volatile @Nullable TlsContext peers;

  TlsGuard(TlsSettings settings, PluginContext context) {
    this.settings = settings;
    watch = new FileWatch(context.threads(), LOOK_MILLIS);
    computing = new HandshakeThreads(context.threads());
    Counter exceeded = context.metrics().counter("tls_handshake_exceeded");
    handshakes =
        new Handshakes(
            settings.outstandingHandshakes(),
            context.time()::monotonicNanos,
            () -> exceeded.add(1));
    context.metrics().gauge("outstanding_tls_handshake", handshakes::count);
    failures = new FailureLog(context.time(), context.metrics().counter("unsuccessful_handshake"));
  }

  @Override
  public void start() throws PluginException {
    Side clientSide = settings.clients();
    watch(clientSide, () -> clients = TlsContext.load(clientSide));
    Side peerSide = settings.peers();
    watch(peerSide, () -> peers = TlsContext.load(peerSide));
    watch.start();
  }

  private void watch(Side side, FileWatch.Reload load) throws PluginException {
    if (side.files().key() == null && side.files().trust() == null) {
      return; // whether that matters the first secure endpoint tells
    }
    if (side.files().reload()) {
      watch.add(side.files().all(), load);
    }
    try {
      load.reload();
    } catch (IOException e) {
      throw new PluginException(FatalReason.INVALID_INVOCATION, String.valueOf(e.getMessage()), e);
    }
    if (side.files().trust() == null) {
      LOG.warn(
          "{}trustStore.location is not set: whoever has a certificate of an authority that the JDK"
              + " trusts is accepted",
          side.prefix());
    }
  }

  @Override
  public void check(Endpoint endpoint, boolean listening) throws IOException {
    Side side = side(endpoint);
    boolean wanted = endpoint.secure() || (listening && side.unified());
    boolean keyMissing = listening && side.files().key() == null;
    if (wanted && (keyMissing || context(endpoint) == null)) {
      throw new IOException(
          "TLS needs a key and a certificate; set tls.certificate, tls.key and tls.ca, or "
              + side.prefix()
              + "keyStore.location and "
              + side.prefix()
              + "trustStore.location");
    }
  }

  @Override
  public boolean accepted(Channel socket, Endpoint endpoint) {
    Side side = side(endpoint);
    if (!endpoint.secure() && !side.unified()) {
      return false;
    }
    prepare(socket);
    socket.pipeline().addLast(new FirstByte(new Accepted(endpoint, side)));
    return true;
  }

  @Override
  public void connecting(Channel socket, Endpoint endpoint) {
    TlsContext context = context(endpoint);
    if (endpoint.secure() && context != null) {
      prepare(socket);
      HandshakeOrder order = new HandshakeOrder(computing, HandshakeOrder.Turns.UNCOUNTED);
      SslHandler encryption = handler(context.client(endpoint.host(), endpoint.port()), order);
      socket
          .pipeline()
          .addLast(
              order,
              encryption,
              new TlsGate(encryption, order::done, why -> {}, context::ownFault));
    }
  }

  @Override
  public ServerTls tls(Endpoint.Purpose purpose) throws IOException {
    check(new Endpoint(purpose, null, 0, true, -1, false), true);
    return remote -> {
      TlsContext context =
          switch (purpose) {
            case CLIENT -> clients;
            case PEER, ADMIN -> peers;
          };
      if (context == null) {
        throw new IllegalStateException("the transport is closed");
      }
      SSLEngine engine = context.server(remote);
      engine.setNeedClientAuth(false);
      return engine;
    };
  }

  /** Parts of records wait in the buffers that were read, so that connections cannot share one. */
  private static void prepare(Channel socket) {
    socket
        .config()
        .setRecvByteBufAllocator(
            new AdaptiveRecvByteBufAllocator(FIRST_READ, FIRST_READ, LARGEST_READ));
  }

  private SslHandler handler(SSLEngine engine, HandshakeOrder order) {
    SslHandler handler = new SslHandler(engine, order);
    handler.setHandshakeTimeoutMillis(settings.handshakeTimeoutMillis());
    handler.setCloseNotifyFlushTimeoutMillis(FAREWELL_MILLIS);
    return handler;
  }

  private Side side(Endpoint endpoint) {
    return switch (endpoint.purpose()) {
      case CLIENT -> settings.clients();
      // As in ZooKeeper, whose admin endpoint shows the certificate of the quorum ports.
      case PEER, ADMIN -> settings.peers();
    };
  }

  private @Nullable TlsContext context(Endpoint endpoint) {
    return switch (endpoint.purpose()) {
      case CLIENT -> clients;
      case PEER, ADMIN -> peers;
    };
  }

  @Override
  public void close() {
    watch.close();
    computing.close();
  }

  /** What becomes of a connection that was accepted. */
  private final class Accepted implements FirstByte.Waiting {
    private final Endpoint endpoint;
    private final Side side;

    Accepted(Endpoint endpoint, Side side) {
      this.endpoint = endpoint;
      this.side = side;
    }

    @Override
    public boolean plainAllowed() {
      return side.unified();
    }

    @Override
    public long timeoutMillis() {
      return side.unified() ? side.detectionTimeoutMillis() : settings.handshakeTimeoutMillis();
    }

    @Override
    public void begin(Channel socket) {
      handshakes.begin(socket);
    }

    @Override
    public void encrypt(ChannelHandlerContext before) {
      Channel socket = before.channel();
      TlsContext context = context(endpoint);
      if (context == null || !(socket.remoteAddress() instanceof InetSocketAddress remote)) {
        failed(socket, "the connection was closed at once");
        return;
      }
      handshakes.waiting(socket);
      HandshakeOrder order = new HandshakeOrder(computing, turns(socket));
      SslHandler encryption = handler(context.server(remote), order);
      TlsGate gate =
          new TlsGate(
              encryption,
              () -> {
                order.done();
                handshakes.end(socket);
              },
              why -> failures.failed(remote, why),
              context::ownFault);
      // The one that is added last stands first.
      before.pipeline().addAfter(before.name(), "gate", gate);
      before.pipeline().addAfter(before.name(), "tls", encryption);
      before.pipeline().addAfter(before.name(), "order", order);
    }

    private HandshakeOrder.Turns turns(Channel socket) {
      return new HandshakeOrder.Turns() {
        @Override
        public void ours() {
          handshakes.computing(socket);
        }

        @Override
        public void theirs() {
          handshakes.computed(socket);
        }
      };
    }

    @Override
    public void plain(Channel socket) {
      handshakes.end(socket);
    }

    @Override
    public void gone(Channel socket) {
      handshakes.end(socket);
    }

    @Override
    public void failed(Channel socket, String why) {
      handshakes.end(socket);
      failures.failed(socket.remoteAddress(), why);
    }
  }
}
