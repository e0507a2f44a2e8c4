package io.vivarium.tree;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.vivarium.codec.SnapshotCodec;
import io.vivarium.codec.SnapshotInput;
import io.vivarium.codec.SnapshotNode;
import io.vivarium.codec.SnapshotVisitor;
import io.vivarium.codec.TxnCodec;
import io.vivarium.model.Acl;
import io.vivarium.model.ParsedTxn;
import io.vivarium.model.Stat;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Files that ZooKeeper 3.9.5 wrote, loaded and replayed, must give the tree that it then served. What it served is in {@code
 * expected-tree.txt} beside each: digest, sessions, and per node the SHA-256 of its data, the stat and the ACL.
 */
class GoldenDataDirectoryTest {
  private static final int FIELD_LIMIT = 0xfffff * 2;
  private static final int FILE_HEADER = 16;

  private static byte[] file(String directory, String name) throws IOException {
    String resource = "/golden/" + directory + "/" + name;
    try (InputStream in = GoldenDataDirectoryTest.class.getResourceAsStream(resource)) {
      return Objects.requireNonNull(in, resource).readAllBytes();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "datadir-3.9.5, snapshot.0, log.1 log.47 log.88 log.cf",
    "datadir-3.9.5, snapshot.45, log.1 log.47 log.88 log.cf",
    "datadir-3.9.5, snapshot.86, log.1 log.47 log.88 log.cf",
    "datadir-3.9.5, snapshot.cd, log.1 log.47 log.88 log.cf",
    "no-digest, snapshot.0, log.1 log.d",
    "no-digest, snapshot.c, log.1 log.d",
    "ensemble-member, snapshot.0, log.100000001",
  })
  void givesTheTreeThatZooKeeperServed(String directory, String snapshot, String logs)
      throws Exception {
    DataTree tree = load(directory, snapshot);
    for (String log : logs.split(" ", -1)) {
      replay(tree, file(directory, log), false);
    }
    tree.removeOrphanEphemerals();
    assertServed(directory, tree);
  }

  /** Each record of the log says what the digest is after it. */
  @Test
  void theDigestIsThatOfZooKeeperAfterEveryTxn() throws Exception {
    DataTree tree = load("datadir-3.9.5", "snapshot.0");
    int compared = 0;
    for (String log : List.of("log.1", "log.47", "log.88", "log.cf")) {
      compared += replay(tree, file("datadir-3.9.5", log), true);
    }
    assertEquals(204, compared);
  }

  private static DataTree load(String directory, String name) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(file(directory, name)).position(FILE_HEADER);
    TreeLoader loader = new TreeLoader(Trees.OPTIONS);
    SnapshotInput input =
        new SnapshotInput() {
          @Override
          public int read(ByteBuffer buffer) {
            if (!bytes.hasRemaining()) {
              return -1;
            }
            int count = Math.min(buffer.remaining(), bytes.remaining());
            buffer.put(bytes.slice(bytes.position(), count));
            bytes.position(bytes.position() + count);
            return count;
          }

          @Override
          public void verifySeal() {
            bytes.position(bytes.position() + 8 + 5);
          }
        };
    SnapshotCodec.decoder(input, FIELD_LIMIT).readFile(new Loading(loader), false);
    return loader.finish(Long.parseLong(name.substring("snapshot.".length()), 16));
  }

  private record Loading(TreeLoader loader) implements SnapshotVisitor {
    @Override
    public void session(long sessionId, int timeout) {
      loader.session(sessionId, timeout);
    }

    @Override
    public void acl(long id, List<Acl> acl) {
      loader.acl(id, acl);
    }

    @Override
    public void node(SnapshotNode node) {
      byte[] array = node.dataArray();
      byte[] data =
          array == null
              ? null
              : Arrays.copyOfRange(array, node.dataOffset(), node.dataOffset() + node.dataLength());
      loader.node(
          node.path(),
          data,
          node.aclId(),
          new Stat(
              node.czxid(),
              node.mzxid(),
              node.ctime(),
              node.mtime(),
              node.version(),
              node.cversion(),
              node.aversion(),
              node.ephemeralOwner(),
              0,
              0,
              node.pzxid()));
    }
  }

  /** Applies what is newer than the tree; returns how many digests there were. */
  private static int replay(DataTree tree, byte[] log, boolean compare) {
    ByteBuffer bytes = ByteBuffer.wrap(log).position(FILE_HEADER);
    int digests = 0;
    while (bytes.remaining() > 12) {
      bytes.getLong();
      int length = bytes.getInt();
      if (length == 0) {
        break;
      }
      ParsedTxn parsed = TxnCodec.decode(bytes.slice(bytes.position(), length), FIELD_LIMIT);
      bytes.position(bytes.position() + length + 1);
      if (parsed.header().zxid() > tree.lastZxid()) {
        tree.apply(parsed.header(), parsed.txn(), ChangeListener.NONE);
        if (parsed.digest() != null && compare) {
          assertEquals(parsed.digest().value(), tree.digest(), parsed.toString());
        }
        digests += parsed.digest() != null ? 1 : 0;
      }
    }
    return digests;
  }

  private static void assertServed(String directory, DataTree tree) throws Exception {
    TreeMap<Long, Integer> sessions = new TreeMap<>();
    int nodes = 0;
    String text = new String(file(directory, "expected-tree.txt"), StandardCharsets.UTF_8);
    for (String line : text.split("\n", -1)) {
      if (line.startsWith("digest ")) {
        assertEquals(Long.parseLong(line.substring(7)), tree.digest(), "digest");
      } else if (line.startsWith("session ")) {
        String[] session = line.split(" ", -1);
        sessions.put(Long.parseLong(session[1]), Integer.parseInt(session[2]));
      } else if (line.startsWith("node\t")) {
        assertNode(line.split("\t", -1), tree);
        nodes++;
      }
    }
    assertEquals(nodes, tree.nodeCount());
    assertEquals(sessions, new TreeMap<>(tree.sessions()));
  }

  private static void assertNode(String[] expected, DataTree tree) throws Exception {
    String path = expected[1];
    Znode node = Trees.find(tree, path);
    long[] figures = Arrays.stream(expected[3].split(",", -1)).mapToLong(Long::parseLong).toArray();
    Stat stat = Stat.of(node);
    assertEquals(
        new Stat(
            figures[0],
            figures[1],
            figures[2],
            figures[3],
            (int) figures[4],
            (int) figures[5],
            (int) figures[6],
            figures[7],
            (int) figures[8],
            (int) figures[9],
            figures[10]),
        stat,
        path);
    assertEquals(expected[2], sha256(node.data()), path);
    List<Acl> acl = new ArrayList<>();
    for (String entry : expected[4].split(";", -1)) {
      String[] parts = entry.split(",", 3);
      acl.add(new Acl(Integer.parseInt(parts[0]), parts[1], parts[2]));
    }
    assertEquals(acl, node.acl(), path);
  }

  private static String sha256(byte[] data) throws NoSuchAlgorithmException {
    return data == null
        ? "None"
        : HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(data));
  }
}
