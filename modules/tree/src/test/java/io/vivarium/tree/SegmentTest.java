package io.vivarium.tree;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Records of all sizes, large ones and branches, in segments and in the tables made of them. */
class SegmentTest {
  private static final long END = 1L << 32;

  private final NameHash hasher = new NameHash(9);
  private final ChildTable table = new ChildTable();
  private final Entry entry = new Entry();
  private final Map<String, Object> expected = new HashMap<>();

  /** What was found at some time, and what it was then. */
  private record Held(byte[] array, int start, byte[] then) {}

  private static byte[] record(String name, int more, Random random) {
    byte[] bytes = Trees.bytes(name);
    byte[] bare = NodeRecord.ofName(bytes, 0, bytes.length);
    byte[] record = new byte[bare.length + more];
    random.nextBytes(record);
    System.arraycopy(bare, 0, record, 0, bare.length);
    return record;
  }

  private static int size(Random random) {
    return switch (random.nextInt(20)) {
      case 0 -> random.nextInt(3000);
      case 1 -> Segment.MAX_PACKED - random.nextInt(20);
      default -> random.nextInt(200);
    };
  }

  private int hash(byte[] name) {
    return hasher.hash(name, 0, name.length);
  }

  private void put(String name, byte[] record) {
    byte[] bytes = Trees.bytes(name);
    if (expected.put(name, record) == null) {
      table.add(hash(bytes), record, record.length, hasher);
    } else {
      table.replace(hash(bytes), bytes, 0, bytes.length, record, record.length);
    }
  }

  private void promote(String name) {
    byte[] bytes = Trees.bytes(name);
    assertTrue(table.get(hash(bytes), bytes, 0, bytes.length, entry));
    byte[] record = Arrays.copyOfRange(entry.record(), entry.start(), entry.end());
    Branch branch = new Branch(record, 0, 0);
    table.replace(hash(bytes), bytes, 0, bytes.length, branch);
    expected.put(name, branch);
  }

  private void remove(String name) {
    byte[] bytes = Trees.bytes(name);
    boolean there = expected.remove(name) != null;
    assertEquals(there, table.remove(hash(bytes), bytes, 0, bytes.length, hasher));
  }

  private void check(String name) {
    byte[] bytes = Trees.bytes(name);
    Object value = expected.get(name);
    assertEquals(value != null, table.get(hash(bytes), bytes, 0, bytes.length, entry));
    if (value != null) {
      check(value, entry);
    }
  }

  private static void check(Object value, Entry found) {
    if (value instanceof Branch branch) {
      assertSame(branch, found.branch());
    } else {
      assertArrayEquals(
          (byte[]) value, Arrays.copyOfRange(found.record(), found.start(), found.end()));
    }
  }

  private void checkAll() {
    assertEquals(expected.size(), table.size());
    expected.keySet().forEach(this::check);
    ChildTable.Entries entries = new ChildTable.Entries();
    int met = 0;
    for (long at = 0; at < END; ) {
      at = table.copySegment(at, entries, hasher);
      for (int i = 0; i < entries.count(); i++) {
        check(expected.get(PathSet.path(entries.get(i))), entries.get(i));
        met++;
      }
    }
    assertEquals(expected.size(), met);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void recordsOfAllSizesAreWhatWasPutLast(long seed) {
    Random random = new Random(seed);
    List<Held> held = new ArrayList<>();
    int names = seed % 2 == 0 ? 40 : 3000;
    for (int i = 0; i < 60_000; i++) {
      String name = "n" + random.nextInt(names);
      switch (random.nextInt(i % 20_000 < 12_000 ? 10 : 4)) {
        case 0, 1 -> remove(name);
        case 2 -> {
          if (expected.get(name) instanceof byte[]) {
            promote(name);
          }
        }
        default -> {
          if (!(expected.get(name) instanceof Branch)) {
            put(name, record(name, size(random), random));
          }
        }
      }
      check(name);
      if (expected.get(name) instanceof byte[] record && random.nextInt(50) == 0) {
        held.add(new Held(entry.record(), entry.start(), record.clone()));
      }
    }
    checkAll();
    for (Held found : held) {
      int end = found.start() + found.then().length;
      assertArrayEquals(found.then(), Arrays.copyOfRange(found.array(), found.start(), end));
    }
  }

  /** However often they are replaced. */
  @Test
  void whatIsLeftOfReplacedRecordsStaysBounded() {
    Random random = new Random(1);
    Segment segment = Segment.of(0, 200, 0);
    List<byte[]> names = new ArrayList<>();
    for (int i = 0; i < 150; i++) {
      byte[] name = Trees.bytes("n" + i);
      names.add(name);
      segment = segment.roomFor(100);
      segment.add(hash(name), sized("n" + i, random), 100);
    }
    long most = 0;
    for (int i = 0; i < 20_000; i++) {
      int which = random.nextInt(150);
      byte[] name = names.get(which);
      byte[] record = sized("n" + which, random);
      int slot = segment.find(hash(name), name, 0, name.length);
      segment = segment.roomFor(100).replace(slot, record, 100);
      most = Math.max(most, segment.bytes());
    }
    assertEquals(150 * 102, segment.liveBytes());
    assertTrue(most <= 2 * (150 * 102 + Segment.CHUNK), most + " bytes");
  }

  /** Whatever they fill, up to the last byte of a chunk. */
  @Test
  void replacingIsSeldomACopyOfAll() {
    Random random = new Random(1);
    for (int count : new int[] {10, 20, 30, 38, 39, 40, 60}) {
      Segment segment = filled(count, random);
      int copies = 0;
      for (int i = 0; i < 1000; i++) {
        String name = "n" + random.nextInt(count);
        int slot = segment.find(hash(Trees.bytes(name)), Trees.bytes(name), 0, name.length());
        Segment now = segment.roomFor(100).replace(slot, sized(name, random), 100).trimmed();
        copies += now == segment ? 0 : 1;
        segment = now;
      }
      assertTrue(copies <= 120, copies + " of 1000 with " + count);
    }
  }

  @Test
  void objectsThatComeAndGoHaveNothingCopied() {
    Random random = new Random(1);
    Segment segment = filled(100, random);
    byte[] name = Trees.bytes("job");
    segment = segment.roomForObject();
    for (int i = 0; i < 100; i++) {
      segment.add(hash(name), new Branch(NodeRecord.ofName(name, 0, 3), 0, 0));
      segment.remove(segment.find(hash(name), name, 0, 3), hasher);
      assertSame(segment, segment.roomForObject());
    }
  }

  @Test
  void whatIsLeftOfPromotedRecordsIsGivenBack() {
    Random random = new Random(1);
    Segment segment = filled(100, random);
    for (int i = 0; i < 100; i++) {
      byte[] name = Trees.bytes("n" + i);
      segment = segment.roomForObject();
      int slot = segment.find(hash(name), name, 0, name.length);
      segment.replace(slot, new Branch(NodeRecord.ofName(name, 0, name.length), 0, 0));
      segment = segment.trimmed();
    }
    assertEquals(0, segment.liveBytes());
    assertTrue(segment.bytes() <= 1024, segment.bytes() + " bytes");
  }

  /** A segment with so many records of 100 bytes. */
  private Segment filled(int count, Random random) {
    Segment segment = Segment.of(0, count, 0);
    for (int i = 0; i < count; i++) {
      segment = segment.roomFor(100);
      segment.add(hash(Trees.bytes("n" + i)), sized("n" + i, random), 100);
    }
    return segment;
  }

  /** A record of 100 bytes. */
  private static byte[] sized(String name, Random random) {
    return record(name, 100 - 2 - name.length(), random);
  }

  @Test
  void whatIsLeftOfRemovedRecordsIsGivenBack() {
    Random random = new Random(1);
    Segment segment = filled(300, random);
    for (int i = 0; i < 280; i++) {
      byte[] name = Trees.bytes("n" + i);
      segment.remove(segment.find(hash(name), name, 0, name.length), hasher);
      segment = segment.shrunk(hasher);
    }
    assertEquals(20 * 102, segment.liveBytes());
    assertTrue(segment.bytes() <= 5 * segment.liveBytes(), segment.bytes() + " bytes");
    assertTrue(segment.slotCount() <= 5 * segment.count(), segment.slotCount() + " slots");
  }

  /** So that a walk over the names that is not disturbed by other data does not fail. */
  @Test
  void aSegmentThatWasReplacedStillShowsWhatItHad() {
    Random random = new Random(1);
    Segment first = Segment.of(0, 8, 0);
    for (String name : List.of("a", "b", "c")) {
      int length = name.equals("c") ? 2000 : 50;
      first = first.roomFor(length);
      first.add(hash(Trees.bytes(name)), record(name, length - 3, random), length);
    }
    Segment now = first;
    for (int i = 0; i < 1000; i++) {
      String name = List.of("a", "b", "c").get(random.nextInt(3));
      byte[] bytes = Trees.bytes(name);
      int length = random.nextBoolean() ? 50 : 2000;
      int slot = now.find(hash(bytes), bytes, 0, 1);
      now = now.roomFor(length).replace(slot, record(name, length - 3, random), length);
    }
    ChildTable.Entries entries = new ChildTable.Entries();
    first.copy(entries, true, 0, hasher);
    List<String> names = new ArrayList<>();
    for (int i = 0; i < entries.count(); i++) {
      names.add(PathSet.path(entries.get(i)));
    }
    names.sort(null);
    assertEquals(List.of("a", "b", "c"), names);
  }

  /** A chunk that two segments refer to is written by one of them. */
  @Test
  void bothHalvesGoOnWithTheChunksOfTheWhole() {
    Random random = new Random(1);
    for (int round = 0; round < 5; round++) {
      for (int i = 0; i < 2000 << round; i++) {
        String name = "n" + i;
        if (!(expected.get(name) instanceof Branch)) {
          put(name, record(name, random.nextInt(60), random));
        }
      }
      checkAll();
      promote("n" + round);
    }
    checkAll();
  }

  @Test
  void thereIsRoomForAnObjectWhereAllFormerOnesAreGone() {
    for (int i = 0; i < 9; i++) {
      put("n" + i, record("n" + i, 2000, new Random(1)));
    }
    put("small", record("small", 0, new Random(1)));
    for (int i = 0; i < 9; i++) {
      remove("n" + i);
    }
    promote("small");
    checkAll();
  }

  @Test
  void nothingIsFoundOfWhatIsGone() {
    Random random = new Random(1);
    for (int i = 0; i < 2000; i++) {
      put("n" + i, record("n" + i, size(random), random));
    }
    for (int i = 0; i < 2000; i++) {
      remove("n" + i);
      check("n" + i);
    }
    assertEquals(0, table.size());
    assertFalse(table.remove(5, Trees.bytes("x"), 0, 1, hasher));
  }
}
