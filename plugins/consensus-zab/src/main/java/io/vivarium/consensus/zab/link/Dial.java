package io.vivarium.consensus.zab.link;

import io.vivarium.spi.transport.Endpoint;
import io.vivarium.spi.transport.HandlerFactory;
import io.vivarium.spi.transport.Transport;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A link that does not stand yet. All addresses of the server are tried at once, each several times, and the first connection that
 * stands wins. Engine's thread but for the factory.
 */
final class Dial {
  /** How often each address is tried. */
  static final int TRIES = 5;

  private final long number;
  private final List<Address> addresses = new ArrayList<>();
  private final long deadline;
  private final long retryNanos;
  private final AtomicBoolean decided = new AtomicBoolean();
  private String lastFailure = "no connection stood in time";

  /** One address of the server that is dialled. */
  private static final class Address {
    private final Endpoint endpoint;
    private int tries;
    private long due;
    private boolean underWay;

    Address(Endpoint endpoint, long now) {
      this.endpoint = endpoint;
      this.due = now;
    }

    boolean exhausted() {
      return tries == TRIES && !underWay;
    }
  }

  /**
   * A dial that has not tried anything yet.
   *
   * @param now the monotonic clock
   * @param patienceMs time for everything together
   * @param retryMs time between two tries
   */
  Dial(long number, List<Endpoint> endpoints, long now, long patienceMs, long retryMs) {
    this.number = number;
    this.deadline = now + TimeUnit.MILLISECONDS.toNanos(patienceMs);
    this.retryNanos = TimeUnit.MILLISECONDS.toNanos(retryMs);
    endpoints.forEach(endpoint -> addresses.add(new Address(endpoint, now)));
  }

  long number() {
    return number;
  }

  /** Why the last try failed. */
  String lastFailure() {
    return lastFailure;
  }

  /**
   * Makes the tries that are due.
   *
   * @param handlers gives the handler of a connection that stands; asked at most once
   * @param engine runs what has to be done on the engine's thread, which then polls again
   * @return false when there is no hope left, and never will be
   */
  boolean poll(long now, Transport network, HandlerFactory handlers, Executor engine) {
    for (Address address : addresses) {
      if (!address.underWay && address.tries < TRIES && now - address.due >= 0) {
        address.underWay = true;
        address.tries++;
        network.connect(
            address.endpoint,
            connection -> decided.compareAndSet(false, true) ? handlers.opened(connection) : null,
            reason ->
                engine.execute(() -> failed(address, String.valueOf(reason.getMessage()), now)));
      }
    }
    boolean exhausted = !decided.get() && addresses.stream().allMatch(Address::exhausted);
    if (exhausted || now - deadline >= 0) {
      cancel();
      return false;
    }
    return true;
  }

  /** When to poll again at the latest. */
  long due() {
    long due = deadline;
    for (Address address : addresses) {
      boolean waits = !decided.get() && !address.underWay && address.tries < TRIES;
      if (waits && address.due - due < 0) {
        due = address.due;
      }
    }
    return due;
  }

  /** Nobody wants the link any more; a connection that stands nevertheless is closed at once. */
  void cancel() {
    decided.set(true);
  }

  private void failed(Address address, String reason, long triedAt) {
    address.underWay = false;
    // A leader may be slow to open its port; trying twice as late each time finds it without
    // hurrying it.
    address.due = triedAt + (retryNanos << (address.tries - 1));
    lastFailure = reason;
  }
}
