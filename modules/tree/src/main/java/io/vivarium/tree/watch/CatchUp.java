package io.vivarium.tree.watch;

import io.vivarium.model.Request;
import io.vivarium.model.WatchEvent;
import io.vivarium.tree.TreeReader;
import java.util.ArrayList;
import java.util.List;

/**
 * A setWatches under way: for every path it decides whether the change that the client waits for has happened while it was away;
 * then there is an event instead of a watch. Not filtered by ACL, as in ZooKeeper. One thread at a time.
 */
public final class CatchUp {
  /** Zxid in the header of events that tell of what was missed. */
  private static final long MISSED = -1;

  private enum Kind {
    DATA,
    EXIST,
    CHILD
  }

  private final Request.SetWatches request;
  private final WatchTable table;
  private final Watches watches;
  private final List<WatchEvent> events = new ArrayList<>();
  private int done;

  /** Begins; {@link #run} does it. */
  public CatchUp(Request.SetWatches request, WatchTable table, Watches watches) {
    this.request = request;
    this.table = table;
    this.watches = watches;
  }

  /** What was missed, in the order of the request; to be sent before the reply. Complete when {@link #run} returned true. */
  public List<WatchEvent> events() {
    return events;
  }

  /**
   * Goes on until everything is decided.
   *
   * @return false when the writer was in the way: call again, later or on the writer's thread
   */
  public boolean run(TreeReader reader) {
    int lists = request.data().size() + request.exist().size() + request.child().size();
    while (done < lists) {
      if (!one(reader)) {
        return false;
      }
      done++;
    }
    for (String path : request.persistent()) {
      table.add(path, WatchTable.Mode.PERSISTENT, watches);
    }
    for (String path : request.persistentRecursive()) {
      table.add(path, WatchTable.Mode.RECURSIVE, watches);
    }
    return true;
  }

  private boolean one(TreeReader reader) {
    int at = done;
    if (at < request.data().size()) {
      return decide(Kind.DATA, request.data().get(at), reader);
    }
    at -= request.data().size();
    if (at < request.exist().size()) {
      return decide(Kind.EXIST, request.exist().get(at), reader);
    }
    return decide(Kind.CHILD, request.child().get(at - request.exist().size()), reader);
  }

  private boolean decide(Kind kind, String path, TreeReader reader) {
    TreeReader.Result result = reader.find(path);
    if (result == TreeReader.Result.RETRY) {
      return false;
    }
    boolean found = result == TreeReader.Result.FOUND;
    long since = request.relativeZxid();
    WatchEvent.Type missed =
        switch (kind) {
          case DATA -> {
            if (!found) {
              yield WatchEvent.Type.NODE_DELETED;
            }
            yield reader.node().mzxid() > since ? WatchEvent.Type.NODE_DATA_CHANGED : null;
          }
          case EXIST -> found ? WatchEvent.Type.NODE_CREATED : null;
          case CHILD -> {
            if (!found) {
              yield WatchEvent.Type.NODE_DELETED;
            }
            yield reader.node().pzxid() > since ? WatchEvent.Type.NODE_CHILDREN_CHANGED : null;
          }
        };
    if (missed != null) {
      events.add(new WatchEvent(missed, path, MISSED));
      return true;
    }
    WatchTable.Mode mode = kind == Kind.CHILD ? WatchTable.Mode.CHILD : WatchTable.Mode.DATA;
    return table.add(path, mode, watches, reader);
  }
}
