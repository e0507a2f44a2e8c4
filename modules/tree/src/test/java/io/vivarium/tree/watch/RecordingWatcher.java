package io.vivarium.tree.watch;

import io.vivarium.model.Acl;
import io.vivarium.model.WatchEvent;
import java.util.ArrayList;
import java.util.List;

/** Keeps what it is told. May read everything unless told otherwise. */
final class RecordingWatcher implements Watcher {
  final List<WatchEvent> events = new ArrayList<>();
  final Watches watches = new Watches(this);
  boolean privileged = true;

  @Override
  public void fired(WatchEvent event) {
    events.add(event);
  }

  @Override
  public boolean mayRead(List<Acl> acl) {
    return privileged;
  }

  /** What was heard since the last call, as {@code TYPE path}. */
  List<String> heard() {
    List<String> heard =
        events.stream()
            .map(event -> event.type().name().substring(5) + " " + event.path())
            .toList();
    events.clear();
    return heard;
  }
}
