package io.vivarium.tree;

import static io.vivarium.tree.Trees.bytes;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vivarium.model.Stat;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Random;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NodeDigestTest {
  private final NodeDigest digest = new NodeDigest();

  /** The definition: one CRC over path, data and stat. */
  private static long plain(String path, byte[] data, Stat stat, int counter, long owner) {
    CRC32 crc = new CRC32();
    crc.update(path.equals("/") ? new byte[0] : bytes(path));
    crc.update(data);
    crc.update(
        ByteBuffer.allocate(60)
            .putLong(stat.czxid())
            .putLong(stat.mzxid())
            .putLong(stat.pzxid())
            .putLong(stat.ctime())
            .putLong(stat.mtime())
            .putInt(stat.version())
            .putInt(counter)
            .putInt(stat.aversion())
            .putLong(owner)
            .array());
    return crc.getValue();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2})
  void joiningThePartsGivesTheCrcOfTheWhole(long seed) {
    Random random = new Random(seed);
    for (int i = 0; i < 2000; i++) {
      String path = random.nextInt(10) == 0 ? "/" : "/n" + random.nextInt();
      byte[] data = new byte[random.nextInt(100)];
      random.nextBytes(data);
      Stat stat =
          new Stat(
              random.nextLong(),
              random.nextLong(),
              random.nextLong(),
              random.nextLong(),
              random.nextInt(),
              random.nextInt(),
              random.nextInt(),
              0,
              data.length,
              0,
              random.nextLong());
      int counter = random.nextInt();
      long owner = random.nextLong();
      int prefix = digest.prefix(bytes(path), bytes(path).length, data, 0, data.length);
      assertEquals(
          plain(path, data, stat, counter, owner), digest.of(prefix, stat, counter, owner));
    }
  }

  /** A tree keeps the CRC of what a parent's children do not change; it must be the same as computed. */
  @Test
  void theDigestOfATreeIsTheSumOfTheDefinitionOverItsNodes() {
    RandomTxns txns = new RandomTxns(4);
    DataTree tree = new DataTree(Trees.OPTIONS);
    for (int i = 0; i < 1500; i++) {
      RandomTxns.Step step = txns.next();
      tree.apply(step.header(), step.txn(), ChangeListener.NONE);
    }
    long sum = 0;
    for (String path : txns.state.nodes.keySet()) {
      if (NodeDigest.counts(bytes(path), bytes(path).length)) {
        Znode node = Trees.find(tree, path);
        byte[] data = node.data() == null ? new byte[0] : node.data();
        sum += plain(path, data, Stat.of(node), node.creationCounter(), node.storedOwner());
      }
    }
    assertEquals(sum, tree.digest());
  }

  @Test
  void onlyNodesBelowZookeeperDoNotCount() {
    for (String path : List.of("/", "/a", "/zookeeper", "/zookeeperx/a", "/zoo/keeper")) {
      assertTrue(NodeDigest.counts(bytes(path), bytes(path).length), path);
    }
    for (String path : List.of("/zookeeper/", "/zookeeper/quota", "/zookeeper/a/b")) {
      assertFalse(NodeDigest.counts(bytes(path), bytes(path).length), path);
    }
    assertTrue(NodeDigest.counts(bytes("/zookeeper/quota"), "/zookeeper".length()));
  }
}
