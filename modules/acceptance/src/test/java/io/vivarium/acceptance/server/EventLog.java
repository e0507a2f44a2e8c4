package io.vivarium.acceptance.server;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.zookeeper.WatchedEvent;
import org.apache.zookeeper.Watcher;
import org.apache.zookeeper.Watcher.Event.EventType;
import org.apache.zookeeper.Watcher.Event.KeeperState;

/** A watcher that remembers: connection states in one list, watch events as {@code "NodeCreated /path"} in another. */
public final class EventLog implements Watcher {
  private final List<KeeperState> states = new CopyOnWriteArrayList<>();
  private final List<String> events = new CopyOnWriteArrayList<>();

  @Override
  public void process(WatchedEvent event) {
    if (event.getType() == EventType.None) {
      states.add(event.getState());
    } else {
      events.add(event.getType() + " " + event.getPath());
    }
  }

  /** The watch events so far, oldest first. */
  public List<String> events() {
    return List.copyOf(events);
  }

  /** How often a connection state was reported. */
  public long times(KeeperState state) {
    return states.stream().filter(state::equals).count();
  }

  /** Waits for the first connection. */
  public void awaitConnected() throws Exception {
    awaitState(KeeperState.SyncConnected);
  }

  /** Waits until a state has been reported at least once. */
  public void awaitState(KeeperState state) throws Exception {
    Await.until("client state " + state, () -> states.contains(state));
  }

  /** Waits until exactly these events have arrived, in this order. */
  public void awaitEvents(String... expected) throws Exception {
    List<String> wanted = List.of(expected);
    try {
      Await.until("watch events " + wanted, () -> events.size() >= wanted.size());
    } catch (AssertionError late) {
      throw new AssertionError(late.getMessage() + "; arrived: " + events, late);
    }
    if (!events.equals(wanted)) {
      throw new AssertionError("expected watch events " + wanted + " but got " + events);
    }
  }

  /** Forgets all events. */
  public void clear() {
    events.clear();
  }
}
