package io.vivarium.consensus.zab.link;

import io.vivarium.spi.transport.Endpoint;
import io.vivarium.spi.transport.HandlerFactory;
import io.vivarium.spi.transport.Transport;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;

/**
 * A link that does not stand yet. All addresses of the server are tried at once, each several times, and the first connection that
 * stands wins. Engine's thread but for the factory.
 */
final class Dial {
  /**
   * The wait before the second try of an address, in ms, when {@code retryMs} is not shorter. It doubles with each. A leader that was
   * just elected opens its port within moments of the first try, and every server of the ensemble waits for that.
   */
  private static final long FIRST_WAIT_MS = 5;

  /** An address is given up when its next wait would be so many times {@code retryMs}. */
  private static final int LONGEST_WAIT = 16;

  private final long number;
  private final List<Address> addresses = new ArrayList<>();
  private final long deadline;
  private final long longestWaitNanos;
  private final AtomicBoolean decided = new AtomicBoolean();
  private String lastFailure = "no connection stood in time";

  /** One address of the server that is dialled. */
  private static final class Address {
    private final Endpoint endpoint;
    private long due;
    private long nextWaitNanos;
    private boolean underWay;
    private boolean exhausted;

    Address(Endpoint endpoint, long now, long firstWaitNanos) {
      this.endpoint = endpoint;
      this.due = now;
      this.nextWaitNanos = firstWaitNanos;
    }

    boolean waits() {
      return !underWay && !exhausted;
    }
  }

  /**
   * A dial that has not tried anything yet.
   *
   * @param now the monotonic clock
   * @param patienceMs time for everything together
   * @param retryMs what the time between two tries grows from and to; see {@link LinkSettings}
   */
  Dial(long number, List<Endpoint> endpoints, long now, long patienceMs, long retryMs) {
    this.number = number;
    this.deadline = now + TimeUnit.MILLISECONDS.toNanos(patienceMs);
    long retryNanos = TimeUnit.MILLISECONDS.toNanos(Math.max(1, retryMs));
    this.longestWaitNanos = LONGEST_WAIT * retryNanos;
    long firstWaitNanos = Math.min(TimeUnit.MILLISECONDS.toNanos(FIRST_WAIT_MS), retryNanos);
    endpoints.forEach(endpoint -> addresses.add(new Address(endpoint, now, firstWaitNanos)));
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
   * @param handlers gives the handler of a connection that stands, by where it leads; asked at most once
   * @param engine runs what has to be done on the engine's thread, which then polls again
   * @return false when there is no hope left, and never will be
   */
  boolean poll(
      long now, Transport network, Function<Endpoint, HandlerFactory> handlers, Executor engine) {
    for (Address address : addresses) {
      if (address.waits() && now - address.due >= 0) {
        address.underWay = true;
        network.connect(
            address.endpoint,
            connection ->
                decided.compareAndSet(false, true)
                    ? handlers.apply(address.endpoint).opened(connection)
                    : null,
            reason ->
                engine.execute(() -> failed(address, String.valueOf(reason.getMessage()), now)));
      }
    }
    boolean exhausted = !decided.get() && addresses.stream().allMatch(address -> address.exhausted);
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
      if (!decided.get() && address.waits() && address.due - due < 0) {
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
    address.due = triedAt + address.nextWaitNanos;
    address.exhausted = address.nextWaitNanos >= longestWaitNanos;
    address.nextWaitNanos *= 2;
    lastFailure = reason;
  }
}
