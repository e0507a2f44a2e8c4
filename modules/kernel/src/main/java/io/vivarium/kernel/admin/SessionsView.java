package io.vivarium.kernel.admin;

import io.vivarium.kernel.session.Session;
import io.vivarium.kernel.session.SessionTracker;
import io.vivarium.spi.TimeSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** The sessions as operators see them. Any thread. */
final class SessionsView implements ServerView.Sessions {
  private final SessionTracker tracker;
  private final @Nullable SessionTracker locals;
  private final BooleanSupplier decides;
  private final TimeSource time;

  /**
   * A view of the sessions.
   *
   * @param locals those that only this server knows; null when it is to have none
   * @param decides whether this server expires the sessions that everybody knows
   */
  SessionsView(
      SessionTracker tracker,
      @Nullable SessionTracker locals,
      BooleanSupplier decides,
      TimeSource time) {
    this.tracker = tracker;
    this.locals = locals;
    this.decides = decides;
    this.time = time;
  }

  @Override
  public int globalCount() {
    return tracker.all().size();
  }

  @Override
  public int localCount() {
    return locals == null ? 0 : locals.all().size();
  }

  @Override
  public @Nullable List<ServerView.ExpiryBucket> expiry() {
    if (!decides.getAsBoolean()) {
      return null;
    }
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
    return timeouts(tracker);
  }

  @Override
  public @Nullable Map<Long, Integer> local() {
    return locals == null ? null : timeouts(locals);
  }

  private static Map<Long, Integer> timeouts(SessionTracker of) {
    Map<Long, Integer> sessions = new HashMap<>();
    for (Session session : of.all()) {
      sessions.put(session.id(), session.timeoutMs());
    }
    return sessions;
  }
}
