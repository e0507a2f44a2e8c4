package io.vivarium.bench.load;

import java.net.InetSocketAddress;
import java.util.List;

/**
 * How a server is to be loaded.
 *
 * @param servers where to connect; sessions are spread over them in turn
 * @param sessions how many
 * @param inFlight requests that each session keeps without a reply; with a rate: not used
 * @param perSecond operations a second over all sessions together, each due at its time whatever the server does; 0: as many as
 *     come back
 * @param warmUpSeconds not measured
 * @param seconds measured
 * @param znodes of each session
 * @param dataBytes of each znode
 * @param threads event loops of the load generator
 */
public record Plan(
    List<InetSocketAddress> servers,
    int sessions,
    int inFlight,
    int perSecond,
    int warmUpSeconds,
    int seconds,
    int znodes,
    int dataBytes,
    int threads) {
  /** Copies the list. */
  public Plan {
    servers = List.copyOf(servers);
  }
}
