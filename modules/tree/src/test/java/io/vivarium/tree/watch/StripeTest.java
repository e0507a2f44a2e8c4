package io.vivarium.tree.watch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StripeTest {
  private final Stripe stripe = new Stripe();

  private WatchedPath get(String path) {
    return stripe.get(path, path.length(), path.hashCode());
  }

  private List<String> paths() {
    List<String> paths = new ArrayList<>();
    assertTrue(stripe.allMatch(watched -> paths.add(watched.path)));
    return paths;
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void behavesLikeAMapWhileItGrowsAndShrinks(long seed) {
    Random random = new Random(seed);
    Map<String, WatchedPath> expected = new HashMap<>();
    for (int i = 0; i < 40_000; i++) {
      String path = "/p" + random.nextInt(i % 10_000 < 5_000 ? 2_000 : 20);
      if (random.nextInt(3) > 0 == i % 10_000 < 5_000) {
        WatchedPath added = stripe.getOrAdd(path);
        assertSame(expected.computeIfAbsent(path, _ -> added), added);
      } else if (expected.containsKey(path)) {
        stripe.remove(expected.remove(path));
        assertNull(get(path));
      }
      assertEquals(expected.size(), stripe.count());
      if (i % 1000 == 0) {
        expected.forEach((known, watched) -> assertSame(watched, get(known)));
        assertEquals(expected.keySet(), new HashSet<>(paths()));
      }
    }
  }

  /** "Aa" and "BB" have one hash, and so have all strings made of them. */
  @Test
  void pathsThatHashAlikeAreToldApartAlsoAfterOneOfThemIsGone() {
    List<String> alike = List.of("/AaAa", "/AaBB", "/BBAa", "/BBBB");
    for (String path : alike) {
      assertEquals(alike.getFirst().hashCode(), path.hashCode());
      stripe.getOrAdd(path);
    }
    stripe.remove(get("/AaBB"));
    assertNull(get("/AaBB"));
    for (String path : List.of("/AaAa", "/BBAa", "/BBBB")) {
      assertEquals(path, get(path).path);
    }
  }

  @Test
  void aParentIsFoundByTheBeginningOfItsChildsPath() {
    WatchedPath parent = stripe.getOrAdd("/parent");
    assertSame(parent, stripe.get("/parent/child", 7, "/parent".hashCode()));
    assertNull(stripe.get("/parents/child", 8, "/parents".hashCode()));
    assertNull(stripe.get("/parent/child", 13, "/parent/child".hashCode()));
  }

  @Test
  void aWalkEndsWithTheFirstThatDoesNotPass() {
    for (int i = 0; i < 100; i++) {
      stripe.getOrAdd("/n" + i);
    }
    int[] asked = new int[1];
    assertFalse(stripe.allMatch(_ -> ++asked[0] < 10));
    assertEquals(10, asked[0]);
  }

  // ---- the lists of a path and of a connection, which know each other's places

  private static Watch join(WatchedPath path, Watches owner) {
    Watch watch = new Watch(owner, path);
    assertTrue(owner.add(watch));
    path.add(watch);
    return watch;
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void watchesAreFoundFromEitherSideHoweverManyComeAndGo(long seed) {
    Random random = new Random(seed);
    List<WatchedPath> paths = new ArrayList<>();
    List<Watches> owners = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      paths.add(new WatchedPath("/p" + i));
      owners.add(new RecordingWatcher().watches);
    }
    Map<List<Integer>, Watch> expected = new HashMap<>();
    for (int i = 0; i < 30_000; i++) {
      // Some paths and connections have many watches, most have few.
      int p = random.nextInt(1 + random.nextInt(40));
      int o = random.nextInt(1 + random.nextInt(40));
      Watch known = expected.get(List.of(p, o));
      assertSame(known, owners.get(o).on(paths.get(p)));
      assertSame(known, paths.get(p).of(owners.get(o)));
      if (known == null) {
        expected.put(List.of(p, o), join(paths.get(p), owners.get(o)));
      } else if (random.nextInt(3) == 0 || i % 10_000 > 7_000) {
        owners.get(o).remove(known);
        paths.get(p).remove(known);
        expected.remove(List.of(p, o));
      }
    }
    assertEquals(expected.size(), paths.stream().mapToInt(WatchedPath::count).sum());
    assertEquals(expected.size(), owners.stream().mapToInt(Watches::size).sum());
  }

  @Test
  void aClosedConnectionGivesUpAllItsWatchesAndTakesNoMore() {
    Watches owner = new RecordingWatcher().watches;
    List<Watch> watches = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      watches.add(join(new WatchedPath("/p" + i), owner));
    }
    assertEquals(watches, owner.close());
    assertEquals(0, owner.size());
    assertFalse(owner.add(watches.getFirst()));
    owner.remove(watches.getFirst());
    assertEquals(List.of(), owner.close());
    assertNotNull(owner.watcher());
  }
}
