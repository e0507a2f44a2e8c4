package io.vivarium.kernel;

import io.vivarium.kernel.admin.ServerView;
import io.vivarium.kernel.session.Session;
import io.vivarium.kernel.session.SessionTracker;
import io.vivarium.spi.TimeSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/** The sessions as operators see them. Any thread. */
final class SessionsView implements ServerView.Sessions {
  private final SessionTracker tracker;
  private final TimeSource time;

  SessionsView(SessionTracker tracker, TimeSource time) {
    this.tracker = tracker;
    this.time = time;
  }

  @Override
  public int globalCount() {
    return tracker.all().size();
  }

  @Override
  public List<ServerView.ExpiryBucket> expiry() {
    Map<Long, List<Long>> buckets = new TreeMap<>();
    for (Session session : tracker.all()) {
      buckets.computeIfAbsent(tracker.dueNanos(session), _ -> new ArrayList<>()).add(session.id());
    }
    long nowNanos = time.monotonicNanos();
    long nowMs = time.wallMillis();
    List<ServerView.ExpiryBucket> expiry = new ArrayList<>(buckets.size());
    buckets.forEach(
        (due, ids) ->
            expiry.add(
                new ServerView.ExpiryBucket(
                    nowMs + TimeUnit.NANOSECONDS.toMillis(due - nowNanos), ids)));
    return expiry;
  }

  @Override
  public Map<Long, Integer> global() {
    Map<Long, Integer> sessions = new HashMap<>();
    for (Session session : tracker.all()) {
      sessions.put(session.id(), session.timeoutMs());
    }
    return sessions;
  }
}
