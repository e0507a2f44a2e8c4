package io.vivarium.storage.filelog;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vivarium.spi.storage.SnapshotReader;
import io.vivarium.spi.storage.SnapshotWriter;
import io.vivarium.spi.storage.Storage;
import io.vivarium.spi.storage.TxnCursor;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.apache.jute.BinaryOutputArchive;
import org.apache.zookeeper.ZooDefs;
import org.apache.zookeeper.server.DataTree;
import org.apache.zookeeper.server.Request;
import org.apache.zookeeper.server.persistence.FileSnap;
import org.apache.zookeeper.server.persistence.FileTxnLog;
import org.apache.zookeeper.server.persistence.SnapStream;
import org.apache.zookeeper.server.persistence.TxnLog;
import org.apache.zookeeper.server.util.SerializeUtils;
import org.apache.zookeeper.txn.SetDataTxn;
import org.apache.zookeeper.txn.TxnHeader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Apache ZooKeeper 3.9.5 reads what we write, and we read what it writes. */
final class ReferenceTest {
  private static final int SEAL_BYTES = 13;

  @TempDir Path place;

  @Test
  void theReferenceReadsOurLog() throws Exception {
    try (Storage storage = started("")) {
      for (long zxid = 1; zxid <= 30; zxid++) {
        storage.log().append(zxid, setData(zxid, "data of " + zxid));
        if (zxid % 10 == 0) {
          storage.log().roll();
        }
      }
      storage.log().force();
      assertReferenceReads(30);
    }
    assertReferenceReads(30);
  }

  @Test
  void theReferenceReadsALogThatWeHaveOpenWithItsPadding() throws Exception {
    try (Storage storage = started("")) {
      storage.log().append(1, setData(1, "data of 1"));
      storage.log().force();
      assertEquals(LogFormat.HEADER_BYTES + 8 * 1024, Files.size(place.resolve("version-2/log.1")));
      assertReferenceReads(1);
    }
  }

  @Test
  void theReferenceReadsALogThatWeTruncated() throws Exception {
    try (Storage storage = started("")) {
      for (long zxid = 1; zxid <= 30; zxid++) {
        storage.log().append(zxid, setData(zxid, "data of " + zxid));
        if (zxid % 10 == 0) {
          storage.log().roll();
        }
      }
      assertEquals(17, storage.log().truncate(17));
    }
    assertReferenceReads(17);
  }

  @Test
  void theReferenceReadsALogWhoseTornEndAStartOfOursCutOff() throws Exception {
    try (Storage storage = started("")) {
      for (long zxid = 1; zxid <= 3; zxid++) {
        storage.log().append(zxid, setData(zxid, "data of " + zxid));
      }
    }
    Path log = place.resolve("version-2/log.1");
    byte[] torn = Records.torn(setData(4, "x".repeat(3000)), Files.size(log));
    Files.write(log, torn, StandardOpenOption.APPEND);
    try (LogFile file = LogFile.open(log, 0)) {
      while (file.next()) {
        assertTrue(file.zxid() <= 3);
      }
      assertEquals(LogFile.End.TORN, file.end(), "to a tool too, while no server was started");
    }
    try (Storage storage = started("")) {
      storage.log().append(4, setData(4, "data of 4"));
    }
    assertReferenceReads(4);
  }

  @Test
  void weReadTheLogOfTheReferenceWhileItHasItOpenAndAfterwards() throws Exception {
    FileTxnLog reference = new FileTxnLog(version2());
    for (long zxid = 1; zxid <= 25; zxid++) {
      SetDataTxn body = new SetDataTxn("/a", ("data of " + zxid).getBytes(UTF_8), (int) zxid);
      TxnHeader header =
          new TxnHeader(1, (int) zxid, zxid, 1_700_000_000_000L, ZooDefs.OpCode.setData);
      Request request = new Request(1, (int) zxid, ZooDefs.OpCode.setData, header, body, zxid);
      reference.append(request);
      if (zxid % 10 == 0) {
        reference.rollLog();
      }
    }
    reference.commit();
    assertWeRead(25);
    reference.close();
    assertWeRead(25);
  }

  @Test
  void bothWriteTheSameBytesOfALog() throws Exception {
    try (Storage storage = started("")) {
      storage.log().append(1, setData(1, "data of 1"));
      storage.log().force();
      byte[] ours = Files.readAllBytes(place.resolve("version-2/log.1"));
      Path other = Files.createDirectories(place.resolve("reference"));
      FileTxnLog.setPreallocSize(8 * 1024);
      try (FileTxnLog reference = new FileTxnLog(other.toFile())) {
        SetDataTxn body = new SetDataTxn("/a", "data of 1".getBytes(UTF_8), 1);
        TxnHeader header = new TxnHeader(1, 1, 1, 1_700_000_000_000L, ZooDefs.OpCode.setData);
        reference.append(new Request(1, 1, ZooDefs.OpCode.setData, header, body, 1));
        reference.commit();
        assertArrayEquals(Files.readAllBytes(other.resolve("log.1")), ours);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "gz", "snappy"})
  void theReferenceReadsOurSnapshots(String compression) throws Exception {
    DataTree tree = tree();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    BinaryOutputArchive archive = BinaryOutputArchive.getArchive(bytes);
    SerializeUtils.serializeSnapshot(tree, archive, sessions());
    int body = bytes.size();
    tree.serializeZxidDigest(archive);
    byte[] all = bytes.toByteArray();
    try (Storage storage = started(compression);
        SnapshotWriter writer = storage.snapshots().create(7)) {
      writer.write(ByteBuffer.wrap(all, 0, body));
      writer.seal();
      writer.write(ByteBuffer.wrap(all, body, all.length - body));
      writer.seal();
      writer.commit();
    }
    DataTree loaded = new DataTree();
    Map<Long, Integer> sessions = new HashMap<>();
    assertEquals(7, new FileSnap(version2()).deserialize(loaded, sessions));
    assertEquals(sessions(), sessions);
    assertEquals(tree.getNodeCount(), loaded.getNodeCount());
    assertEquals(tree.getTreeDigest(), loaded.getTreeDigest());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "gz", "snappy"})
  void weReadTheSnapshotsOfTheReference(String compression) throws Exception {
    DataTree tree = tree();
    String name = "snapshot.7" + (compression.isEmpty() ? "" : "." + compression);
    File file = new File(version2(), name);
    SnapStream.setStreamMode(SnapStream.StreamMode.fromString(compression));
    try (ClosingSnap snap = new ClosingSnap(version2())) {
      snap.serialize(tree, sessions(), file, true);
    } finally {
      SnapStream.setStreamMode(SnapStream.StreamMode.DEFAULT_MODE);
    }
    try (Storage storage = started("")) {
      assertEquals(List.of(7L), storage.snapshots().list());
      // The reference counts its root under two names.
      assertEquals(tree.getNodeCount() - 1, Fixtures.load(storage, 7));
    }
  }

  @Test
  void bothWriteTheSameBytesOfASnapshot() throws Exception {
    File file = new File(version2(), "snapshot.7");
    try (ClosingSnap snap = new ClosingSnap(version2())) {
      snap.serialize(tree(), sessions(), file, true);
    }
    byte[] theirs = Files.readAllBytes(file.toPath());
    try (Storage storage = started("")) {
      copyThroughOurs(storage, theirs.length);
    }
    assertArrayEquals(theirs, Files.readAllBytes(version2().toPath().resolve("snapshot.8")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"healthy", "log-header-only"})
  void theReferenceStartsOnADirectoryThatWeContinued(String fixture) throws Exception {
    Fixtures.copy(Fixtures.resource("recovery/" + fixture), place);
    try (Storage storage = started("")) {
      for (long zxid = 0x26; zxid <= 0x30; zxid++) {
        storage.log().append(zxid, setData(zxid, "data of " + zxid));
      }
      storage.log().force();
    }
    FileTxnLog reference = new FileTxnLog(version2());
    assertEquals(0x30, reference.getLastLoggedZxid());
    assertEquals(LongStream.rangeClosed(0x1a, 0x30).boxed().toList(), zxids(reference.read(0x1a)));
    assertTrue(new FileSnap(version2()).deserialize(new DataTree(), new HashMap<>()) > 0);
  }

  /** Copies snapshot 7 as 8, section by section: body, digest, last zxid. */
  private static void copyThroughOurs(Storage storage, int length) throws IOException {
    int trailers = 20 + SEAL_BYTES + 8 + SEAL_BYTES;
    int[] sections = {
      length - SnapshotFormat.HEADER_BYTES - SEAL_BYTES - trailers, 20, 8,
    };
    try (SnapshotReader reader = storage.snapshots().open(7);
        SnapshotWriter writer = storage.snapshots().create(8)) {
      for (int section : sections) {
        ByteBuffer bytes = ByteBuffer.allocate(section);
        while (bytes.hasRemaining()) {
          assertTrue(reader.read(bytes) > 0);
        }
        reader.verifySeal();
        writer.write(bytes.flip());
        writer.seal();
      }
      writer.commit();
    }
  }

  private void assertReferenceReads(long last) throws IOException {
    FileTxnLog reference = new FileTxnLog(version2());
    assertEquals(last, reference.getLastLoggedZxid());
    TxnLog.TxnIterator iterator = reference.read(1);
    for (long zxid = 1; zxid <= last; zxid++) {
      assertNotNull(iterator.getHeader());
      assertEquals(zxid, iterator.getHeader().getZxid());
      SetDataTxn body = (SetDataTxn) iterator.getTxn();
      assertEquals("data of " + zxid, new String(body.getData(), UTF_8));
      assertEquals(zxid < last, iterator.next());
    }
    iterator.close();
  }

  private void assertWeRead(long last) throws Exception {
    try (Storage storage = started("");
        TxnCursor cursor = storage.log().read(0)) {
      for (long zxid = 1; zxid <= last; zxid++) {
        assertTrue(cursor.next());
        assertEquals(zxid, cursor.zxid());
        assertEquals(setData(zxid, "data of " + zxid), cursor.txn());
      }
      assertFalse(cursor.next());
    }
  }

  private static List<Long> zxids(TxnLog.TxnIterator iterator) throws IOException {
    List<Long> zxids = new java.util.ArrayList<>();
    do {
      zxids.add(iterator.getHeader().getZxid());
    } while (iterator.next());
    iterator.close();
    return zxids;
  }

  /** A txn as the reference would put it into its log. */
  private static ByteBuffer setData(long zxid, String text) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    BinaryOutputArchive archive = BinaryOutputArchive.getArchive(bytes);
    new TxnHeader(1, (int) zxid, zxid, 1_700_000_000_000L, ZooDefs.OpCode.setData)
        .serialize(archive, "hdr");
    new SetDataTxn("/a", text.getBytes(UTF_8), (int) zxid).serialize(archive, "txn");
    return ByteBuffer.wrap(bytes.toByteArray());
  }

  private static DataTree tree() throws Exception {
    DataTree tree = new DataTree();
    for (int i = 0; i < 300; i++) {
      byte[] bytes = new byte[i * 7];
      Arrays.fill(bytes, (byte) i);
      tree.createNode(
          "/n" + i, bytes, ZooDefs.Ids.OPEN_ACL_UNSAFE, 0, -1, i + 1, 1_700_000_000_000L);
    }
    tree.lastProcessedZxid = 301;
    return tree;
  }

  private static Map<Long, Integer> sessions() {
    return Map.of(17L, 30_000, 18L, 10_000);
  }

  private Storage started(String compression) throws Exception {
    TestContext context =
        new TestContext()
            .with(Keys.DATA_DIR, place)
            .with(Keys.PREALLOC_KB, 8L)
            .with(Keys.COMPRESSION, compression);
    Storage storage = new FileLogProvider().create(context);
    storage.start();
    return storage;
  }

  private File version2() throws IOException {
    return Files.createDirectories(place.resolve("version-2")).toFile();
  }

  private static final class ClosingSnap extends FileSnap implements AutoCloseable {
    ClosingSnap(File directory) {
      super(directory);
    }
  }
}
