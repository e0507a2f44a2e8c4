package io.vivarium.kernel.pipeline;

import io.vivarium.model.ErrorCode;
import io.vivarium.model.Reply;
import io.vivarium.model.Request;
import io.vivarium.model.WatcherType;
import io.vivarium.tree.TreeReader;
import io.vivarium.tree.watch.CatchUp;
import io.vivarium.tree.watch.WatchTable;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The part of {@link Reads} that changes the watch table. */
final class WatchReads {
  private final WatchTable table;

  WatchReads(WatchTable table) {
    this.table = table;
  }

  /** Whether answering it would leave more watches than there is room for. */
  boolean tooMany(Request request, Client client) {
    if (request instanceof Request.SetWatches set) {
      List<List<String>> lists =
          List.of(
              set.data(), set.exist(), set.child(), set.persistent(), set.persistentRecursive());
      int paths = 0;
      long characters = 0;
      for (List<String> list : lists) {
        paths += list.size();
        for (String path : list) {
          characters += path.length();
        }
      }
      return !table.hasRoom(client.watches(), paths, characters) && !roomForNew(lists, client);
    }
    String path = watched(request);
    return path != null
        && !table.hasRoom(client.watches(), 1, path.length())
        && !table.contains(path, WatcherType.ANY, client.watches());
  }

  /** Counts exactly: a path may stand in several lists, and may be watched already. */
  private boolean roomForNew(List<List<String>> lists, Client client) {
    Set<String> more = new HashSet<>();
    long characters = 0;
    for (List<String> list : lists) {
      for (String path : list) {
        if (!table.contains(path, WatcherType.ANY, client.watches()) && more.add(path)) {
          characters += path.length();
        }
      }
    }
    return table.hasRoom(client.watches(), more.size(), characters);
  }

  /** The path that answering it would leave a watch on; null when it leaves none, or several. */
  private static @Nullable String watched(Request request) {
    if (request instanceof Request.GetData get) {
      return get.watch() ? get.path() : null;
    }
    if (request instanceof Request.Exists exists) {
      return exists.watch() ? exists.path() : null;
    }
    if (request instanceof Request.GetChildren children) {
      return children.watch() ? children.path() : null;
    }
    return request instanceof Request.AddWatch add ? add.path() : null;
  }

  /** Leaves a one-shot watch as exists and getData do; false when what was read no longer holds. */
  boolean data(String path, Client client, TreeReader read) {
    return table.add(path, WatchTable.Mode.DATA, client.watches(), read);
  }

  /** Leaves a one-shot watch as getChildren does; false when what was read no longer holds. */
  boolean children(String path, Client client, TreeReader read) {
    return table.add(path, WatchTable.Mode.CHILD, client.watches(), read);
  }

  ReadAnswer add(Request.AddWatch request, Client client, long zxid) {
    WatchTable.Mode mode =
        switch (request.mode()) {
          case 0 -> WatchTable.Mode.PERSISTENT;
          case 1 -> WatchTable.Mode.RECURSIVE;
          default -> null;
        };
    if (mode == null) {
      return ReadAnswer.failed(zxid, ErrorCode.MARSHALLING_ERROR);
    }
    table.add(request.path(), mode, client.watches());
    return ReadAnswer.of(zxid, new Reply.IntValue(ErrorCode.OK.code()));
  }

  ReadAnswer check(Request.CheckWatches request, Client client, long zxid) {
    WatcherType type = WatcherType.of(request.type());
    if (type == null) {
      return ReadAnswer.failed(zxid, ErrorCode.MARSHALLING_ERROR);
    }
    return found(table.contains(request.path(), type, client.watches()), zxid);
  }

  ReadAnswer remove(Request.RemoveWatches request, Client client, long zxid) {
    WatcherType type = WatcherType.of(request.type());
    if (type == null) {
      return ReadAnswer.failed(zxid, ErrorCode.MARSHALLING_ERROR);
    }
    return found(table.remove(request.path(), type, client.watches()), zxid);
  }

  private static ReadAnswer found(boolean found, long zxid) {
    return found
        ? ReadAnswer.of(zxid, Reply.Empty.INSTANCE)
        : ReadAnswer.failed(zxid, ErrorCode.NO_WATCHER);
  }

  /**
   * Registers again what a reconnected client watches; what changed meanwhile is reported instead. Null when writes interfered;
   * what was registered by then may be registered again.
   */
  @Nullable ReadAnswer set(
      Request.SetWatches request, Client client, long zxid, TreeReader reader) {
    CatchUp catchUp = new CatchUp(request, table, client.watches());
    return catchUp.run(reader)
        ? new ReadAnswer(zxid, ErrorCode.OK.code(), Reply.Empty.INSTANCE, catchUp.events())
        : null;
  }
}
