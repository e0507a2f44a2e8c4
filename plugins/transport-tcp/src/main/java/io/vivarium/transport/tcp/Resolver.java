package io.vivarium.transport.tcp;

import io.netty.util.NetUtil;
import io.vivarium.spi.transport.Endpoint;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns names into addresses on a thread of its own, which exists only while there are names to ask for. */
final class Resolver {
  private static final Logger LOG = LoggerFactory.getLogger(Resolver.class);

  /** Why a name is not looked up any more. */
  static final String CLOSED = "the transport is closed";

  private static final int IDLE_SECONDS = 5;

  private final ThreadPoolExecutor executor;

  Resolver(ThreadFactory threads) {
    executor =
        new ThreadPoolExecutor(
            1, 1, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), threads);
    executor.allowCoreThreadTimeOut(true);
  }

  /** Where an endpoint is, blocking when it is a name; the wildcard address when it names no host. */
  static InetSocketAddress resolve(Endpoint endpoint) throws UnknownHostException {
    return endpoint.host() == null
        ? new InetSocketAddress(endpoint.port())
        : new InetSocketAddress(InetAddress.getByName(endpoint.host()), endpoint.port());
  }

  /**
   * Calls one of the two, at once for a numeric address and after the close, else soon on the resolver's thread, or on the one that
   * closes.
   *
   * @param failed told why, and what that came of, if of anything
   */
  void resolve(
      Endpoint endpoint,
      Consumer<InetSocketAddress> found,
      BiConsumer<String, @Nullable Throwable> failed) {
    LookUp lookUp = new LookUp(endpoint, found, failed);
    String host = endpoint.host();
    if (host == null || NetUtil.isValidIpV4Address(host) || NetUtil.isValidIpV6Address(host)) {
      lookUp.run();
      return;
    }
    try {
      executor.execute(lookUp);
    } catch (RejectedExecutionException e) {
      LOG.trace("{} is not looked up", host, e);
      lookUp.drop();
    }
  }

  /** Ends the thread, without waiting for the name service; those who still wait for their turn are told. */
  void close() {
    executor.shutdownNow().forEach(waiting -> ((LookUp) waiting).drop());
  }

  /** One question; exactly one of the two is called. */
  private record LookUp(
      Endpoint endpoint,
      Consumer<InetSocketAddress> found,
      BiConsumer<String, @Nullable Throwable> failed)
      implements Runnable {
    @Override
    public void run() {
      InetSocketAddress address;
      try {
        address = resolve(endpoint);
      } catch (UnknownHostException e) {
        failed.accept("this host is not known", e);
        return;
      }
      found.accept(address);
    }

    /** Nobody will look it up. */
    void drop() {
      failed.accept(CLOSED, null);
    }
  }
}
