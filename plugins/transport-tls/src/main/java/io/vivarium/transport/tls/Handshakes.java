package io.vivarium.transport.tls;

import io.netty.channel.Channel;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.SequencedMap;
import java.util.SequencedSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The accepted connections that have not proved anything yet. There is room for so many; when one more comes, the oldest of those
 * that have said nothing is given up: those that mean it speak within milliseconds, so whoever opens connections and says nothing keeps
 * nobody out. Never one that this server is to compute for: of a crowd larger than the room nobody would ever be done.
 *
 * <p>Those for which something was computed cost more than a socket, and every collection of garbage copies them, during which nobody
 * is served. So a quarter of the room is for those that leave this server waiting: beyond that the one that has waited longest is given
 * up, once it had time for an answer from the other side of the world. Whoever waits for this server to compute is not counted among
 * them, however many come at once. Any thread.
 */
final class Handshakes {
  private static final int WAITING_SHARE = 4;
  private static final long ANSWER_NANOS = TimeUnit.SECONDS.toNanos(1);

  /** For all answers together: a greeting that comes byte by byte has many. */
  private static final long ANSWERS_NANOS = 2 * ANSWER_NANOS;

  private final int limit;
  private final int waitingLimit;
  private final LongSupplier nanos;
  private final Runnable exceeded;
  private final Set<Channel> outstanding = new LinkedHashSet<>();

  /** Those of them that have said nothing yet, the oldest first. */
  private final SequencedSet<Channel> silent = new LinkedHashSet<>();

  /** Those of them whose next word this server waits for, since when; the first has waited longest. */
  private final SequencedMap<Channel, Long> waiting = new LinkedHashMap<>();

  /** For how long each of them has been waited for before that. */
  private final Map<Channel, Long> waited = new HashMap<>();

  /** How many tasks are computed for each of them: that one is done may be told after the next has begun. */
  private final Map<Channel, Integer> computing = new HashMap<>();

  /**
   * For so many at a time.
   *
   * @param nanos a clock that never goes back
   * @param exceeded called for each one that is given up
   */
  Handshakes(int limit, LongSupplier nanos, Runnable exceeded) {
    this.limit = limit;
    this.waitingLimit = Math.max(1, limit / WAITING_SHARE);
    this.nanos = nanos;
    this.exceeded = exceeded;
  }

  /** A connection was accepted. */
  void begin(Channel socket) {
    giveUp(added(socket));
  }

  private synchronized @Nullable Channel added(Channel socket) {
    outstanding.add(socket);
    silent.addLast(socket);
    if (outstanding.size() <= limit) {
      return null;
    }
    Channel leaving = silent.getFirst();
    Map.Entry<Channel, Long> longest = waiting.firstEntry();
    if (leaving.equals(socket)
        && longest != null
        && nanos.getAsLong() - longest.getValue() >= ANSWER_NANOS) {
      leaving = longest.getKey();
    }
    end(leaving);
    return leaving;
  }

  /** It is the connection's turn to say something. */
  void waiting(Channel socket) {
    giveUp(overdue(socket));
  }

  private synchronized @Nullable Channel overdue(Channel socket) {
    long now = nanos.getAsLong();
    // It may be gone while something is computed for it.
    if (outstanding.contains(socket) && !computing.containsKey(socket)) {
      silent.remove(socket);
      if (waited.getOrDefault(socket, 0L) < ANSWERS_NANOS) {
        waiting.putLast(socket, now);
      } else {
        waiting.putFirst(socket, now - ANSWER_NANOS);
      }
    }
    if (waiting.size() <= waitingLimit) {
      return null;
    }
    Map.Entry<Channel, Long> longest = waiting.firstEntry();
    if (now - longest.getValue() < ANSWER_NANOS) {
      return null;
    }
    end(longest.getKey());
    return longest.getKey();
  }

  /** A task is to be computed for a connection; {@link #computed} follows. */
  synchronized void computing(Channel socket) {
    if (outstanding.contains(socket)) {
      computing.merge(socket, 1, Integer::sum);
    }
    silent.remove(socket);
    Long since = waiting.remove(socket);
    if (since != null) {
      waited.merge(socket, nanos.getAsLong() - since, Long::sum);
    }
  }

  /** A task was computed for a connection: it is its turn again when that was the last one. */
  void computed(Channel socket) {
    synchronized (this) {
      computing.computeIfPresent(socket, (_, tasks) -> tasks == 1 ? null : tasks - 1);
    }
    waiting(socket);
  }

  @SuppressWarnings("FutureReturnValueIgnored") // its handlers learn of the end
  private void giveUp(@Nullable Channel socket) {
    if (socket != null) {
      exceeded.run();
      socket.close();
    }
  }

  /** A connection is past its handshake, or gone. */
  synchronized void end(Channel socket) {
    outstanding.remove(socket);
    silent.remove(socket);
    waiting.remove(socket);
    waited.remove(socket);
    computing.remove(socket);
  }

  /** How many are under way. */
  synchronized int count() {
    return outstanding.size();
  }
}
