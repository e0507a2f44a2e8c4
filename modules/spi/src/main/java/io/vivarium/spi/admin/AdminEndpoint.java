package io.vivarium.spi.admin;

import io.vivarium.spi.Plugin;

/**
 * A way for operators to ask the server. It starts after all other plugins and before the server has a quorum, or has even read its
 * data: questions are answered from the moment of the start, until {@link #close} has returned. When it is loaded anew, the one before is
 * closed first, so that both may listen at the same address.
 */
public interface AdminEndpoint extends Plugin {
  /** Hands over whom to ask, once, before {@link #start}. */
  void attach(AdminHost host);
}
