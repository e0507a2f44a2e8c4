package io.vivarium.spi.audit;

import io.vivarium.spi.Plugin;

/**
 * Keeps what was done to the tree and by whom. Without an audit log nobody makes events; with one, every write of a client costs the
 * making of one event and {@link #record}.
 */
public interface AuditLog extends Plugin {
  /**
   * Takes an event. Called by the thread that answers all writes, and by those that start and stop the server: returns at once,
   * whatever the disk does, and never throws. What it throws all the same is logged; one that keeps the thread for too long is interrupted and
   * gets no more events. An event that cannot be kept is lost; how an operator learns of it, and whether the
   * server may go on, is for the plugin to document. Before start and after close events are ignored. Events of one thread are kept in their order.
   *
   * <p>Names, paths and ids in an event are what clients chose. Whoever writes them sees to it that they cannot pass for anything
   * else, such as the end of a line or another field.
   */
  void record(AuditEvent event);
}
