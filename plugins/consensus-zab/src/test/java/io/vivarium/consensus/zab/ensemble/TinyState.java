package io.vivarium.consensus.zab.ensemble;

import io.vivarium.model.MalformedFrameException;
import io.vivarium.spi.consensus.IncomingState;
import io.vivarium.spi.consensus.Proposal;
import io.vivarium.spi.consensus.StagedState;
import io.vivarium.spi.consensus.StateTransfer;
import io.vivarium.spi.storage.SnapshotReader;
import io.vivarium.spi.storage.SnapshotWriter;
import io.vivarium.spi.storage.Storage;
import io.vivarium.spi.storage.TxnCursor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The least state that an ensemble can agree on: the txns that were delivered, by zxid. Its stream is entries of zxid, length and bytes,
 * ended by a zxid of −1 and the zxid reached.
 */
final class TinyState implements StateTransfer {
  private static final long END = -1;
  private static final int HEAD = Long.BYTES + Integer.BYTES;
  private static final int LARGEST = 1 << 20;

  private final Storage storage;
  private final LongConsumer installed;
  private SortedMap<Long, ByteBuffer> txns = new TreeMap<>();
  private long applied;

  /**
   * An empty state.
   *
   * @param installed told the zxid of each state that replaces this one
   */
  TinyState(Storage storage, LongConsumer installed) {
    this.storage = storage;
    this.installed = installed;
  }

  private record Staged(SortedMap<Long, ByteBuffer> txns, long zxid) implements StagedState {
    @Override
    public Staged as(long other) {
      return new Staged(txns, other);
    }
  }

  /** Comes back from disk. */
  synchronized void recover() throws IOException {
    install(read());
  }

  /** Applies a txn. */
  synchronized void apply(Proposal proposal) {
    txns.put(proposal.zxid(), proposal.txn());
    applied = proposal.zxid();
  }

  /** What clients see: the bodies in order. */
  synchronized List<String> bodies() {
    return txns.values().stream().map(TinyTxn::body).toList();
  }

  @Override
  public synchronized long appliedZxid() {
    return applied;
  }

  @Override
  public Storage storage() {
    return storage;
  }

  @Override
  public synchronized long export(SnapshotWriter to) throws IOException {
    for (var txn : txns.entrySet()) {
      ByteBuffer bytes = txn.getValue().duplicate();
      to.write(ByteBuffer.allocate(HEAD).putLong(txn.getKey()).putInt(bytes.remaining()).flip());
      to.write(bytes);
    }
    to.write(ByteBuffer.allocate(HEAD).putLong(END).putInt(Long.BYTES).flip());
    to.write(ByteBuffer.allocate(Long.BYTES).putLong(applied).flip());
    return applied;
  }

  @Override
  public IncomingState receive(long zxid) {
    SortedMap<Long, ByteBuffer> received = new TreeMap<>();
    return new IncomingState() {
      @Override
      public int pieceLength(ByteBuffer bytes) {
        if (bytes.remaining() < HEAD) {
          return 0;
        }
        int length = bytes.getInt(bytes.position() + Long.BYTES);
        if (length < 0 || length > LARGEST) {
          throw new MalformedFrameException("a txn of " + length + " bytes");
        }
        return HEAD + length;
      }

      @Override
      public StagedState accept(ByteBuffer piece) {
        long next = piece.getLong();
        piece.getInt();
        if (next == END) {
          return new Staged(received, Math.max(zxid, piece.getLong()));
        }
        received.put(next, TinyTxn.copy(piece));
        return null;
      }
    };
  }

  @Override
  public synchronized @Nullable StagedState rewind(long zxid) throws IOException {
    try (TxnCursor log = storage.log().read(zxid)) {
      boolean logged = log.next() && log.zxid() == zxid;
      if (zxid != 0 && !logged && !storage.snapshots().list().contains(zxid)) {
        return null;
      }
    }
    storage.log().truncate(zxid);
    storage.snapshots().truncate(zxid);
    Staged staged = read();
    if (staged.zxid() != zxid) {
      throw new IOException("the log ends with 0x" + Long.toHexString(staged.zxid()));
    }
    return staged;
  }

  @Override
  public synchronized void install(StagedState state) {
    Staged staged = (Staged) state;
    txns = new TreeMap<>(staged.txns());
    applied = staged.zxid();
    installed.accept(applied);
  }

  @Override
  public synchronized void secure() throws IOException {
    storage.log().truncate(applied);
    storage.snapshots().truncate(applied);
    snapshot();
  }

  /** Writes a snapshot. */
  synchronized void snapshot() throws IOException {
    try (SnapshotWriter writer = storage.snapshots().create(applied)) {
      export(writer);
      writer.commit();
    }
  }

  private Staged read() throws IOException {
    SortedMap<Long, ByteBuffer> found = new TreeMap<>();
    long reached = 0;
    List<Long> snapshots = storage.snapshots().list();
    if (!snapshots.isEmpty()) {
      reached = load(snapshots.getFirst(), found);
    }
    try (TxnCursor log = storage.log().read(reached + 1)) {
      while (log.next()) {
        found.put(log.zxid(), TinyTxn.copy(log.txn()));
        reached = log.zxid();
      }
    }
    return new Staged(found, reached);
  }

  private long load(long snapshot, SortedMap<Long, ByteBuffer> into) throws IOException {
    IncomingState incoming = receive(snapshot);
    try (SnapshotReader reader = storage.snapshots().open(snapshot)) {
      while (true) {
        ByteBuffer head = exactly(reader, HEAD);
        ByteBuffer body = exactly(reader, head.getInt(Long.BYTES));
        ByteBuffer piece = ByteBuffer.allocate(HEAD + body.remaining()).put(head).put(body).flip();
        if (incoming.accept(piece) instanceof Staged staged) {
          into.putAll(staged.txns());
          return staged.zxid();
        }
      }
    }
  }

  private static ByteBuffer exactly(SnapshotReader reader, int length) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(length);
    while (bytes.hasRemaining()) {
      if (reader.read(bytes) < 0) {
        throw new IOException("the snapshot ends early");
      }
    }
    return bytes.flip();
  }

  /** Zxids delivered so far, in order. */
  synchronized List<Long> zxids() {
    return new ArrayList<>(txns.keySet());
  }
}
