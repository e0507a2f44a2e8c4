package io.vivarium.kernel.admin;

import io.vivarium.kernel.pipeline.Client;
import io.vivarium.tree.watch.WatchCounts;
import io.vivarium.tree.watch.WatchTable;
import io.vivarium.tree.watch.Watcher;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The watches as operators see them. Any thread. */
final class WatchesView implements ServerView.Watches {
  private final WatchTable table;

  WatchesView(WatchTable table) {
    this.table = table;
  }

  @Override
  public long count() {
    return table.size();
  }

  @Override
  public ServerView.WatchSummary summary() {
    WatchCounts counts = table.counts();
    return new ServerView.WatchSummary(counts.connections(), counts.paths(), counts.dataWatches());
  }

  @Override
  public void visitBySession(int most, ServerView.PathVisitor visitor) {
    Map<Long, List<String>> bySession = new TreeMap<>();
    table
        .watchersByPath(most)
        .forEach(
            (path, watchers) -> {
              for (Watcher watcher : watchers) {
                bySession.computeIfAbsent(sessionOf(watcher), _ -> new ArrayList<>()).add(path);
              }
            });
    for (Map.Entry<Long, List<String>> session : bySession.entrySet()) {
      for (String path : session.getValue()) {
        if (!visitor.visit(session.getKey(), path)) {
          return;
        }
      }
    }
  }

  @Override
  public void visitByPath(int most, ServerView.PathVisitor visitor) {
    for (Map.Entry<String, List<Watcher>> path : table.watchersByPath(most).entrySet()) {
      for (Watcher watcher : path.getValue()) {
        if (!visitor.visit(sessionOf(watcher), path.getKey())) {
          return;
        }
      }
    }
  }

  /** The session's id; 0 when the watcher is no client with a session. */
  private static long sessionOf(Watcher watcher) {
    return watcher instanceof Client client ? client.sessionId() : 0;
  }
}
