package io.vivarium.transport.tcp;

import io.netty.util.NetUtil;
import io.vivarium.spi.transport.Endpoint;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Turns names into addresses on a thread of its own, which exists only while there are names to ask for. */
final class Resolver {
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

  /** Calls one of the two, at once for a numeric address, else soon on the resolver's thread. */
  void resolve(
      Endpoint endpoint, Consumer<InetSocketAddress> found, Consumer<UnknownHostException> failed) {
    Runnable lookUp =
        () -> {
          InetSocketAddress address;
          try {
            address = resolve(endpoint);
          } catch (UnknownHostException e) {
            failed.accept(e);
            return;
          }
          found.accept(address);
        };
    String host = endpoint.host();
    if (host == null || NetUtil.isValidIpV4Address(host) || NetUtil.isValidIpV6Address(host)) {
      lookUp.run();
    } else {
      executor.execute(lookUp);
    }
  }

  /** Ends the thread, without waiting for the name service. */
  void close() {
    executor.shutdownNow();
  }
}
