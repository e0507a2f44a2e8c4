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
import io.vivarium.spi.transport.Endpoint.Purpose;
import io.vivarium.spi.transport.ServerTls;
import io.vivarium.transport.tcp.StreamGuard;
import io.vivarium.transport.tls.TlsSettings.Side;
import java.io.IOException;
import java.net.InetSocketAddress;
import javax.net.ssl.SSLEngine;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts TLS before the connections of secure endpoints, and where ports are unified before those that begin with a TLS record.
 * Handshakes are computed on threads of their own, so that connections which stand do not wait for them, and those of peers apart from
 * those of clients.
 */
final class TlsGuard implements StreamGuard {
  private static final Logger LOG = LoggerFactory.getLogger(TlsGuard.class);

  /** Bytes of the first read of a connection, and the most that one read takes. */
  private static final int FIRST_READ = 2 << 10;

  private static final int LARGEST_READ = 64 << 10;
  private static final int LOOK_MILLIS = 1_000;

  /** How long the farewell of TLS may take; what was written before it has been waited for already. */
  private static final int FAREWELL_MILLIS = 1_000;

  /** What part of the processors computes handshakes: a half for clients, who come by the thousand, a quarter for peers. */
  private static final int CLIENTS_SHARE = 2;

  private static final int PEERS_SHARE = 4;

  private final int handshakeTimeoutMillis;
  private final FileWatch watch;
  private final Reception clients;
  private final Reception peers;
  private final FailureLog failures;

  TlsGuard(TlsSettings settings, PluginContext context) {
    handshakeTimeoutMillis = settings.handshakeTimeoutMillis();
    watch = new FileWatch(context.threads(), LOOK_MILLIS);
    Counter exceeded = context.metrics().counter("tls_handshake_exceeded");
    int outstanding = settings.outstandingHandshakes();
    clients =
        new Reception(
            settings.clients(),
            "clients",
            CLIENTS_SHARE,
            outstanding,
            context,
            () -> exceeded.add(1));
    peers =
        new Reception(
            settings.peers(), "peers", PEERS_SHARE, outstanding, context, () -> exceeded.add(1));
    context
        .metrics()
        .gauge(
            "outstanding_tls_handshake",
            () -> clients.handshakes().count() + peers.handshakes().count());
    failures = new FailureLog(context.time(), context.metrics().counter("unsuccessful_handshake"));
  }

  private Reception reception(Purpose purpose) {
    return switch (purpose) {
      case CLIENT -> clients;
      // As in ZooKeeper, whose admin endpoint shows the certificate of the quorum ports.
      case PEER, ADMIN -> peers;
    };
  }

  @Override
  public void start() throws PluginException {
    watch(clients);
    watch(peers);
    watch.start();
  }

  private void watch(Reception reception) throws PluginException {
    Side side = reception.side();
    if (side.files().key() == null && side.files().trust() == null) {
      return; // whether that matters the first secure endpoint tells
    }
    if (side.files().reload()) {
      watch.add(side.files().all(), reception::load);
    }
    try {
      reception.load();
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
    Reception reception = reception(endpoint.purpose());
    Side side = reception.side();
    boolean wanted = endpoint.secure() || (listening && side.unified());
    boolean keyMissing = listening && side.files().key() == null;
    if (wanted && (keyMissing || !reception.loaded())) {
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
    Reception reception = reception(endpoint.purpose());
    if (!endpoint.secure() && !reception.side().unified()) {
      return false;
    }
    prepare(socket);
    socket.pipeline().addLast(new FirstByte(new Accepted(reception)));
    return true;
  }

  @Override
  public void connecting(Channel socket, Endpoint endpoint) {
    Reception reception = reception(endpoint.purpose());
    if (endpoint.secure() && reception.loaded()) {
      prepare(socket);
      HandshakeOrder order =
          new HandshakeOrder(reception.computing(), HandshakeOrder.Turns.UNCOUNTED);
      SslHandler encryption =
          handler(
              reception.engine(
                  context -> context.engines().client(endpoint.host(), endpoint.port())),
              order);
      socket
          .pipeline()
          .addLast(
              order,
              encryption,
              new TlsGate(encryption, order::done, why -> {}, reception::ownFault));
    }
  }

  @Override
  public ServerTls tls(Purpose purpose) throws IOException {
    check(new Endpoint(purpose, null, 0, true, -1, false), true);
    return remote -> {
      SSLEngine engine = reception(purpose).engine(context -> context.bare(remote));
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

  private SslHandler handler(ClosableEngine engine, HandshakeOrder order) {
    SslHandler handler = new Encryption(engine, order);
    handler.setHandshakeTimeoutMillis(handshakeTimeoutMillis);
    handler.setCloseNotifyFlushTimeoutMillis(FAREWELL_MILLIS);
    return handler;
  }

  @Override
  public void close() {
    watch.close();
    clients.close();
    peers.close();
  }

  /** What becomes of a connection that was accepted. */
  private final class Accepted implements FirstByte.Waiting {
    private final Reception reception;
    private final Handshakes handshakes;

    Accepted(Reception reception) {
      this.reception = reception;
      handshakes = reception.handshakes();
    }

    @Override
    public boolean plainAllowed() {
      return reception.side().unified();
    }

    @Override
    public long timeoutMillis() {
      Side side = reception.side();
      return side.unified() ? side.detectionTimeoutMillis() : handshakeTimeoutMillis;
    }

    @Override
    public void begin(Channel socket) {
      handshakes.begin(socket);
    }

    @Override
    public void encrypt(ChannelHandlerContext before) {
      Channel socket = before.channel();
      if (!reception.loaded() || !(socket.remoteAddress() instanceof InetSocketAddress remote)) {
        failed(socket, "the connection was closed at once");
        return;
      }
      handshakes.waiting(socket);
      HandshakeOrder order = new HandshakeOrder(reception.computing(), turns(socket));
      SslHandler encryption =
          handler(reception.engine(context -> context.engines().server(remote)), order);
      TlsGate gate =
          new TlsGate(
              encryption,
              () -> {
                order.done();
                handshakes.end(socket);
              },
              why -> failures.failed(remote, why),
              reception::ownFault);
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
