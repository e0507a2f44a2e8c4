package io.vivarium.acceptance.ensemble;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;

/**
 * Ports that a server can be stopped and started on again: below the range that the operating system takes outgoing
 * connections from, so that none of those sits on the port in between.
 */
final class FreePorts {
  private static final int FIRST = 12_000;
  private static final int LAST = 32_000;
  private static final int ATTEMPTS = 1_000;

  private final Random random = new Random();
  private final Set<Integer> given = new HashSet<>();

  /** A port that nobody listens on right now and that was not given out before. */
  int next() throws IOException {
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      int port = random.nextInt(FIRST, LAST);
      if (free(port) && given.add(port)) {
        return port;
      }
    }
    throw new IOException(
        "no free port between " + FIRST + " and " + LAST + " in " + ATTEMPTS + " attempts");
  }

  private static boolean free(int port) {
    try (ServerSocket probe = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      return probe.isBound();
    } catch (IOException taken) {
      return false;
    }
  }
}
