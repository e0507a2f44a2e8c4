package io.vivarium.tree;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChildTableTest {
  private static final long END = 1L << 32;

  private final NameHash hasher = new NameHash(3);
  private final ChildTable table = new ChildTable();
  private final Entry entry = new Entry();

  private void add(String name) {
    byte[] bytes = Trees.bytes(name);
    byte[] record = record(name);
    table.add(hasher.hash(bytes, 0, bytes.length), record, record.length, hasher);
  }

  private static byte[] record(String name) {
    byte[] bytes = Trees.bytes(name);
    return NodeRecord.ofName(bytes, 0, bytes.length);
  }

  private boolean has(String name) {
    byte[] bytes = Trees.bytes(name);
    int hash = hasher.hash(bytes, 0, bytes.length);
    boolean found = table.get(hash, bytes, 0, bytes.length, entry);
    assertTrue(!found || PathSet.path(entry).equals(name), "another was found than " + name);
    return found;
  }

  private boolean remove(String name) {
    byte[] bytes = Trees.bytes(name);
    return table.remove(hasher.hash(bytes, 0, bytes.length), bytes, 0, bytes.length, hasher);
  }

  private List<String> walk() {
    List<String> names = new ArrayList<>();
    ChildTable.Entries entries = new ChildTable.Entries();
    for (long at = 0; at < END; ) {
      at = table.copySegment(at, entries, hasher);
      for (int i = 0; i < entries.count(); i++) {
        names.add(PathSet.path(entries.get(i)));
      }
    }
    return names;
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void behavesLikeAMapWhileItGrowsAndShrinks(long seed) {
    Random random = new Random(seed);
    Set<String> expected = new HashSet<>();
    for (int phase = 0; phase < 6; phase++) {
      int adds = phase % 2 == 0 ? 9 : 2;
      for (int i = 0; i < 20_000; i++) {
        String name = "n" + random.nextInt(15_000);
        if (random.nextInt(11) < adds) {
          if (expected.add(name)) {
            add(name);
            assertTrue(has(name));
          }
        } else {
          assertEquals(expected.remove(name), remove(name));
          assertFalse(has(name));
        }
      }
      assertEquals(expected.size(), table.size());
      expected.forEach(name -> assertTrue(has(name)));
      List<String> walked = walk();
      assertEquals(expected, new HashSet<>(walked));
      assertEquals(expected.size(), walked.size());
    }
  }

  @Test
  void isEmptyAgainWhenEverythingIsRemoved() {
    for (int i = 0; i < 50_000; i++) {
      add("n" + i);
    }
    for (int i = 0; i < 50_000; i++) {
      assertTrue(remove("n" + i));
    }
    assertEquals(0, table.size());
    assertEquals(List.of(), walk());
    add("again");
    assertTrue(has("again"));
  }

  /** Only the first name keeps its own hash; all others are told apart by comparing names. */
  @Test
  void namesThatHashAlikeMakeItSlowButNeitherLoopNorExplode() {
    for (int i = 0; i < 3000; i++) {
      byte[] record = record("n" + i);
      table.add(0x1234_5678, record, record.length, new SameHash());
    }
    for (int i = 0; i < 3000; i++) {
      byte[] bytes = Trees.bytes("n" + i);
      assertTrue(table.get(0x1234_5678, bytes, 0, bytes.length, entry));
    }
    ChildTable.Entries entries = new ChildTable.Entries();
    int steps = 0;
    int met = 0;
    for (long at = 0; at < END; steps++) {
      at = table.copySegment(at, entries, new SameHash());
      met += entries.count();
    }
    assertEquals(3000, met);
    assertTrue(steps <= 64, "the directory grew to " + steps + " parts for one hash");
    for (int i = 0; i < 3000; i++) {
      byte[] bytes = Trees.bytes("n" + i);
      assertTrue(table.remove(0x1234_5678, bytes, 0, bytes.length, new SameHash()));
    }
    assertEquals(0, table.size());
  }

  /** What an attacker who knew the seed would arrive at. */
  private static final class SameHash extends NameHash {
    private SameHash() {
      super(0);
    }

    @Override
    int hash(byte[] bytes, int offset, int length) {
      return 0x1234_5678;
    }
  }

  /** A walk meets what was there throughout exactly once, though parts are split and joined between its steps. */
  @Test
  void aWalkAmongChangesMeetsWhatStaysExactlyOnce() {
    for (int i = 0; i < 20_000; i++) {
      add("stays" + i);
    }
    Random random = new Random(5);
    Set<String> met = new HashSet<>();
    ChildTable.Entries entries = new ChildTable.Entries();
    int brief = 0;
    for (long at = 0; at < END; ) {
      at = table.copySegment(at, entries, hasher);
      for (int i = 0; i < entries.count(); i++) {
        String name = PathSet.path(entries.get(i));
        assertTrue(met.add(name) || name.startsWith("brief"), name + " met twice");
      }
      // Swell to three times the size and shrink back, in turns.
      int changes = 2000;
      boolean grow = random.nextBoolean();
      for (int i = 0; i < changes; i++) {
        if (grow) {
          add("brief" + brief++);
        } else if (brief > 0) {
          remove("brief" + --brief);
        }
      }
    }
    for (int i = 0; i < 20_000; i++) {
      assertTrue(met.contains("stays" + i), "stays" + i + " was not met");
    }
  }

  /** However large the table: a change hashes the entries of one segment again at most, or of two when they are joined. */
  @Test
  void noChangeEverRehashesMoreThanABoundedPart() {
    CountingHash counting = new CountingHash();
    int bound = 4 * Segment.MAX_SLOTS;
    for (int i = 0; i < 200_000; i++) {
      byte[] bytes = Trees.bytes("n" + i);
      counting.calls = 0;
      byte[] record = record("n" + i);
      table.add(counting.hash(bytes, 0, bytes.length), record, record.length, counting);
      assertTrue(counting.calls <= bound, "adding entry " + i + " hashed " + counting.calls);
    }
    for (int i = 0; i < 200_000; i++) {
      byte[] bytes = Trees.bytes("n" + i);
      counting.calls = 0;
      assertTrue(
          table.remove(counting.hash(bytes, 0, bytes.length), bytes, 0, bytes.length, counting));
      assertTrue(counting.calls <= bound, "removing entry " + i + " hashed " + counting.calls);
    }
  }

  private static final class CountingHash extends NameHash {
    private int calls;

    private CountingHash() {
      super(1);
    }

    @Override
    int hash(byte[] bytes, int offset, int length) {
      calls++;
      return super.hash(bytes, offset, length);
    }
  }

  @Test
  void longNamesAreFoundToo() {
    for (int length = 120; length < 140; length++) {
      add("x".repeat(length));
    }
    add("y".repeat(20_000));
    for (int length = 120; length < 140; length++) {
      assertTrue(has("x".repeat(length)));
    }
    assertTrue(has("y".repeat(20_000)));
    assertFalse(has("y".repeat(20_001)));
  }

  @Test
  void hashesDependOnTheSeedAndSpread() {
    byte[] name = Trees.bytes("node-0000000001");
    assertTrue(
        new NameHash(1).hash(name, 0, name.length) != new NameHash(2).hash(name, 0, name.length));
    Set<Integer> top = new HashSet<>();
    Set<Integer> low = new HashSet<>();
    for (int i = 0; i < 100_000; i++) {
      byte[] each = Trees.bytes(String.format("node-%010d", i));
      int hash = hasher.hash(each, 0, each.length);
      top.add(hash >>> 20);
      low.add(hash & 0xfff);
    }
    assertEquals(4096, top.size());
    assertEquals(4096, low.size());
  }
}
