package io.vivarium.tree;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import io.vivarium.model.Acl;
import io.vivarium.model.OpCode;
import io.vivarium.model.Stat;
import io.vivarium.model.Txn;
import io.vivarium.model.TxnHeader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** What the tests of the tree share. */
final class Trees {
  static final TreeOptions OPTIONS = new TreeOptions(true, false, true, 42);

  private Trees() {}

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  static TxnHeader header(long session, long zxid) {
    return new TxnHeader(session, 1, zxid, 1_700_000_000_000L + zxid);
  }

  static Txn.Create newNode(String path, String data, int parentCversion) {
    return new Txn.Create(OpCode.CREATE2, path, bytes(data), Acl.OPEN, false, parentCversion, 0);
  }

  static TxnOutcome apply(DataTree tree, long zxid, Txn txn) {
    return tree.apply(header(7, zxid), txn, ChangeListener.NONE);
  }

  static void assertSame(ReferenceTree expected, DataTree tree) {
    TreeReader reader = new TreeReader(tree);
    assertEquals(expected.nodes.size(), tree.nodeCount(), "number of nodes");
    long size = 0;
    int ephemerals = 0;
    for (Map.Entry<String, ReferenceTree.Node> each : expected.nodes.entrySet()) {
      String path = each.getKey();
      ReferenceTree.Node node = each.getValue();
      assertEquals(TreeReader.Result.FOUND, reader.find(path), path);
      Znode found = reader.node();
      assertEquals(expected.stat(path), Stat.of(found), path);
      assertArrayEquals(node.data, found.data(), path);
      assertEquals(node.acl, found.acl(), path);
      assertEquals(node.owner, found.storedOwner(), path);
      assertEquals(expected.descendants(path), found.descendants(), path);
      assertEquals(TreeReader.Result.FOUND, reader.childNames(), path);
      assertEquals(new TreeSet<>(expected.children(path)), new TreeSet<>(reader.nameList()), path);
      assertEquals(
          expected.children(path).stream().mapToLong(name -> bytes(name).length).sum(),
          found.childNameBytes());
      size += (path.equals("/") ? 0 : bytes(path).length) + found.dataLength();
      ephemerals += found.ephemeralOwner() != 0 ? 1 : 0;
    }
    assertEquals(size, tree.approximateSize(), "bytes of paths and data");
    assertEquals(ephemerals, tree.ephemeralCount(), "ephemerals");
    assertEquals(expected.sessions, tree.sessions());
    for (Long session : expected.sessions.keySet()) {
      List<String> paths = new ArrayList<>();
      assertEquals(TreeReader.Result.FOUND, reader.ephemerals(session, "/", paths));
      assertEquals(expected.ephemerals(session), new TreeSet<>(paths), "ephemerals of " + session);
    }
    assertEquals(expected.digest(), tree.digest(), "digest");
  }

  /** Writes a tree out as a snapshot and reads it back. */
  static DataTree reload(DataTree tree, TreeOptions options) {
    try (TreeScan scan = new TreeScan(tree)) {
      scan.begin();
      return load(scan, tree, options);
    }
  }

  static DataTree load(TreeScan scan, DataTree tree, TreeOptions options) {
    TreeLoader loader = new TreeLoader(options);
    tree.sessions().forEach(loader::session);
    scan.acls().forEach(loader::acl);
    while (scan.next() == TreeScan.Step.NODE) {
      loadNode(scan, loader);
    }
    return loader.finish(scan.startZxid());
  }

  static void loadNode(TreeScan scan, TreeLoader loader) {
    Znode node = scan.node();
    loader.node(
        new String(scan.path(), StandardCharsets.UTF_8), node.data(), node.aclId(), stored(node));
  }

  /** The figures of a node as a snapshot holds them. */
  static Stat stored(Znode node) {
    return new Stat(
        node.czxid(),
        node.mzxid(),
        node.ctime(),
        node.mtime(),
        node.version(),
        node.creationCounter(),
        node.aversion(),
        node.storedOwner(),
        node.dataLength(),
        node.numChildren(),
        node.pzxid());
  }

  static Znode find(DataTree tree, String path) {
    Znode node = tree.find(path);
    assertNotNull(node, path);
    return node;
  }
}
