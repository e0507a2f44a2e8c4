package io.vivarium.transport.inprocess;

import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.channels.AsynchronousByteChannel;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * A world of names and ports inside this JVM. Servers listen in it through a transport that was made for it; others {@link #connect}.
 * Names are looked up nowhere: two ends meet when they say the same name, in upper or lower case, and the same port; who listens without
 * a name is reached by every name. For rules that go by addresses everybody in here is 127.0.0.1. Any thread.
 */
public final class InProcessNetwork {
  private static final InProcessNetwork OF_THIS_JVM = new InProcessNetwork();

  private static final String NAMELESS = "localhost";
  private static final byte[] LOOPBACK = {127, 0, 0, 1};
  private static final int FIRST_FREE = 32_768;
  private static final int PORTS = 65_536;

  /** By port; of one port no two have the same name, and one without a name is alone. */
  private final Map<Integer, List<Bound>> bound = new HashMap<>();

  private int lastPort = FIRST_FREE;

  /** Who listens. */
  private record Bound(@Nullable String name, InProcessListener listener) {}

  /** A world of its own, that only those know who are handed it. */
  public InProcessNetwork() {}

  /** The one that transports share which were not made for another: those that configuration asks for by name. */
  public static InProcessNetwork ofThisJvm() {
    return OF_THIS_JVM;
  }

  /**
   * Connects to a server. Does not block.
   *
   * <p>The channel carries at most as many bytes in each direction as the server's transport allows, as a socket would. It reads on
   * after the server has closed until all is read. One operation of a kind may be under way.
   *
   * @param server the name and port it listens at; the address, if it has one, does not count
   * @param executor what handlers of the channel are called by; when it refuses, the channel is closed
   * @return the channel, or why there is none: a {@link ConnectException} that names the server
   */
  public CompletableFuture<AsynchronousByteChannel> connect(
      InetSocketAddress server, Executor executor) {
    try {
      return CompletableFuture.completedFuture(
          new LinkChannel(dial(server.getHostString(), server.getPort()), executor));
    } catch (IOException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  /** Connects, or says why not. */
  Link dial(@Nullable String host, int port) throws IOException {
    String name = host == null ? NAMELESS : lowerCase(host);
    InProcessListener listener;
    InetSocketAddress own;
    synchronized (this) {
      listener =
          bound.getOrDefault(port, List.of()).stream()
              .filter(each -> each.name == null || each.name.equals(name))
              .map(Bound::listener)
              .findFirst()
              .orElseThrow(
                  () -> new ConnectException("nobody listens on " + name + ":" + port + " here"));
      own = address(NAMELESS, nextPort());
    }
    Link link = Link.between(own, address(name, port), listener.capacity());
    listener.offer(link.reversed());
    return link;
  }

  /** Takes an address for a listener and says which; port 0 chooses one that nobody has. */
  synchronized InetSocketAddress bind(InProcessListener listener, @Nullable String host, int wanted)
      throws IOException {
    int port = wanted == 0 ? freePort() : wanted;
    String name = host == null ? null : lowerCase(host);
    List<Bound> others = bound.computeIfAbsent(port, _ -> new ArrayList<>());
    for (Bound other : others) {
      if (name == null || other.name == null || other.name.equals(name)) {
        throw new BindException(
            "port " + port + " of " + (name == null ? "every name" : name) + " is taken");
      }
    }
    others.add(new Bound(name, listener));
    return address(name == null ? NAMELESS : name, port);
  }

  /** Gives back what a listener has. */
  synchronized void release(InProcessListener listener) {
    bound.values().forEach(each -> each.removeIf(taken -> taken.listener.equals(listener)));
    bound.values().removeIf(List::isEmpty);
  }

  private int freePort() throws BindException {
    for (int tried = FIRST_FREE; tried < PORTS; tried++) {
      int port = nextPort();
      if (!bound.containsKey(port)) {
        return port;
      }
    }
    throw new BindException("every port from " + FIRST_FREE + " is taken");
  }

  private int nextPort() {
    lastPort = lastPort + 1 == PORTS ? FIRST_FREE : lastPort + 1;
    return lastPort;
  }

  private static String lowerCase(String name) {
    return name.toLowerCase(Locale.ROOT);
  }

  private static InetSocketAddress address(String name, int port) {
    try {
      return new InetSocketAddress(InetAddress.getByAddress(name, LOOPBACK), port);
    } catch (UnknownHostException e) {
      throw new IllegalStateException(Objects.toString(e.getMessage()), e); // four bytes are legal
    }
  }
}
