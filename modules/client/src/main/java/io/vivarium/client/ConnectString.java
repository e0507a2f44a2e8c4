package io.vivarium.client;

import io.vivarium.model.Paths;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;

/**
 * Where an ensemble is reached: {@code host:port,host:port/chroot}.
 *
 * @param servers not resolved, in the order of the text; at least one
 * @param chroot legal path below which the client lives; the root for none
 */
public record ConnectString(List<InetSocketAddress> servers, String chroot) {
  /** The port of a host without one. */
  public static final int DEFAULT_PORT = 2181;

  private static final int HIGHEST_PORT = 65_535;

  /** Copies the list. */
  public ConnectString {
    servers = List.copyOf(servers);
  }

  /**
   * Reads what ZooKeeper's clients are given. IPv6 addresses with a port stand in brackets.
   *
   * @throws IllegalArgumentException when a port is no port, no host is named, or the chroot is no legal path; the message says which
   */
  public static ConnectString parse(String text) {
    int slash = text.indexOf('/');
    String hosts = slash < 0 ? text : text.substring(0, slash);
    String chroot = slash < 0 || slash == text.length() - 1 ? Paths.ROOT : text.substring(slash);
    String violation = Paths.violation(chroot);
    if (violation != null) {
      throw new IllegalArgumentException(
          "the path in the connect string '" + text + "' is not legal: " + violation);
    }
    List<InetSocketAddress> servers = new ArrayList<>();
    for (String host : hosts.split(",", -1)) {
      if (!host.isBlank()) {
        servers.add(address(host.strip(), text));
      }
    }
    if (servers.isEmpty()) {
      throw new IllegalArgumentException("no server in the connect string '" + text + "'");
    }
    return new ConnectString(servers, chroot);
  }

  private static InetSocketAddress address(String server, String text) {
    int colon = server.lastIndexOf(':');
    boolean bracketed = server.startsWith("[");
    boolean bareIpv6 = !bracketed && colon != server.indexOf(':');
    boolean hasPort = colon > 0 && !bareIpv6 && !server.endsWith("]");
    String host = hasPort ? server.substring(0, colon) : server;
    if (bracketed) {
      if (!host.endsWith("]")) {
        throw new IllegalArgumentException(
            "the bracket in '" + server + "' of the connect string '" + text + "' is not closed");
      }
      host = host.substring(1, host.length() - 1);
    }
    if (host.isEmpty()) {
      throw new IllegalArgumentException(
          "'" + server + "' in the connect string '" + text + "' has no host");
    }
    int port = hasPort ? port(server.substring(colon + 1), text) : DEFAULT_PORT;
    return InetSocketAddress.createUnresolved(host, port);
  }

  private static int port(String port, String text) {
    int number;
    try {
      number = Integer.parseInt(port);
    } catch (NumberFormatException e) {
      number = -1;
    }
    if (number < 1 || number > HIGHEST_PORT) {
      throw new IllegalArgumentException(
          "the port '" + port + "' in the connect string '" + text + "' is not 1 to 65535");
    }
    return number;
  }
}
