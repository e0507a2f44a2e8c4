package io.vivarium.admin.http;

import io.vivarium.admin.http.HttpSettings.Encryption;
import io.vivarium.spi.FatalReason;
import io.vivarium.spi.PluginContext;
import io.vivarium.spi.PluginException;
import io.vivarium.spi.admin.AdminEndpoint;
import io.vivarium.spi.admin.AdminHost;
import io.vivarium.spi.transport.ServerTls;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.spi.SelectorProvider;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The endpoint. The port is bound while the server starts, so that a port that is taken is told at once; what serves it takes longer to
 * load than the rest of a server and does so beside it. Who connects meanwhile is answered a moment later.
 */
final class HttpEndpoint implements AdminEndpoint {
  private static final Logger LOG = LoggerFactory.getLogger(HttpEndpoint.class);

  private final HttpSettings settings;
  private final PluginContext context;
  private @Nullable AdminHost host;
  private @Nullable ServerSocketChannel socket;
  private @Nullable Thread loading;

  /** What serves; set by the thread that loads it and read after that has ended. */
  private @Nullable WebServer serving;

  HttpEndpoint(HttpSettings settings, PluginContext context) {
    this.settings = settings;
    this.context = context;
  }

  @Override
  public void attach(AdminHost toAsk) {
    host = toAsk;
  }

  @Override
  public void start() throws PluginException {
    AdminHost attached = host;
    if (attached == null) {
      throw new IllegalStateException("started without a server to ask");
    }
    ServerTls tls = settings.encryption() == Encryption.PLAIN ? null : tls(attached);
    ServerSocketChannel bound = bind();
    if (bound == null) {
      return;
    }
    socket = bound;
    LOG.info("Admin commands at {}{}", address(bound), settings.commandUrl());
    Thread thread = context.threads().newThread(() -> serve(attached, bound, tls));
    loading = thread;
    thread.start();
  }

  /** The port that is bound; −1 when none is. */
  int port() throws IOException {
    ServerSocketChannel bound = socket;
    return bound != null && bound.getLocalAddress() instanceof InetSocketAddress address
        ? address.getPort()
        : -1;
  }

  private static ServerTls tls(AdminHost host) throws PluginException {
    try {
      ServerTls tls = host.tls();
      if (tls != null) {
        return tls;
      }
    } catch (IOException e) {
      throw refused(String.valueOf(e.getMessage()), e);
    }
    throw refused(
        "admin.forceHttps and admin.portUnification need a transport that encrypts; remove the key transport, or choose tls",
        null);
  }

  private static PluginException refused(String why, @Nullable Exception cause) {
    return new PluginException(FatalReason.INVALID_INVOCATION, why, cause);
  }

  /** Null when the port is taken and nobody has asked for the endpoint. */
  private @Nullable ServerSocketChannel bind() throws PluginException {
    InetSocketAddress wanted = new InetSocketAddress(settings.address(), settings.port());
    SelectorProvider sockets = context.grants().sockets();
    ServerSocketChannel channel = null;
    try {
      if (wanted.isUnresolved()) {
        throw new IOException("this host is not known");
      }
      channel = sockets.openServerSocketChannel();
      channel.bind(wanted);
      return channel;
    } catch (IOException e) {
      closeQuietly(channel);
      String place = settings.address() + ":" + settings.port();
      if (settings.insisted()) {
        throw new PluginException(
            FatalReason.ADMIN_ENDPOINT,
            "the admin endpoint cannot listen on "
                + place
                + ": "
                + e.getMessage()
                + "; choose another admin.serverPort or admin.serverAddress, or set admin.enableServer=false",
            e);
      }
      LOG.warn(
          "There is no admin endpoint: it cannot listen on {}: {}. Set admin.serverPort to another port, or admin.enableServer=false",
          place,
          e.getMessage());
      return null;
    }
  }

  private static String address(ServerSocketChannel channel) {
    try {
      return String.valueOf(channel.getLocalAddress());
    } catch (IOException e) {
      return "an address that is closed";
    }
  }

  private void serve(AdminHost attached, ServerSocketChannel bound, @Nullable ServerTls tls) {
    WebServer server = new WebServer(settings, context, attached, tls);
    serving = server;
    try {
      server.start(bound);
    } catch (Exception e) {
      context
          .fatalErrors()
          .stop(FatalReason.ADMIN_ENDPOINT, "the admin endpoint did not start: " + e, e);
    }
  }

  @Override
  public void close() {
    boolean interrupted = false;
    Thread thread = loading;
    while (thread != null && thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    WebServer server = serving;
    if (server != null) {
      server.stop();
    }
    closeQuietly(socket);
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private static void closeQuietly(@Nullable ServerSocketChannel channel) {
    try {
      if (channel != null) {
        channel.close();
      }
    } catch (IOException e) {
      LOG.debug("The admin endpoint's socket was not closed", e);
    }
  }
}
