package io.vivarium.codec;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.vivarium.codec.GoldenFiles.SnapshotFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Snapshots that ZooKeeper wrote are read as what they hold and are written as the same bytes. */
class GoldenSnapshotTest {
  static List<SnapshotFile> snapshots() {
    return GoldenFiles.snapshots();
  }

  private static SnapshotFile snapshot(String name) {
    return snapshots().stream().filter(s -> s.name().equals(name)).findFirst().orElseThrow();
  }

  @ParameterizedTest
  @MethodSource("snapshots")
  void snapshotIsWrittenAsItWasRead(SnapshotFile file) throws IOException {
    SnapshotCopy copy = new SnapshotCopy();
    SnapshotBuffer.In in = new SnapshotBuffer.In(file.bytes(), Integer.MAX_VALUE);
    SnapshotTrailer trailer =
        SnapshotCodec.decoder(in, GoldenWire.FIELD_LIMIT).readFile(copy, true);
    assertEquals(file.bytes().length, in.offset());
    assertArrayEquals(file.bytes(), copy.toFile(trailer));
  }

  @ParameterizedTest
  @MethodSource("snapshots")
  void inputThatYieldsOneByteAtATimeReadsTheSame(SnapshotFile file) throws IOException {
    SnapshotCopy copy = new SnapshotCopy();
    SnapshotBuffer.In in = new SnapshotBuffer.In(file.bytes(), 1);
    SnapshotTrailer trailer =
        SnapshotCodec.decoder(in, GoldenWire.FIELD_LIMIT).readFile(copy, true);
    assertArrayEquals(file.bytes(), copy.toFile(trailer));
  }

  @ParameterizedTest
  @ValueSource(strings = {"3.9.5/snapshot.45", "3.9.5/snapshot.86"})
  void fuzzySnapshotTellsTheZxidAtItsEnd(String name) throws IOException {
    SnapshotTrailer trailer =
        SnapshotCodec.decoder(
                new SnapshotBuffer.In(snapshot(name).bytes(), 4096), GoldenWire.FIELD_LIMIT)
            .readFile(new SnapshotCopy(), true);
    long named = Long.parseLong(name.substring(name.lastIndexOf('.') + 1), 16);
    assertEquals(named + 1, trailer.lastProcessedZxid());
    assertEquals(named + 1, trailer.digest().zxid());
    assertEquals(2, trailer.digest().version());
  }

  @Test
  void fileWithoutTrailersHasNeither() throws IOException {
    SnapshotTrailer trailer =
        SnapshotCodec.decoder(
                new SnapshotBuffer.In(snapshot("no-digest/snapshot.c").bytes(), 4096),
                GoldenWire.FIELD_LIMIT)
            .readFile(new SnapshotCopy(), true);
    assertNull(trailer.digest());
    assertEquals(SnapshotTrailer.UNKNOWN_ZXID, trailer.lastProcessedZxid());
  }

  /** A compressed snapshot without logs is the whole tree, which ZooKeeper's own client read back. */
  @ParameterizedTest
  @ValueSource(strings = {"gzip-snapshot/snapshot.25.gz", "snappy-snapshot/snapshot.25.snappy"})
  void snapshotHoldsTheTreeThatZooKeeperServesFromIt(String name) throws IOException {
    SnapshotCopy copy = new SnapshotCopy();
    SnapshotCodec.decoder(
            new SnapshotBuffer.In(snapshot(name).bytes(), 4096), GoldenWire.FIELD_LIMIT)
        .readFile(copy, true);
    String directory = name.substring(0, name.indexOf('/'));
    Map<String, Object> expected =
        Json.object(
            Json.parse(new String(GoldenFiles.expectedTree(directory), StandardCharsets.UTF_8)));
    Map<String, Object> nodes = Json.object(expected.get("nodes"));
    assertEquals(nodes.size(), copy.nodes.size());
    for (SnapshotCopy.Node node : copy.nodes) {
      String path = node.path().isEmpty() ? "/" : node.path();
      Map<String, Object> fields = Json.object(nodes.get(path));
      assertEquals(
          fields.get("dataSha256"),
          node.dataArray() == null ? null : ExpectedFields.sha256(node.dataArray()),
          path);
      Map<String, Object> stat = Json.object(fields.get("stat"));
      assertEquals(stat.get("czxid"), node.czxid(), path);
      assertEquals(stat.get("mzxid"), node.mzxid(), path);
      assertEquals(stat.get("pzxid"), node.pzxid(), path);
      assertEquals(stat.get("mtime"), node.mtime(), path);
      assertEquals(stat.get("version"), (long) node.version(), path);
      assertEquals(stat.get("aversion"), (long) node.aversion(), path);
    }
  }
}
