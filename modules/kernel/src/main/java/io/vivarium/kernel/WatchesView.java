package io.vivarium.kernel;

import io.vivarium.kernel.admin.ServerView;
import io.vivarium.kernel.connection.WatchingSession;
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
                bySession
                    .computeIfAbsent(WatchingSession.id(watcher), _ -> new ArrayList<>())
                    .add(path);
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
        if (!visitor.visit(WatchingSession.id(watcher), path.getKey())) {
          return;
        }
      }
    }
  }
}
