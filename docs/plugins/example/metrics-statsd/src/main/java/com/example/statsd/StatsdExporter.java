package com.example.statsd;

import io.vivarium.spi.FatalReason;
import io.vivarium.spi.PluginException;
import io.vivarium.spi.exporter.MetricsExporter;
import io.vivarium.spi.metrics.MetricSource;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.spi.SelectorProvider;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends all metrics every few seconds. Nobody knows whether a datagram arrives; the next report says it all again. */
final class StatsdExporter implements MetricsExporter {
  private static final Logger LOG = LoggerFactory.getLogger(StatsdExporter.class);

  private final InetSocketAddress daemon;
  private final int periodSeconds;
  private final SelectorProvider sockets;
  private final ThreadFactory threads;
  private final CountDownLatch closed = new CountDownLatch(1);
  private @Nullable MetricSource source;
  private @Nullable DatagramChannel socket;
  private @Nullable Thread reporter;

  /** The daemon's address is looked up for each report: daemons move. */
  StatsdExporter(
      InetSocketAddress daemon,
      int periodSeconds,
      SelectorProvider sockets,
      ThreadFactory threads) {
    this.daemon = daemon;
    this.periodSeconds = periodSeconds;
    this.sockets = sockets;
    this.threads = threads;
  }

  @Override
  public void attach(MetricSource figures) {
    source = figures;
  }

  @Override
  public void start() throws PluginException {
    if (source == null) {
      throw new IllegalStateException("no metrics were attached");
    }
    try {
      socket = sockets.openDatagramChannel();
    } catch (IOException e) {
      throw new PluginException(FatalReason.UNEXPECTED, "no socket to send metrics from: " + e, e);
    }
    reporter = threads.newThread(this::reportUntilClosed);
    reporter.start();
  }

  private void reportUntilClosed() {
    try {
      while (!closed.await(periodSeconds, TimeUnit.SECONDS)) {
        reportOrWarn();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void reportOrWarn() {
    try {
      report();
    } catch (IOException | RuntimeException e) {
      LOG.warn("Metrics were not sent to {}", daemon, e);
    }
  }

  /** Sends what is so now; how many datagrams that took. */
  synchronized int report() throws IOException {
    if (source == null || socket == null) {
      throw new IllegalStateException("the exporter has not been started");
    }
    InetSocketAddress address =
        new InetSocketAddress(InetAddress.getByName(daemon.getHostString()), daemon.getPort());
    List<String> datagrams = Lines.packed(source.readings());
    for (String text : datagrams) {
      socket.send(ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII)), address);
    }
    return datagrams.size();
  }

  @Override
  public void close() {
    closed.countDown();
    try {
      if (reporter != null) {
        reporter.join();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    try {
      if (socket != null) {
        socket.close();
      }
    } catch (IOException e) {
      LOG.warn("The socket of metrics cannot be closed", e);
    }
  }
}
