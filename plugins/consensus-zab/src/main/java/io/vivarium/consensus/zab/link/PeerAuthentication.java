package io.vivarium.consensus.zab.link;

import io.vivarium.spi.transport.HandlerFactory;

/**
 * How two servers prove to each other who they are before the first packet: the one place for it. What stands here wraps the handlers
 * of connections: its own handlers speak first, then ask {@code packets} for the handler of the connection and pass everything on
 * to that.
 */
@FunctionalInterface
public interface PeerAuthentication {
  /** Nobody proves anything. */
  PeerAuthentication NONE = (opener, packets) -> packets;

  /**
   * Puts the exchange in front of a connection.
   *
   * @param opener whether this server opens the connections, and is thereby the one that proves itself
   * @param packets asked for the handler when the exchange has succeeded; not asked when it has failed, the connection is closed then
   */
  HandlerFactory before(boolean opener, HandlerFactory packets);
}
