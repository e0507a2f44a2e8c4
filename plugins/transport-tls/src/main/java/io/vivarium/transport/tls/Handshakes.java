package io.vivarium.transport.tls;

import io.netty.channel.Channel;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * The accepted connections that have not proved anything yet. There is room for so many; when one more comes, the oldest is given
 * up: those that mean it are done within milliseconds, so whoever opens connections and says nothing keeps nobody out. Any thread.
 */
final class Handshakes {
  private final int limit;
  private final Set<Channel> outstanding = new LinkedHashSet<>();
  private final Runnable exceeded;

  /**
   * For so many at a time.
   *
   * @param exceeded called for each one that is given up
   */
  Handshakes(int limit, Runnable exceeded) {
    this.limit = limit;
    this.exceeded = exceeded;
  }

  /** A connection was accepted. */
  @SuppressWarnings("FutureReturnValueIgnored") // its handlers learn of the end
  void begin(Channel socket) {
    Channel oldest = null;
    synchronized (this) {
      outstanding.add(socket);
      if (outstanding.size() > limit) {
        Iterator<Channel> all = outstanding.iterator();
        oldest = all.next();
        all.remove();
      }
    }
    if (oldest != null) {
      exceeded.run();
      oldest.close();
    }
  }

  /** A connection is past its handshake, or gone. */
  synchronized void end(Channel socket) {
    outstanding.remove(socket);
  }

  /** How many are under way. */
  synchronized int count() {
    return outstanding.size();
  }
}
