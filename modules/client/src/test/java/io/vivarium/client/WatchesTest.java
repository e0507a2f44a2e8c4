package io.vivarium.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vivarium.client.Watches.Kind;
import io.vivarium.model.OpCode;
import io.vivarium.model.Request;
import io.vivarium.model.WatchEvent;
import io.vivarium.model.WatcherType;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class WatchesTest {
  private final Watches watches = new Watches();
  private final EventListener one = new Events();
  private final EventListener other = new Events();

  private Set<EventListener> fire(WatchEvent.Type type, String path) {
    return watches.fired(new WatchEvent(type, path, 1));
  }

  @ParameterizedTest
  @EnumSource(
      value = WatchEvent.Type.class,
      names = {"NODE_CREATED", "NODE_DELETED", "NODE_DATA_CHANGED"})
  void aWatchOnANodeFiresOnce(WatchEvent.Type type) {
    watches.add(Kind.DATA, "/a", one);
    watches.add(Kind.EXIST, "/a", other);

    assertEquals(Set.of(one, other), fire(type, "/a"));
    assertEquals(Set.of(), fire(type, "/a"));
  }

  @Test
  void aWatchOnChildrenFiresForThemAndWhenTheNodeGoes() {
    watches.add(Kind.CHILD, "/a", one);
    watches.add(Kind.CHILD, "/b", one);

    assertEquals(Set.of(), fire(WatchEvent.Type.NODE_DATA_CHANGED, "/a"));
    assertEquals(Set.of(one), fire(WatchEvent.Type.NODE_CHILDREN_CHANGED, "/a"));
    assertEquals(Set.of(one), fire(WatchEvent.Type.NODE_DELETED, "/b"));
    assertEquals(Set.of(), fire(WatchEvent.Type.NODE_CHILDREN_CHANGED, "/a"));
  }

  @ParameterizedTest
  @EnumSource(WatchEvent.Type.class)
  void aPersistentWatchFiresForEverythingAgainAndAgain(WatchEvent.Type type) {
    watches.add(Kind.PERSISTENT, "/a", one);

    assertEquals(Set.of(one), fire(type, "/a"));
    assertEquals(Set.of(one), fire(type, "/a"));
    assertEquals(Set.of(), fire(type, "/a/b"));
  }

  @Test
  void aRecursiveWatchFiresForAllBelowButNotForChildren() {
    watches.add(Kind.PERSISTENT_RECURSIVE, "/a", one);
    watches.add(Kind.PERSISTENT_RECURSIVE, "/", other);

    assertEquals(Set.of(one, other), fire(WatchEvent.Type.NODE_CREATED, "/a/b/c"));
    assertEquals(Set.of(one, other), fire(WatchEvent.Type.NODE_DELETED, "/a"));
    assertEquals(Set.of(other), fire(WatchEvent.Type.NODE_CREATED, "/ab"));
    assertEquals(Set.of(other), fire(WatchEvent.Type.NODE_DATA_CHANGED, "/"));
    assertEquals(Set.of(), fire(WatchEvent.Type.NODE_CHILDREN_CHANGED, "/a"));
  }

  @Test
  void whoWatchesInSeveralWaysIsToldOnce() {
    watches.add(Kind.DATA, "/a", one);
    watches.add(Kind.PERSISTENT, "/a", one);
    watches.add(Kind.PERSISTENT_RECURSIVE, "/", one);

    assertEquals(Set.of(one), fire(WatchEvent.Type.NODE_DATA_CHANGED, "/a"));
  }

  @Test
  void anyRemovesAllOnThePath() {
    watches.add(Kind.DATA, "/a", one);
    watches.add(Kind.EXIST, "/a", other);
    watches.add(Kind.CHILD, "/a", one);
    watches.add(Kind.PERSISTENT, "/a", one);
    watches.add(Kind.PERSISTENT_RECURSIVE, "/a", other);
    watches.add(Kind.DATA, "/b", one);

    assertEquals(
        Map.of(
            WatcherType.DATA, Set.of(one, other),
            WatcherType.CHILDREN, Set.of(one),
            WatcherType.PERSISTENT, Set.of(one, other)),
        watches.remove(WatcherType.ANY, "/a"));
    assertEquals(Map.of(), watches.remove(WatcherType.ANY, "/a"));
    assertEquals(Set.of(one), fire(WatchEvent.Type.NODE_DELETED, "/b"));
  }

  @Test
  void aTypeRemovesItsOwnOnly() {
    watches.add(Kind.DATA, "/a", one);
    watches.add(Kind.CHILD, "/a", one);
    watches.add(Kind.PERSISTENT, "/a", one);
    watches.add(Kind.PERSISTENT_RECURSIVE, "/a", one);

    assertEquals(
        Map.of(WatcherType.CHILDREN, Set.of(one)), watches.remove(WatcherType.CHILDREN, "/a"));
    assertEquals(Map.of(WatcherType.DATA, Set.of(one)), watches.remove(WatcherType.DATA, "/a"));
    assertEquals(
        Map.of(WatcherType.PERSISTENT, Set.of(one)), watches.remove(WatcherType.PERSISTENT, "/a"));
    assertEquals(
        Map.of(WatcherType.PERSISTENT, Set.of(one)),
        watches.remove(WatcherType.PERSISTENT_RECURSIVE, "/a"));
  }

  @Test
  void allAreSetAgain() {
    watches.add(Kind.DATA, "/d", one);
    watches.add(Kind.EXIST, "/e", one);
    watches.add(Kind.CHILD, "/c", one);

    assertEquals(
        List.of(
            new Request.SetWatches(
                OpCode.SET_WATCHES,
                7,
                List.of("/d"),
                List.of("/e"),
                List.of("/c"),
                List.of(),
                List.of())),
        watches.requests(7));

    watches.add(Kind.PERSISTENT, "/p", one);
    watches.add(Kind.PERSISTENT_RECURSIVE, "/r", one);

    assertEquals(
        List.of(
            new Request.SetWatches(
                OpCode.SET_WATCHES2,
                7,
                List.of("/d"),
                List.of("/e"),
                List.of("/c"),
                List.of("/p"),
                List.of("/r"))),
        watches.requests(7));
  }

  @Test
  void nothingIsSetAgainWhenNothingIsWatched() {
    watches.add(Kind.DATA, "/d", one);
    fire(WatchEvent.Type.NODE_DELETED, "/d");

    assertEquals(List.of(), watches.requests(7));
  }

  @Test
  void manyAreSetAgainInPiecesThatServersTake() {
    Set<String> paths = new HashSet<>();
    for (int i = 0; i < 20_000; i++) {
      String path = "/a/long/path/to/be/watched/" + i;
      paths.add(path);
      watches.add(Kind.DATA, path, one);
    }

    List<Request.SetWatches> requests = watches.requests(1);
    Set<String> set = new HashSet<>();
    for (Request.SetWatches request : requests) {
      int bytes = request.data().stream().mapToInt(path -> 4 + path.length()).sum();
      assertTrue(bytes < 129 * 1024, "a request of " + bytes + " bytes");
      set.addAll(request.data());
    }
    assertEquals(paths, set);
    assertTrue(requests.size() > 3, "only " + requests.size() + " requests");
  }
}
