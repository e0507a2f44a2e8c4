package io.vivarium.transport.tls;

import java.io.Serial;
import java.security.SecureRandom;

/**
 * Random numbers as the JDK makes them, for handshakes. One is asked for before a pair of keys is made, which with the agreement that
 * follows takes half of the time of a handshake: whoever computes it can rest there. Any thread.
 */
final class RestfulRandom extends SecureRandom {
  @Serial private static final long serialVersionUID = 1L;

  private final transient Runnable rest;

  /** Calls {@code rest} whenever a number is asked for. */
  RestfulRandom(Runnable rest) {
    this.rest = rest;
  }

  @Override
  public void nextBytes(byte[] bytes) {
    rest.run();
    super.nextBytes(bytes);
  }
}
