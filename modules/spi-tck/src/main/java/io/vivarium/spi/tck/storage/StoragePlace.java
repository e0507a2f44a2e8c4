package io.vivarium.spi.tck.storage;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vivarium.spi.PluginException;
import io.vivarium.spi.storage.SnapshotReader;
import io.vivarium.spi.storage.SnapshotWriter;
import io.vivarium.spi.storage.Storage;
import io.vivarium.spi.storage.StorageException;
import io.vivarium.spi.storage.TxnCursor;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** The place where the storage under test keeps things, for one test, and the vocabulary of the tests. */
abstract class StoragePlace {
  private static final int HEADER_BYTES = 32;

  /** The storage under test; started. */
  Storage storage;

  /**
   * Makes a storage that has not been started. Called several times in a test: each storage finds what the one before left, in a place
   * that is new for each test.
   */
  protected abstract Storage create() throws Exception;

  /**
   * Ends a storage as a loss of power would: what was not forced may be gone, nobody closes anything. The storage is not used
   * afterwards, and the next one that {@link #create} makes can start.
   */
  protected abstract void crash(Storage running) throws Exception;

  @BeforeEach
  final void startFirst() throws Exception {
    storage = create();
    start(storage);
  }

  @AfterEach
  final void closeLast() {
    storage.close();
  }

  final void restart() throws Exception {
    storage = create();
    start(storage);
  }

  final void crashAndRestart() throws Exception {
    crash(storage);
    restart();
  }

  final void closeAndRestart() throws Exception {
    storage.close();
    restart();
  }

  private static void start(Storage created) throws PluginException {
    try {
      created.start();
    } catch (PluginException e) {
      created.close();
      throw e;
    }
  }

  /** A record as the log sees it. */
  record Entry(long zxid, String text) {}

  /** A txn header with this zxid, then the text. */
  static ByteBuffer txn(long zxid, String text) {
    byte[] body = text.getBytes(StandardCharsets.UTF_8);
    ByteBuffer bytes = ByteBuffer.allocate(HEADER_BYTES + body.length);
    bytes.putLong(0x1234).putInt(7).putLong(zxid).putLong(1_700_000_000_000L).putInt(1).put(body);
    return bytes.flip();
  }

  static String text(ByteBuffer txn) {
    byte[] body = new byte[txn.remaining() - HEADER_BYTES];
    txn.get(txn.position() + HEADER_BYTES, body);
    return new String(body, StandardCharsets.UTF_8);
  }

  static Entry entry(long zxid) {
    return new Entry(zxid, "txn " + zxid);
  }

  /** What {@link #append} appends. */
  static List<Entry> entries(long from, long to) {
    List<Entry> entries = new ArrayList<>();
    for (long zxid = from; zxid <= to; zxid++) {
      entries.add(entry(zxid));
    }
    return entries;
  }

  final void append(long from, long to) throws StorageException {
    for (Entry entry : entries(from, to)) {
      storage.log().append(entry.zxid(), txn(entry.zxid(), entry.text()));
    }
  }

  final void appendAndForce(long from, long to) throws StorageException {
    append(from, to);
    storage.log().force();
  }

  final List<Entry> read(long fromZxid) throws StorageException {
    List<Entry> read = new ArrayList<>();
    try (TxnCursor cursor = storage.log().read(fromZxid)) {
      while (cursor.next()) {
        read.add(new Entry(cursor.zxid(), text(cursor.txn())));
      }
    }
    return read;
  }

  /** Writes a snapshot of one section with a seal. */
  final void snapshot(long zxid, String text) throws StorageException {
    try (SnapshotWriter writer = storage.snapshots().create(zxid)) {
      writer.write(utf8(text));
      writer.seal();
      writer.commit();
    }
  }

  final String section(SnapshotReader reader, int length) throws StorageException {
    ByteBuffer bytes = ByteBuffer.allocate(length);
    while (bytes.hasRemaining()) {
      int count = reader.read(bytes);
      assertTrue(count > 0, "the snapshot ends, or read gave nothing, after " + bytes.position());
    }
    return StandardCharsets.UTF_8.decode(bytes.flip()).toString();
  }

  final String snapshotText(long zxid, int length) throws StorageException {
    try (SnapshotReader reader = storage.snapshots().open(zxid)) {
      String text = section(reader, length);
      reader.verifySeal();
      return text;
    }
  }

  static ByteBuffer utf8(String text) {
    return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
  }
}
