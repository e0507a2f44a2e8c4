package io.vivarium.metrics.prometheus;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.vivarium.spi.FatalReason;
import io.vivarium.spi.PluginException;
import io.vivarium.spi.exporter.MetricsExporter;
import io.vivarium.spi.metrics.MetricReading;
import io.vivarium.spi.metrics.MetricSource;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers GET at {@code /metrics}. Figures are read when they are asked for; nothing is kept between two answers. */
final class PrometheusExporter implements MetricsExporter {
  private static final Logger LOG = LoggerFactory.getLogger(PrometheusExporter.class);

  private static final String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";
  private static final String PATH = "/metrics";

  private static final int OK = 200;
  private static final int FORBIDDEN = 403;
  private static final int NOT_FOUND = 404;
  private static final int NOT_ALLOWED = 405;
  private static final int FAILED = 500;

  /** Answers that are made at the same time, and connections that wait for one; more are closed. */
  private static final int THREADS = 2;

  private static final int WAITING = 32;
  private static final int BACKLOG = 16;

  private final String host;
  private final int port;
  private final @Nullable JvmFigures jvm;
  private final ThreadFactory threads;
  private @Nullable MetricSource source;
  private @Nullable HttpServer server;
  private @Nullable ThreadPoolExecutor answering;

  /**
   * An exporter that is not started.
   *
   * @param port 0 lets the system choose
   * @param jvm figures that are shown too; null for none
   */
  PrometheusExporter(String host, int port, @Nullable JvmFigures jvm, ThreadFactory threads) {
    this.host = host;
    this.port = port;
    this.jvm = jvm;
    this.threads = threads;
  }

  @Override
  public void attach(MetricSource figures) {
    source = figures;
  }

  @Override
  public void start() throws PluginException {
    MetricSource figures = source;
    if (figures == null) {
      throw new IllegalStateException("started without figures to show");
    }
    HttpLimits.apply();
    try {
      InetSocketAddress address = new InetSocketAddress(host, port);
      if (address.isUnresolved()) {
        throw new IOException("this host is not known");
      }
      HttpServer made = HttpServer.create(address, BACKLOG);
      ThreadPoolExecutor pool =
          new ThreadPoolExecutor(
              THREADS,
              THREADS,
              1,
              TimeUnit.MINUTES,
              new ArrayBlockingQueue<>(WAITING),
              threads,
              new ThreadPoolExecutor.AbortPolicy());
      pool.allowCoreThreadTimeOut(true);
      made.setExecutor(pool);
      made.createContext("/", exchange -> answer(exchange, figures));
      answering = pool;
      server = made;
      runDispatcher(made);
      LOG.info("Metrics for Prometheus at {}{}", made.getAddress(), PATH);
    } catch (IOException e) {
      throw new PluginException(
          FatalReason.UNEXPECTED,
          "the endpoint for Prometheus cannot listen on "
              + host
              + ":"
              + port
              + ": "
              + e.getMessage()
              + "; choose another metricsProvider.httpPort or metricsProvider.httpHost",
          e);
    }
  }

  /** The JDK's server makes its own thread, and makes it a daemon only when the one that starts it is one. */
  private void runDispatcher(HttpServer made) {
    Thread starting = threads.newThread(made::start);
    starting.start();
    boolean interrupted = false;
    while (starting.isAlive()) {
      try {
        starting.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** The port that is bound; −1 when none is. */
  int port() {
    HttpServer bound = server;
    return bound == null ? -1 : bound.getAddress().getPort();
  }

  private void answer(HttpExchange exchange, MetricSource figures) throws IOException {
    try (exchange) {
      String method = exchange.getRequestMethod();
      boolean known = exchange.getRequestURI().getPath().equals(PATH);
      switch (method) {
        case "GET", "HEAD" -> {
          if (known) {
            show(exchange, figures, method.equals("HEAD"));
          } else {
            exchange.sendResponseHeaders(NOT_FOUND, -1);
          }
        }
        case "TRACE" -> exchange.sendResponseHeaders(FORBIDDEN, -1);
        default -> {
          exchange.getResponseHeaders().set("Allow", "GET, HEAD");
          exchange.sendResponseHeaders(NOT_ALLOWED, -1);
        }
      }
    }
  }

  private void show(HttpExchange exchange, MetricSource figures, boolean headersOnly)
      throws IOException {
    byte[] page;
    try {
      page = page(figures.readings()).getBytes(StandardCharsets.UTF_8);
    } catch (RuntimeException e) {
      LOG.warn("The metrics cannot be read: {}", e.toString());
      exchange.sendResponseHeaders(FAILED, -1);
      return;
    }
    exchange.getResponseHeaders().set("Content-Type", CONTENT_TYPE);
    String accepted = exchange.getRequestHeaders().getFirst("Accept-Encoding");
    boolean compressed = accepted != null && accepted.contains("gzip") && !headersOnly;
    if (headersOnly) {
      exchange.sendResponseHeaders(OK, -1);
    } else if (compressed) {
      exchange.getResponseHeaders().set("Content-Encoding", "gzip");
      exchange.sendResponseHeaders(OK, 0);
      try (OutputStream out = new GZIPOutputStream(exchange.getResponseBody())) {
        out.write(page);
      }
    } else {
      exchange.sendResponseHeaders(OK, page.length);
      exchange.getResponseBody().write(page);
    }
  }

  private String page(List<MetricReading> readings) {
    Exposition page = new Exposition();
    readings.forEach(page::add);
    if (jvm != null) {
      jvm.addTo(page);
    }
    return page.text();
  }

  @Override
  public void close() {
    HttpServer bound = server;
    if (bound != null) {
      bound.stop(0);
      server = null;
    }
    ThreadPoolExecutor pool = answering;
    if (pool != null) {
      pool.shutdownNow();
    }
    if (jvm != null) {
      jvm.close();
    }
  }
}
