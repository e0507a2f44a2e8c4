package io.vivarium.bench.load;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * How long servers that do not run take to serve, from the command that starts them on.
 *
 * @param firstMs until one of them has answered a read, ms
 * @param lastMs until each of them has, ms
 */
record Return(double firstMs, double lastMs) {
  /**
   * Starts all of them, none of which runs, and waits until each has answered a read of the znode.
   *
   * @throws IOException when one of them does not come back
   */
  static Return of(OwnServers servers, Network network, byte[] path)
      throws IOException, InterruptedException {
    long start = System.nanoTime();
    for (int i = 0; i < servers.addresses().size(); i++) {
      servers.restart(i);
    }
    List<Attempt> attempts = new ArrayList<>();
    servers.addresses().forEach(server -> attempts.add(Attempt.toRead(network, server, path)));
    long first = Long.MAX_VALUE;
    long last = start;
    for (Attempt attempt : attempts) {
      long served = attempt.await();
      first = Math.min(first, served);
      last = Math.max(last, served);
    }
    return new Return((first - start) / 1e6, (last - start) / 1e6);
  }
}
