package io.vivarium.admin.http;

import io.vivarium.spi.TimeSource;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;

/**
 * Sees to it that callers who ask nothing keep nobody out. A connection on which no question has arrived for so long is closed, whatever
 * has trickled in meanwhile: Jetty's own timeout begins anew with each byte. Where there are as many connections as there may be, a
 * newcomer takes the place of the one that has been without a question for longest. Any thread.
 */
final class ConnectionWatch implements Connection.Listener {
  private final int most;
  private final long patienceNanos;
  private final TimeSource time;

  /** Guarded by itself; connections are closed without its lock. */
  private final IdentityHashMap<EndPoint, Visit> visits = new IdentityHashMap<>();

  /** What is known of a connection. */
  private static final class Visit {
    private long quietSince;
    private int questions;

    Visit(long now) {
      quietSince = now;
    }
  }

  /**
   * Watches the connections of one endpoint.
   *
   * @param most connections at the same time
   * @param patienceMs how long one may be without a question, in ms
   */
  ConnectionWatch(int most, long patienceMs, TimeSource time) {
    this.most = most;
    this.patienceNanos = TimeUnit.MILLISECONDS.toNanos(patienceMs);
    this.time = time;
  }

  /** TLS is a connection of its own below the other. */
  private static EndPoint socket(Connection connection) {
    EndPoint endpoint = connection.getEndPoint();
    while (endpoint instanceof EndPoint.Wrapper wrapper) {
      endpoint = wrapper.unwrap();
    }
    return endpoint;
  }

  @Override
  public void onOpened(Connection connection) {
    EndPoint socket = socket(connection);
    EndPoint leaving = null;
    synchronized (visits) {
      if (visits.putIfAbsent(socket, new Visit(time.monotonicNanos())) == null
          && visits.size() > most) {
        leaving = quietest(socket);
        visits.remove(leaving);
      }
    }
    if (leaving != null) {
      leaving.close();
    }
  }

  /** The newcomer itself when all others are being answered. */
  private EndPoint quietest(EndPoint newcomer) {
    EndPoint found = newcomer;
    Visit longest = null;
    for (Map.Entry<EndPoint, Visit> one : visits.entrySet()) {
      Visit visit = one.getValue();
      boolean quiet = visit.questions == 0 && !one.getKey().equals(newcomer);
      if (quiet && (longest == null || visit.quietSince - longest.quietSince < 0)) {
        longest = visit;
        found = one.getKey();
      }
    }
    return found;
  }

  @Override
  public void onClosed(Connection connection) {
    EndPoint socket = socket(connection);
    if (!socket.isOpen()) {
      synchronized (visits) {
        visits.remove(socket);
      }
    }
  }

  /** A question has come; the connection is left alone until it was answered. */
  void asks(Request request) {
    EndPoint socket = socket(request.getConnectionMetaData().getConnection());
    count(socket, 1);
    Request.addCompletionListener(request, (@Nullable Throwable failure) -> count(socket, -1));
  }

  private void count(EndPoint socket, int change) {
    synchronized (visits) {
      Visit visit = visits.get(socket);
      if (visit != null) {
        visit.questions += change;
        visit.quietSince = time.monotonicNanos();
      }
    }
  }

  /** Closes those that have been without a question for too long. */
  void sweep() {
    List<EndPoint> leaving;
    long now = time.monotonicNanos();
    synchronized (visits) {
      visits.keySet().removeIf(socket -> !socket.isOpen());
      leaving =
          visits.entrySet().stream()
              .filter(one -> one.getValue().questions == 0)
              .filter(one -> now - one.getValue().quietSince >= patienceNanos)
              .map(Map.Entry::getKey)
              .toList();
      leaving.forEach(visits::remove);
    }
    leaving.forEach(EndPoint::close);
  }
}
