package io.vivarium.transport.tcp;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * Lets connections share what is the same in their addresses: those of one host its address, those to one port the whole of it. It
 * remembers some; who comes when others have taken the place has an address of its own. One per I/O thread.
 */
final class SharedAddresses {
  private static final int PLACES = 256;

  private final @Nullable InetAddress[] hosts = new InetAddress[PLACES];
  private @Nullable InetSocketAddress lastLocal;

  /** An equal address of a client. */
  InetSocketAddress remote(InetSocketAddress remote) {
    InetAddress host = remote.getAddress();
    int place = spread(host.hashCode()) % PLACES;
    InetAddress known = hosts[place];
    if (host.equals(known)) {
      return new InetSocketAddress(known, remote.getPort());
    }
    hosts[place] = host;
    return remote;
  }

  /** An equal address of this server. */
  InetSocketAddress local(InetSocketAddress local) {
    InetSocketAddress last = lastLocal;
    if (last != null && last.equals(local)) {
      return last;
    }
    lastLocal = local;
    return local;
  }

  /** Addresses of one network differ in few bits; never negative. */
  private static int spread(int hash) {
    return (hash ^ hash >>> 8 ^ hash >>> 16) & Integer.MAX_VALUE;
  }
}
