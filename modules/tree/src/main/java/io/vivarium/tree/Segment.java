package io.vivarium.tree;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A small open-addressed table, the unit in which {@link ChildTable} grows: linear probing, removal by shifting back, never a
 * tombstone. Entries are records or {@link Branch}es and are found by name. A slot comes from the low 16 bits of the hash by
 * multiplication, so the size need not be a power of two and can grow by halves.
 *
 * <p>Records stand one behind the other in a few <em>chunks</em>, as an object for each would be copied by the collector one by one, and found
 * through a card for each. A slot is a number: where in which chunk a record begins, or which of the objects it is: a branch, or a
 * record that is too large for chunks. A place in a chunk is written once and never again, so who has found a record may go on
 * reading it at leisure, whatever happens to the segment; what is left of replaced and removed ones goes when the chunks are
 * copied to new ones.
 *
 * <p>The arrays never change their size: whatever needs more makes another segment, which takes the place of this one. So who walks over a
 * segment while records are replaced in it sees the old or the new record of each name.
 */
final class Segment {
  /** Slots at which a segment is split rather than grown. */
  static final int MAX_SLOTS = 420;

  /** Bytes of a chunk, which with the header of an array make four kibibytes. */
  static final int CHUNK = (4 << 10) - 16;

  /** Bytes of the longest record that stands in a chunk: what is left over at the end of one is less. */
  static final int MAX_PACKED = 1 << 10;

  /** Bytes in front of each record in a chunk: its length. */
  private static final int FRAME = 2;

  private static final int OFFSET_BITS = 12;
  private static final int MAX_CHUNKS = 1 << (Integer.SIZE - 1 - OFFSET_BITS);
  private static final int MIN_SLOTS = 2;

  /** Bytes of chunks that are not worth giving back, of a table of few. */
  private static final int SMALL = 1 << 10;

  /** Chunks to which there may be references for each that its records would fill: others may have records there, or nobody. */
  private static final int MOST_CHUNKS = 16;

  private static final byte[][] NO_CHUNKS = new byte[0][];
  private static final Object[] NO_OBJECTS = new Object[0];
  private static final VarHandle SLOTS = MethodHandles.arrayElementVarHandle(int[].class);

  /** Number of leading hash bits that all entries share. */
  final int depth;

  /** 0 for none; positive for number of the chunk and offset in it; negative for the complement of the number of an object. */
  private final int[] slots;

  private final byte[][] chunks;
  private final @Nullable Object[] objects;

  private int count;

  /** Chunks in use, of which the last is written to from {@link #used} on. */
  private int chunkCount;

  private int used;

  /** Bytes of all chunks in use, a share of those that others use too; and bytes in which there is a record of an entry. */
  private int capacity;

  private int live;

  /** Numbers of objects ever given, some of which may be free again. */
  private int objectCount;

  private Segment(int depth, int[] slots, byte[][] chunks, @Nullable Object[] objects) {
    this.depth = depth;
    this.slots = slots;
    this.chunks = chunks;
    this.objects = objects;
  }

  /** An empty segment for this many entries whose records take about {@code bytes}. */
  static Segment of(int depth, int expected, int bytes) {
    Segment empty =
        new Segment(depth, new int[capacityFor(expected)], newChunks(bytes), NO_OBJECTS);
    if (bytes > 0) {
      empty.open(Math.min(CHUNK, bytes));
    }
    return empty;
  }

  /** What is left over at the end of a chunk is less than the longest record takes. */
  private static byte[][] newChunks(int bytes) {
    if (bytes == 0) {
      return NO_CHUNKS;
    }
    return new byte[bytes <= CHUNK ? 1 : bytes / (CHUNK - FRAME - MAX_PACKED) + 2][];
  }

  /** How many objects to make room for where there are these and one more. */
  private static int more(int objects) {
    return objects + objects / 2 + 1;
  }

  private static int limit(int capacity) {
    return capacity <= 4 ? capacity : capacity - capacity / 5;
  }

  /** Sizes keep the array free of padding. */
  private static int larger(int capacity) {
    return capacity < 4 ? 4 : (capacity + capacity / 2 + 1) & ~1;
  }

  private static int capacityFor(int count) {
    int capacity = MIN_SLOTS;
    while (limit(capacity) <= count && count > 1) {
      capacity = larger(capacity);
    }
    return capacity;
  }

  // ---- what is in it

  int count() {
    return count;
  }

  int slotCount() {
    return slots.length;
  }

  boolean full() {
    return count >= limit(slots.length);
  }

  /** Bytes that the records of its entries take in chunks. */
  int liveBytes() {
    return live;
  }

  /** Bytes of all chunks, a share of those that others use too. */
  int bytes() {
    return capacity;
  }

  /**
   * Shows the entry of a slot; false when there is none. What a thread sees that reads while records are replaced is an entry as it was before or
   * after.
   */
  boolean read(int slot, Entry into) {
    int handle = (int) SLOTS.getAcquire(slots, slot);
    if (handle == 0) {
      return false;
    }
    if (handle < 0) {
      into.show(object(handle));
    } else {
      byte[] chunk = chunk(handle);
      int start = start(handle);
      into.show(chunk, start, start + length(chunk, start));
    }
    return true;
  }

  /** The chunk that a positive number refers to. */
  private byte[] chunk(int handle) {
    return chunks[handle >>> OFFSET_BITS];
  }

  /** Where in its chunk the record begins that a positive number refers to. */
  private static int start(int handle) {
    return handle & ((1 << OFFSET_BITS) - 1);
  }

  /** The object that a negative number refers to; throws when a racing reader finds it gone. */
  private Object object(int handle) {
    return Objects.requireNonNull(objects[~handle]);
  }

  /** Bytes of the record that begins there. */
  private static int length(byte[] chunk, int start) {
    return (chunk[start - 2] & 0xff) << 8 | (chunk[start - 1] & 0xff);
  }

  private static int home(int hash, int capacity) {
    return ((hash & 0xffff) * capacity) >>> 16;
  }

  /** The slot of the named entry, or −1. Bounded also when it races with a writer. */
  int find(int hash, byte[] name, int offset, int length) {
    int[] table = slots;
    int at = home(hash, table.length);
    for (int probe = 0; probe < table.length; probe++) {
      int handle = table[at];
      if (handle == 0) {
        return -1;
      }
      if (named(handle, name, offset, length)) {
        return at;
      }
      at = at + 1 == table.length ? 0 : at + 1;
    }
    return -1;
  }

  private boolean named(int handle, byte[] name, int offset, int length) {
    if (handle > 0) {
      return NodeRecord.named(chunk(handle), start(handle), name, offset, length);
    }
    return NodeRecord.named(Entry.recordOf(object(handle)), 0, name, offset, length);
  }

  private int hashOf(int handle, NameHash hasher) {
    byte[] record;
    int start;
    if (handle > 0) {
      record = chunk(handle);
      start = start(handle);
    } else {
      record = Entry.recordOf(object(handle));
      start = 0;
    }
    return hasher.hash(
        record, NodeRecord.nameOffset(record, start), NodeRecord.nameLength(record, start));
  }

  // ---- room

  private static boolean packed(int length) {
    return length <= MAX_PACKED;
  }

  /** This segment, or what is to take its place, in which a record of this length has room beside the others. Slots stay. */
  Segment roomFor(int length) {
    int need = FRAME + length;
    if (!packed(length)) {
      return roomForObject();
    }
    if (chunkCount > 0 && used + need <= last().length) {
      return this;
    }
    if (depth == 0) {
      // A table of few has a chunk that grows. Where records come and go there is to be room for as
      // many again before the next copy.
      int wanted = live + need + (used - live < live / 4 ? live / 2 : live);
      if (wanted <= CHUNK) {
        return compacted(wanted);
      }
    }
    if (capacity - live > live || chunkCount > MOST_CHUNKS * (1 + live / CHUNK)) {
      return compacted(Math.max(CHUNK, live + need));
    }
    Segment roomy = this;
    if (chunkCount == chunks.length) {
      int more = chunks.length + chunks.length / 2 + 2;
      roomy = with(slots.clone(), Arrays.copyOf(chunks, more), objects);
    }
    roomy.open(CHUNK);
    return roomy;
  }

  /** As {@link #roomFor}, for a branch or a record that is too large for chunks. */
  Segment roomForObject() {
    return objectCount < objects.length || held() < objectCount
        ? this
        : with(slots.clone(), chunks, Arrays.copyOf(objects, more(objectCount)));
  }

  private int held() {
    int held = 0;
    for (int i = 0; i < objectCount; i++) {
      held += objects[i] == null ? 0 : 1;
    }
    return held;
  }

  /** A segment like this one with other arrays that hold the same. */
  private Segment with(int[] otherSlots, byte[][] otherChunks, @Nullable Object[] other) {
    Segment like = new Segment(depth, otherSlots, otherChunks, other);
    like.count = count;
    like.chunkCount = chunkCount;
    like.used = used;
    like.capacity = capacity;
    like.live = live;
    like.objectCount = objectCount;
    return like;
  }

  /** A copy without what is left of former entries, with room for this many bytes in all. Slots stay. */
  private Segment compacted(int bytes) {
    int held = held();
    @Nullable Object[] others = held == 0 ? NO_OBJECTS : new Object[held];
    Segment copy = new Segment(depth, new int[slots.length], newChunks(bytes), others);
    if (bytes > 0) {
      copy.open(Math.min(CHUNK, bytes));
    }
    for (int slot = 0; slot < slots.length; slot++) {
      if (slots[slot] != 0) {
        copy.slots[slot] = copy.store(this, slots[slot]);
      }
    }
    copy.count = count;
    return copy;
  }

  private byte[] last() {
    return chunks[chunkCount - 1];
  }

  private void open(int bytes) {
    if (chunkCount == MAX_CHUNKS) {
      throw new IllegalStateException("two gibibytes of names that hash alike");
    }
    chunks[chunkCount++] = new byte[bytes];
    used = 0;
    capacity += bytes;
  }

  // ---- storing

  /** Writes a record, for which there is room, and returns what a slot says of it. One too large for chunks is kept itself. */
  private int store(byte[] record, int start, int length) {
    if (!packed(length)) {
      return store(record);
    }
    if (used + FRAME + length > last().length) {
      open(CHUNK);
    }
    byte[] chunk = last();
    int at = used + FRAME;
    chunk[at - 2] = (byte) (length >>> 8);
    chunk[at - 1] = (byte) length;
    System.arraycopy(record, start, chunk, at, length);
    used = at + length;
    live += FRAME + length;
    return (chunkCount - 1) << OFFSET_BITS | at;
  }

  private int store(Object object) {
    int number = objectCount < objects.length ? objectCount++ : free();
    objects[number] = object;
    return ~number;
  }

  /** The number of an object that is gone. */
  private int free() {
    int number = 0;
    while (objects[number] != null) {
      number++;
    }
    return number;
  }

  /** Takes over what a slot of another segment says. */
  private int store(Segment from, int handle) {
    if (handle < 0) {
      return store(from.object(handle));
    }
    byte[] chunk = from.chunk(handle);
    int start = start(handle);
    return store(chunk, start, length(chunk, start));
  }

  /** Adds a record whose name is not there, for which there is a slot and room. */
  void add(int hash, byte[] record, int length) {
    put(hash, store(record, 0, length));
  }

  /** Adds a branch whose name is not there, for which there is a slot and room. */
  void add(int hash, Branch branch) {
    put(hash, store(branch));
  }

  private void put(int hash, int handle) {
    int at = home(hash, slots.length);
    while (slots[at] != 0) {
      at = at + 1 == slots.length ? 0 : at + 1;
    }
    SLOTS.setRelease(slots, at, handle);
    count++;
  }

  /** Exchanges the record of a slot for one of the same name, for which there is room; returns what takes the place of this segment. */
  Segment replace(int slot, byte[] record, int length) {
    int before = slots[slot];
    if (before < 0 && packed(length)) {
      // Who walks over this segment may have read the slot and not yet the object, which must not
      // vanish.
      Segment other = with(slots.clone(), chunks, objects.clone());
      other.forget(before);
      other.slots[slot] = other.store(record, 0, length);
      return other;
    }
    exchange(slot, record, length);
    return this;
  }

  /** Puts a branch where its record was. */
  void replace(int slot, Branch branch) {
    exchange(slot, branch, Integer.MAX_VALUE);
  }

  private void exchange(int slot, Object record, int length) {
    int before = slots[slot];
    if (before < 0) {
      VarHandle.storeStoreFence();
      objects[~before] = record;
      return;
    }
    int handle = packed(length) ? store((byte[]) record, 0, length) : store(record);
    forget(before);
    SLOTS.setRelease(slots, slot, handle);
  }

  private void forget(int handle) {
    if (handle < 0) {
      objects[~handle] = null;
    } else {
      live -= FRAME + length(chunk(handle), start(handle));
    }
  }

  /** Empties a slot and moves back what had been pushed past it. */
  void remove(int slot, NameHash hasher) {
    forget(slots[slot]);
    int hole = slot;
    int at = slot;
    for (int probe = 1; probe < slots.length; probe++) {
      at = at + 1 == slots.length ? 0 : at + 1;
      int handle = slots[at];
      if (handle == 0) {
        break;
      }
      int wanted = home(hashOf(handle, hasher), slots.length);
      if (distance(wanted, at) >= distance(hole, at)) {
        slots[hole] = handle;
        hole = at;
      }
    }
    slots[hole] = 0;
    count--;
  }

  private int distance(int from, int to) {
    return to >= from ? to - from : to - from + slots.length;
  }

  // ---- another size

  /** What is to take the place of this one, with more slots. */
  Segment grown(NameHash hasher) {
    return resized(larger(slots.length), hasher);
  }

  /** This segment, or what is to take its place when it uses little of its memory. */
  Segment shrunk(NameHash hasher) {
    Segment smaller = this;
    if (slots.length > 4 && count < slots.length / 5) {
      smaller = resized(capacityFor(count), hasher);
    }
    return smaller.trimmed();
  }

  /** This segment, or what is to take its place when little of its chunks is left in use. Slots stay. */
  Segment trimmed() {
    boolean wastes = capacity > (depth == 0 ? SMALL : CHUNK) && live < capacity / 5;
    return wastes ? compacted(live + live / 4) : this;
  }

  private Segment resized(int size, NameHash hasher) {
    Segment other = with(new int[size], chunks, objects);
    other.count = 0;
    for (int handle : slots) {
      if (handle != 0) {
        other.put(hashOf(handle, hasher), handle);
      }
    }
    return other;
  }

  /**
   * The two that take the place of a full one, by the next bit of the hash: first those that do not have it. No record is copied:
   * both refer to the chunks of before, of which each counts one half as its own.
   */
  static Segment[] split(Segment full, NameHash hasher) {
    Segment[] halves = {full.half(), full.half()};
    for (int handle : full.slots) {
      if (handle == 0) {
        continue;
      }
      int hash = full.hashOf(handle, hasher);
      int bit = hash >>> (Integer.SIZE - full.depth - 1) & 1;
      if (handle < 0) {
        halves[1 - bit].objects[~handle] = null;
      } else {
        halves[bit].live += FRAME + length(full.chunk(handle), start(handle));
      }
      if (halves[bit].full()) {
        halves[bit] = halves[bit].grown(hasher);
      }
      halves[bit].put(hash, handle);
    }
    // The first goes on writing where both would.
    halves[1].used = CHUNK;
    for (int bit = 0; bit < 2; bit++) {
      // A snapshot has its names in the order of their hashes, so one half gets all of them again
      // and again.
      if (halves[bit].count == 0) {
        halves[bit] = of(full.depth + 1, 1, 0);
      }
    }
    return halves;
  }

  /** With the chunks and objects of this one, but no entry. */
  private Segment half() {
    Segment half =
        new Segment(
            depth + 1,
            new int[capacityFor(count / 2)],
            Arrays.copyOf(chunks, chunkCount + chunkCount / 2 + 2),
            objects.clone());
    half.chunkCount = chunkCount;
    half.used = used;
    half.capacity = capacity / 2;
    half.objectCount = objectCount;
    return half;
  }

  /** A segment with the entries of both, one bit less deep. */
  static Segment joined(Segment one, Segment other, NameHash hasher) {
    Segment all = of(one.depth - 1, one.count + other.count, one.live + other.live);
    for (Segment part : new Segment[] {one, other}) {
      for (int handle : part.slots) {
        if (handle != 0) {
          all = all.taking(part, handle, part.hashOf(handle, hasher), hasher);
        }
      }
    }
    return all;
  }

  private Segment taking(Segment from, int handle, int hash, NameHash hasher) {
    Segment target = full() ? grown(hasher) : this;
    if (handle < 0) {
      target = target.roomForObject();
    } else {
      byte[] chunk = from.chunk(handle);
      target = target.roomFor(length(chunk, start(handle)));
    }
    target.put(hash, target.store(from, handle));
    return target;
  }

  /** Lists each entry whose hash, read as unsigned, is at least {@code from}; all of them when {@code all}. */
  void copy(ChildTable.Entries into, boolean all, long from, NameHash hasher) {
    for (int slot = 0; slot < slots.length; slot++) {
      Entry entry = into.next();
      if (read(slot, entry) && (all || Integer.toUnsignedLong(entry.hash(hasher)) >= from)) {
        into.taken();
      }
    }
    into.next().clear();
  }

  /** The same for the names alone. */
  void copyNames(NameList into, boolean all, long from, NameHash hasher) {
    int[] table = slots;
    for (int slot = 0; slot < table.length; slot++) {
      int handle = (int) SLOTS.getAcquire(table, slot);
      if (handle == 0) {
        continue;
      }
      byte[] record = handle > 0 ? chunk(handle) : Entry.recordOf(object(handle));
      int start = handle > 0 ? start(handle) : 0;
      int offset = NodeRecord.nameOffset(record, start);
      int length = NodeRecord.nameLength(record, start);
      if (all || Integer.toUnsignedLong(hasher.hash(record, offset, length)) >= from) {
        into.add(record, offset, length);
      }
    }
  }
}
