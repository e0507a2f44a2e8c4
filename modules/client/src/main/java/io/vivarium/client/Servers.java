package io.vivarium.client;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Which server is tried next, and how long to wait before that. The servers are taken in an order of chance, so that the clients of an
 * ensemble spread over it; when all have been tried in vain, the waits grow.
 */
final class Servers {
  private static final long FIRST_WAIT_MS = 50;
  private static final long LONGEST_WAIT_MS = 2_000;

  private final List<InetSocketAddress> order;
  private final RandomGenerator chance;
  private int next;
  private int failures;

  Servers(List<InetSocketAddress> servers, RandomGenerator chance) {
    this.chance = chance;
    order = new ArrayList<>(servers);
    for (int i = order.size() - 1; i > 0; i--) {
      Collections.swap(order, i, chance.nextInt(i + 1));
    }
  }

  int size() {
    return order.size();
  }

  /** The next one to try. */
  InetSocketAddress next() {
    InetSocketAddress server = order.get(next);
    next = (next + 1) % order.size();
    return server;
  }

  /** Milliseconds to wait before the next try: none in the first round, then twice as long in each, half of it by chance. */
  long delayMs() {
    int rounds = failures / order.size();
    if (rounds == 0) {
      return 0;
    }
    long wait = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS << Math.min(rounds - 1, 10));
    return wait / 2 + chance.nextLong(wait / 2 + 1);
  }

  /** The last try came to nothing. */
  void failed() {
    failures = Math.min(failures + 1, 1_000_000);
  }

  /** The last try led to a session. */
  void succeeded() {
    failures = 0;
  }

  /** The server is the next one to try. */
  void prefer(InetSocketAddress server) {
    next = Math.max(0, order.indexOf(server));
  }
}
