package io.vivarium.kernel.session;

import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The sessions that gave a sign of life since somebody asked last: a stack that is linked through the sessions themselves. Only the first
 * touch after a question adds to it; all others find that the session is there already, which is one look at the session. So nothing is
 * allocated, and connections do not meet but for that first touch. While nobody asks nothing is noted.
 */
final class TouchedSessions {
  private final AtomicReference<@Nullable Session> newest = new AtomicReference<>();
  private volatile boolean noting;

  /** A session was touched, which is noted already or not. Any thread. */
  void touched(Session session) {
    // One that comes together with the end is noted all the same, and handed over when somebody
    // asks
    // again: that does
    // no harm.
    if (noting && session.note()) {
      Session below;
      do {
        below = newest.get();
        session.below = below;
      } while (!newest.compareAndSet(below, session));
    }
  }

  /** Whether touches are noted. */
  boolean noting() {
    return noting;
  }

  /** From now on touches are noted. */
  void begin() {
    noting = true;
  }

  /** Hands over what was noted, each session once, and forgets it; what is touched meanwhile is noted anew. One thread. */
  void drain(Consumer<Session> to) {
    Session session = newest.getAndSet(null);
    while (session != null) {
      Session below = session.below;
      session.below = null;
      // Before it is handed over: a touch that found it noted is older than that.
      session.forget();
      to.accept(session);
      session = below;
    }
  }

  /** Nothing is noted from now on, and nothing is remembered. */
  void end() {
    noting = false;
    drain(_ -> {});
  }
}
