package io.vivarium.consensus.zab.link;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;

/** What one link gets in a turn of the engine, and how much is on its way to it. */
final class LinkTurn {
  /** A slice keeps the whole turn in memory while it waits; one much smaller than that is copied. */
  private static final int COPIED_BELOW = 8;

  /** Stands for the state among the parts of the turn. */
  private static final TurnBuffer.Range STATE = new TurnBuffer.Range(-1, -1);

  private final LongSupplier left;
  private final List<TurnBuffer.Range> turn = new ArrayList<>();
  private long handed;

  /**
   * A link that gets nothing yet.
   *
   * @param left tells how many bytes have left so far
   */
  LinkTurn(LongSupplier left) {
    this.left = left;
  }

  /** It gets these bytes of the turn. */
  void append(TurnBuffer.Range range) {
    handed += range.length();
    TurnBuffer.Range before = turn.isEmpty() ? STATE : turn.getLast();
    if (before.end() == range.start()) {
      turn.set(turn.size() - 1, new TurnBuffer.Range(before.start(), range.end()));
    } else {
      turn.add(range);
    }
  }

  /** It gets the state. */
  void appendState() {
    turn.add(STATE);
  }

  /** Bytes that wait to leave. */
  long pendingBytes() {
    return handed - left.getAsLong();
  }

  /** What it gets in the turn that ends. */
  List<Outgoing> take(ByteBuffer bytes) {
    List<Outgoing> taken = new ArrayList<>(turn.size());
    for (TurnBuffer.Range range : turn) {
      taken.add(
          range.equals(STATE)
              ? new Outgoing.State()
              : new Outgoing.Packets(slice(bytes, range.start(), range.length())));
    }
    turn.clear();
    return taken;
  }

  private static ByteBuffer slice(ByteBuffer bytes, int start, int length) {
    ByteBuffer slice = bytes.slice(start, length);
    return length > bytes.capacity() / COPIED_BELOW
        ? slice
        : ByteBuffer.allocate(length).put(slice).flip();
  }
}
