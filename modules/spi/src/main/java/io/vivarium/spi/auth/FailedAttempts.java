package io.vivarium.spi.auth;

import io.vivarium.spi.TimeSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Failed attempts to prove something, by address: after the first few, each failure makes its address wait twice as long as the one
 * before, from 200 ms on. What is remembered is bounded: an address that has been quiet for five minutes is forgotten, and the oldest of
 * ten thousand makes room for the newest. Any thread.
 *
 * <p>An address of IPv6 is counted with its network of 64 bits as well, which waits after eight times as many: one machine may use any
 * address of such a network, but so may all that are in it. It is recognised in the form of {@link
 * java.net.InetAddress#getHostAddress()}.
 */
public final class FailedAttempts {
  /** Addresses that are remembered. */
  static final int MOST_ADDRESSES = 10_000;

  /** How many times more often the addresses of a network may fail together. */
  static final int NETWORK = 8;

  private static final long FIRST_WAIT_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

  /** Quiet time after which an address begins anew. */
  private static final long FORGOTTEN_NANOS = TimeUnit.MINUTES.toNanos(5);

  private final TimeSource time;
  private final int free;
  private final int doublings;

  /** By address or network, in the order of the last failure, the oldest first. */
  private final Map<String, Failures> failures = new LinkedHashMap<>();

  private record Failures(long count, long lastNanos) {}

  /**
   * Nothing remembered.
   *
   * @param free failures of an address before it has to wait, at least 1
   * @param doublings how often its wait doubles at most: 8 makes 51 seconds
   */
  public FailedAttempts(TimeSource time, int free, int doublings) {
    this.time = time;
    this.free = free;
    this.doublings = doublings;
  }

  /** Milliseconds that the address has to wait before its next attempt; 0 when it may try. */
  public synchronized long waitMs(String address) {
    String network = network(address);
    long own = waitMs(address, free);
    return network == null ? own : Math.max(own, waitMs(network, freeOfNetwork()));
  }

  private long waitMs(String who, long unpunished) {
    Failures known = failures.get(who);
    if (known == null || known.count() < unpunished) {
      return 0;
    }
    long waitNanos = FIRST_WAIT_NANOS << Math.min(known.count() - unpunished, doublings);
    long left = waitNanos - (time.monotonicNanos() - known.lastNanos());
    return left <= 0 ? 0 : TimeUnit.NANOSECONDS.toMillis(left) + 1;
  }

  /** An attempt of the address has failed. */
  public synchronized void failed(String address) {
    failed(address, free);
    String network = network(address);
    if (network != null) {
      failed(network, freeOfNetwork());
    }
  }

  private void failed(String who, long unpunished) {
    long now = time.monotonicNanos();
    Failures known = failures.remove(who);
    long before = known == null || now - known.lastNanos() > FORGOTTEN_NANOS ? 0 : known.count();
    failures.put(who, new Failures(Math.min(before + 1, unpunished + doublings), now));
    if (failures.size() > MOST_ADDRESSES) {
      failures.remove(failures.keySet().iterator().next());
    }
  }

  private long freeOfNetwork() {
    return (long) NETWORK * free;
  }

  /** The first four groups of eight; null for anything else. */
  private static @Nullable String network(String address) {
    int end = -1;
    int groups = 1;
    for (int i = 0; i < address.length(); i++) {
      if (address.charAt(i) == ':' && ++groups == 5) {
        end = i;
      }
    }
    return groups == 8 ? address.substring(0, end) + "::/64" : null;
  }

  synchronized int remembered() {
    return failures.size();
  }
}
