package io.vivarium.admin.http;

import io.vivarium.admin.http.HttpSettings.Encryption;
import io.vivarium.spi.PluginContext;
import io.vivarium.spi.admin.AdminHost;
import io.vivarium.spi.transport.ServerTls;
import java.nio.channels.ServerSocketChannel;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.DetectorConnectionFactory;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.eclipse.jetty.util.thread.ScheduledExecutorScheduler;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Jetty, with its threads, connections and headers bounded, on threads of the host. */
final class WebServer {
  private static final Logger LOG = LoggerFactory.getLogger(WebServer.class);

  private static final int THREADS = 16;
  private static final int LEAST_THREADS = 2;
  private static final int THREAD_IDLE_MILLIS = 30_000;
  private static final int CONNECTIONS = 128;
  private static final int HEADER_BYTES = 16 << 10;
  private static final long LONGEST_SWEEP_MILLIS = 5_000;

  /** As in ZooKeeper: browsers remember for a day that this host talks TLS. */
  private static final long HSTS_SECONDS = 86_400;

  private final Server server;
  private final ServerConnector connector;
  private final ScheduledThreadPoolExecutor timers;
  private final ConnectionWatch watch;
  private final long sweepMillis;

  WebServer(HttpSettings settings, PluginContext context, AdminHost host, @Nullable ServerTls tls) {
    QueuedThreadPool threads =
        new QueuedThreadPool(
            THREADS,
            LEAST_THREADS,
            THREAD_IDLE_MILLIS,
            0,
            null, // no bound of its own: connections are bounded
            null,
            context.threads());
    timers = new ScheduledThreadPoolExecutor(1, context.threads());
    server = new Server(threads, new ScheduledExecutorScheduler(timers), null);
    connector = new ServerConnector(server, null, null, null, 0, 1, factories(settings, tls));
    connector.setIdleTimeout(settings.idleTimeoutMs());
    server.addConnector(connector);
    watch = new ConnectionWatch(CONNECTIONS, settings.idleTimeoutMs(), context.time());
    connector.addBean(watch);
    server.setHandler(
        new RequestHandler(
            settings, host, watch, context.metrics().counter("insecure_admin_count")));
    sweepMillis =
        settings.idleTimeoutMs() == 0 // for ever
            ? 0
            : Math.clamp(settings.idleTimeoutMs() / 4, 1, LONGEST_SWEEP_MILLIS);
    server.setStopTimeout(0); // nobody is waited for: connections that are kept alive would be
  }

  private static ConnectionFactory[] factories(HttpSettings settings, @Nullable ServerTls tls) {
    HttpConfiguration http = new HttpConfiguration();
    http.setRequestHeaderSize(HEADER_BYTES);
    http.setSendServerVersion(false);
    http.setSendDateHeader(false);
    HttpConnectionFactory plain = new HttpConnectionFactory(http);
    if (tls == null) {
      return new ConnectionFactory[] {plain};
    }
    SecureRequestCustomizer secure = new SecureRequestCustomizer(false);
    secure.setStsMaxAge(HSTS_SECONDS);
    secure.setStsIncludeSubDomains(true);
    http.addCustomizer(secure);
    SslConnectionFactory encrypted =
        new SslConnectionFactory(new HostTls(tls, settings.needCertificate()), plain.getProtocol());
    return settings.encryption() == Encryption.TLS
        ? new ConnectionFactory[] {encrypted, plain}
        : new ConnectionFactory[] {new DetectorConnectionFactory(encrypted), plain};
  }

  @SuppressWarnings("FutureReturnValueIgnored") // a sweep throws nothing
  void start(ServerSocketChannel bound) throws Exception {
    if (sweepMillis > 0) {
      timers.scheduleWithFixedDelay(watch::sweep, sweepMillis, sweepMillis, TimeUnit.MILLISECONDS);
    }
    connector.open(bound);
    server.start();
  }

  void stop() {
    try {
      server.stop();
    } catch (Exception e) {
      LOG.warn("The admin endpoint did not stop as it should: {}", e.toString());
    }
    timers.shutdownNow();
  }
}
