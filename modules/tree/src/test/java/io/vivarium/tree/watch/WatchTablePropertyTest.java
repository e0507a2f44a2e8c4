package io.vivarium.tree.watch;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.vivarium.model.Acl;
import io.vivarium.model.WatchEvent;
import io.vivarium.model.WatcherType;
import io.vivarium.tree.watch.WatchTable.Mode;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The table against the plainest model there is: for each connection a map from path to the modes it watches it by. */
class WatchTablePropertyTest {
  private static final List<String> PATHS =
      List.of("/", "/a", "/a/b", "/a/b/c", "/a/bb", "/aa", "/z", "/a/b/c/d/e/f");

  private final WatchTable table = new WatchTable();
  private final List<RecordingWatcher> connections = new ArrayList<>();
  private final List<Map<String, Set<Mode>>> model = new ArrayList<>();
  private final List<List<String>> expected = new ArrayList<>();
  private long zxid;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void tellsWhomTheModelTellsAndCountsWhatItCounts(long seed) {
    Random random = new Random(seed);
    for (int i = 0; i < 12; i++) {
      open();
    }
    for (int i = 0; i < 6_000; i++) {
      int who = random.nextInt(connections.size());
      String path = pick(random, PATHS);
      switch (random.nextInt(12)) {
        case 0, 1, 2, 3 -> add(who, path, pick(random, List.of(Mode.values())));
        case 4 -> remove(who, path, pick(random, List.of(WatcherType.values())));
        case 5 -> {
          if (random.nextInt(20) == 0) {
            close(who);
          }
        }
        case 6, 7, 8 -> nodeChanged(path, random.nextInt(3));
        default -> childrenChanged(pick(random, PATHS.subList(1, PATHS.size())));
      }
      compare();
    }
  }

  private static <T> T pick(Random random, List<T> from) {
    return from.get(random.nextInt(from.size()));
  }

  private void open() {
    connections.add(new RecordingWatcher());
    model.add(new HashMap<>());
    expected.add(new ArrayList<>());
  }

  private void add(int who, String path, Mode mode) {
    table.add(path, mode, connections.get(who).watches);
    model.get(who).computeIfAbsent(path, _ -> EnumSet.noneOf(Mode.class)).add(mode);
  }

  private void remove(int who, String path, WatcherType type) {
    Set<Mode> modes = model.get(who).getOrDefault(path, EnumSet.noneOf(Mode.class));
    boolean contained = modes.stream().anyMatch(of(type)::contains);
    assertEquals(contained, table.contains(path, type, connections.get(who).watches));
    assertEquals(contained, table.remove(path, type, connections.get(who).watches));
    modes.removeAll(of(type));
  }

  private static Set<Mode> of(WatcherType type) {
    return switch (type) {
      case CHILDREN -> EnumSet.of(Mode.CHILD);
      case DATA -> EnumSet.of(Mode.DATA);
      case ANY -> EnumSet.allOf(Mode.class);
      case PERSISTENT -> EnumSet.of(Mode.PERSISTENT);
      case PERSISTENT_RECURSIVE -> EnumSet.of(Mode.RECURSIVE);
    };
  }

  private void close(int who) {
    table.close(connections.get(who).watches);
    connections.set(who, new RecordingWatcher());
    model.get(who).clear();
  }

  private void nodeChanged(String path, int kind) {
    WatchEvent.Type type =
        List.of(
                WatchEvent.Type.NODE_CREATED,
                WatchEvent.Type.NODE_DATA_CHANGED,
                WatchEvent.Type.NODE_DELETED)
            .get(kind);
    boolean deleted = type == WatchEvent.Type.NODE_DELETED;
    Set<Mode> once = deleted ? EnumSet.of(Mode.DATA, Mode.CHILD) : EnumSet.of(Mode.DATA);
    for (int who = 0; who < model.size(); who++) {
      boolean told = fire(who, path, once, EnumSet.of(Mode.PERSISTENT, Mode.RECURSIVE));
      for (String above = path; above.length() > 1; ) {
        above = parent(above);
        told |= fire(who, above, EnumSet.noneOf(Mode.class), EnumSet.of(Mode.RECURSIVE));
      }
      if (told) {
        expected.get(who).add(type.name().substring(5) + " " + path);
      }
    }
    table.nodeChanged(type, path, Acl.OPEN, ++zxid);
  }

  private void childrenChanged(String child) {
    for (int who = 0; who < model.size(); who++) {
      if (fire(who, parent(child), EnumSet.of(Mode.CHILD), EnumSet.of(Mode.PERSISTENT))) {
        expected.get(who).add("CHILDREN_CHANGED " + parent(child));
      }
    }
    table.childrenChanged(child, Acl.OPEN, ++zxid);
  }

  /** Whether one of these modes is there; the first ones are used up by it. */
  private boolean fire(int who, String path, Set<Mode> once, Set<Mode> lasting) {
    Set<Mode> modes = model.get(who).getOrDefault(path, EnumSet.noneOf(Mode.class));
    boolean told = modes.stream().anyMatch(mode -> once.contains(mode) || lasting.contains(mode));
    modes.removeAll(once);
    return told;
  }

  private static String parent(String path) {
    return path.substring(0, Math.max(1, path.lastIndexOf('/')));
  }

  private void compare() {
    int data = 0;
    int child = 0;
    int watchers = 0;
    long bytes = 0;
    Set<String> paths = new HashSet<>();
    Map<String, Integer> byPath = new HashMap<>();
    for (int who = 0; who < model.size(); who++) {
      assertEquals(expected.get(who), connections.get(who).heard());
      expected.get(who).clear();
      model.get(who).values().removeIf(Set::isEmpty);
      assertEquals(model.get(who).size(), connections.get(who).watches.size());
      boolean any = false;
      for (Map.Entry<String, Set<Mode>> entry : model.get(who).entrySet()) {
        Set<Mode> modes = entry.getValue();
        bytes += WatchBytes.WATCH;
        if (paths.add(entry.getKey())) {
          bytes += WatchBytes.path(entry.getKey());
        }
        child += modes.contains(Mode.CHILD) || modes.contains(Mode.PERSISTENT) ? 1 : 0;
        if (!modes.equals(EnumSet.of(Mode.CHILD))) {
          data++;
          any = true;
          byPath.merge(entry.getKey(), 1, Integer::sum);
        }
      }
      watchers += any ? 1 : 0;
    }
    assertEquals(new WatchCounts(watchers, byPath.size(), data, child), table.counts());
    assertEquals(bytes, table.bytes());
    Map<String, Integer> told = new HashMap<>();
    table
        .watchersByPath(Integer.MAX_VALUE)
        .forEach((path, watching) -> told.put(path, watching.size()));
    assertEquals(byPath, told);
  }
}
