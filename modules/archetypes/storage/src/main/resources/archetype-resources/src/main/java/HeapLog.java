package ${package};

import io.vivarium.spi.storage.TxnCursor;
import io.vivarium.spi.storage.TxnLog;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * The log: a list of records, of which the first few are forced. Segments, which only matter when old records are removed, begin where
 * the log was rolled.
 */
final class HeapLog implements TxnLog {
  private static final int HEADER_BYTES = 32;

  /** A txn; its segment counts from 0, its bytes are never written to. */
  private record Entry(long zxid, int segment, ByteBuffer bytes) {}

  private final List<Entry> entries = new ArrayList<>();
  private int forced;
  private int segment;

  @Override
  public synchronized void append(long zxid, ByteBuffer txn) {
    if (txn.remaining() < HEADER_BYTES) {
      throw new IllegalArgumentException("no txn has only " + txn.remaining() + " bytes");
    }
    if (!entries.isEmpty() && zxid < entries.getLast().zxid()) {
      throw new IllegalArgumentException(
          "zxid 0x%x after 0x%x".formatted(zxid, entries.getLast().zxid()));
    }
    ByteBuffer copy = ByteBuffer.allocate(txn.remaining());
    copy.put(0, txn, txn.position(), txn.remaining());
    entries.add(new Entry(zxid, segment, copy.asReadOnlyBuffer()));
  }

  @Override
  public synchronized void force() {
    forced = entries.size();
  }

  @Override
  public synchronized void roll() {
    forced = entries.size();
    segment++;
  }

  /** What a loss of power takes. */
  synchronized void loseUnforced() {
    entries.subList(forced, entries.size()).clear();
  }

  @Override
  public synchronized TxnCursor read(long fromZxid) {
    return new Cursor(
        entries.subList(0, forced).stream().filter(entry -> entry.zxid() >= fromZxid).toList());
  }

  @Override
  public synchronized long truncate(long zxid) {
    entries.removeIf(entry -> entry.zxid() > zxid);
    forced = entries.size();
    return entries.isEmpty() ? -1 : entries.getLast().zxid();
  }

  /** Removes the segments that are over and have nothing after {@code zxid}; how many records that were. */
  synchronized int removeUpTo(long zxid) {
    int before = entries.size();
    while (!entries.isEmpty()) {
      int oldest = entries.getFirst().segment();
      boolean needed =
          oldest == segment
              || entries.stream().anyMatch(e -> e.segment() == oldest && e.zxid() > zxid);
      if (needed) {
        break;
      }
      entries.removeIf(entry -> entry.segment() == oldest);
    }
    int removed = before - entries.size();
    forced -= removed;
    return removed;
  }

  @Override
  public synchronized long sizeBytes() {
    return entries.stream().mapToLong(entry -> entry.bytes().remaining()).sum();
  }

  /** Walks over the records that were there when it was opened. */
  private static final class Cursor implements TxnCursor {
    private final List<Entry> entries;
    private int at = -1;

    Cursor(List<Entry> entries) {
      this.entries = entries;
    }

    @Override
    public boolean next() {
      if (at + 1 >= entries.size()) {
        return false;
      }
      at++;
      return true;
    }

    @Override
    public long zxid() {
      return entries.get(at).zxid();
    }

    @Override
    public ByteBuffer txn() {
      return entries.get(at).bytes().duplicate();
    }

    @Override
    public String place() {
      return "record " + at + " in memory";
    }

    @Override
    public void close() {}
  }
}
