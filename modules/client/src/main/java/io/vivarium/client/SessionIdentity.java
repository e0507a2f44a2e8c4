package io.vivarium.client;

/**
 * With what another client, or the same after a restart, goes on with a session.
 *
 * @param id never 0
 * @param password as the server gave it; never changed
 */
public record SessionIdentity(long id, byte[] password) {
  @Override
  public String toString() {
    return "0x" + Long.toHexString(id);
  }
}
