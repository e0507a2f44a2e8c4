package io.vivarium.tree.watch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vivarium.model.Acl;
import io.vivarium.model.WatchEvent;
import io.vivarium.model.WatcherType;
import io.vivarium.tree.watch.WatchTable.Mode;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class WatchRoomTest {
  private static final int MEGABYTE = 1 << 20;

  private static Watches connection(int paths, long bytes) {
    return new Watches(new RecordingWatcher(), paths, bytes);
  }

  private static String path(int number) {
    return String.format("/%09d", number);
  }

  @Test
  void aConnectionHasRoomForItsPathsAndNoMore() {
    WatchTable table = new WatchTable();
    Watches watches = connection(3, 0);
    table.add("/a", Mode.DATA, watches);
    assertTrue(table.hasRoom(watches, 2, 4));
    assertFalse(table.hasRoom(watches, 3, 6));
    table.add("/b", Mode.DATA, watches);
    table.add("/c", Mode.DATA, watches);
    assertFalse(table.hasRoom(watches, 1, 2));
    table.remove("/b", WatcherType.DATA, watches);
    assertTrue(table.hasRoom(watches, 1, 2));
  }

  @Test
  void aConnectionHasRoomForItsBytesAndNoMoreHoweverFewThePaths() {
    WatchTable table = new WatchTable();
    Watches watches = connection(0, 4 * MEGABYTE);
    String longest = "/".repeat(MEGABYTE);
    assertTrue(table.hasRoom(watches, 1, MEGABYTE));
    table.add(longest, Mode.CHILD, watches);
    assertFalse(table.hasRoom(watches, 1, MEGABYTE));
    assertTrue(table.hasRoom(watches, 1, MEGABYTE / 2));
    table.nodeChanged(WatchEvent.Type.NODE_DELETED, longest, Acl.OPEN, 1);
    assertTrue(table.hasRoom(watches, 1, MEGABYTE));
  }

  @Test
  void allConnectionsTogetherHaveRoomForHalfAndThoseWithFewWatchesForTheRest() {
    WatchTable table = new WatchTable(MEGABYTE);
    List<Watches> many = new ArrayList<>();
    int next = 0;
    for (int i = 0; i < 3; i++) {
      Watches greedy = connection(0, 0);
      many.add(greedy);
      while (greedy.size() < 1_000 && table.hasRoom(greedy, 1, 10)) {
        table.add(path(next++), Mode.DATA, greedy);
      }
    }
    assertTrue(table.bytes() > MEGABYTE / 2 - MEGABYTE / 16, "" + table.bytes());
    assertTrue(table.bytes() < MEGABYTE / 2 + MEGABYTE / 16, "" + table.bytes());
    Watches modest = connection(0, 0);
    assertTrue(table.hasRoom(modest, 100, 1_000));
    assertFalse(table.hasRoom(modest, 1_000, 10_000), "would no longer be few");
    for (int i = 0; i < 100 && table.hasRoom(modest, 100, 1_000); i++) {
      for (int j = 0; j < 100; j++) {
        table.add(path(next++), Mode.DATA, modest);
      }
      modest = connection(0, 0);
    }
    assertFalse(table.hasRoom(connection(0, 0), 100, 1_000), "everything is taken");
    assertTrue(table.bytes() < MEGABYTE + MEGABYTE / 16, "" + table.bytes());
    many.forEach(table::close);
    assertTrue(table.hasRoom(modest, 100, 1_000));
  }

  @Test
  void aPathThatManyWatchIsKeptOnce() {
    WatchTable table = new WatchTable(0);
    for (int i = 0; i < 10; i++) {
      table.add("/shared", Mode.DATA, connection(0, 0));
    }
    assertEquals(WatchBytes.path("/shared") + 10L * WatchBytes.WATCH, table.bytes());
    assertEquals(
        0, table.toldBytes(), "nobody asks for the sum, and every thread would wait for it");
  }
}
