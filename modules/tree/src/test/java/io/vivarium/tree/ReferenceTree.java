package io.vivarium.tree;

import io.vivarium.model.Acl;
import io.vivarium.model.EphemeralOwner;
import io.vivarium.model.Paths;
import io.vivarium.model.Stat;
import io.vivarium.model.Txn;
import io.vivarium.model.TxnHeader;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.zip.CRC32;

/** The rules written down once more, as plainly as possible: a sorted map of mutable nodes, everything derived is computed anew. */
final class ReferenceTree {
  static final class Node {
    byte[] data;
    List<Acl> acl;
    long czxid;
    long mzxid;
    long ctime;
    long mtime;
    int version;
    int counter;
    int aversion;
    long owner;
    long pzxid;

    Node copy() {
      Node copy = new Node();
      copy.data = data;
      copy.acl = acl;
      copy.czxid = czxid;
      copy.mzxid = mzxid;
      copy.ctime = ctime;
      copy.mtime = mtime;
      copy.version = version;
      copy.counter = counter;
      copy.aversion = aversion;
      copy.owner = owner;
      copy.pzxid = pzxid;
      return copy;
    }
  }

  final TreeMap<String, Node> nodes = new TreeMap<>();
  final TreeMap<Long, Integer> sessions = new TreeMap<>();
  final TreeMap<String, long[]> usage = new TreeMap<>();

  ReferenceTree() {
    add("/", Acl.OPEN, 0);
    add("/zookeeper", Acl.OPEN, 0);
    add("/zookeeper/quota", Acl.OPEN, 0);
    add("/zookeeper/config", Acl.READ_ONLY, -1);
  }

  ReferenceTree copy() {
    ReferenceTree copy = new ReferenceTree();
    nodes.forEach((path, node) -> copy.nodes.put(path, node.copy()));
    copy.sessions.putAll(sessions);
    usage.forEach((path, used) -> copy.usage.put(path, used.clone()));
    return copy;
  }

  private void add(String path, List<Acl> acl, int aversion) {
    Node node = new Node();
    node.data = new byte[0];
    node.acl = acl;
    node.aversion = aversion;
    nodes.put(path, node);
  }

  void apply(TxnHeader header, Txn txn) {
    switch (txn) {
      case Txn.CreateSession session -> sessions.put(header.sessionId(), session.timeout());
      case Txn.CloseSession close -> {
        sessions.remove(header.sessionId());
        if (close.ephemerals() != null) {
          close.ephemerals().forEach(path -> delete(header.zxid(), path));
        }
        ephemerals(header.sessionId()).forEach(path -> delete(header.zxid(), path));
      }
      case Txn.Failed _ -> {}
      case Txn.Check _ -> {}
      case Txn.Create create -> create(header, create);
      case Txn.Delete delete -> delete(header.zxid(), delete.path());
      case Txn.SetData set -> setData(header, set.path(), set.data(), set.version());
      case Txn.Reconfig set -> setData(header, set.path(), set.data(), set.version());
      case Txn.SetAcl set -> {
        Node node = nodes.get(set.path());
        if (node != null) {
          node.acl = set.acl();
          node.aversion = set.version();
        }
      }
      case Txn.Multi multi -> {
        if (!multi.failed()) {
          multi.parts().forEach(part -> apply(header, part));
        }
      }
    }
  }

  private void create(TxnHeader header, Txn.Create create) {
    Node parent = nodes.get(Paths.parent(create.path()));
    if (parent == null) {
      return;
    }
    int wanted = create.parentCversion() == -1 ? parent.counter + 1 : create.parentCversion();
    if (wanted > parent.counter) {
      parent.counter = wanted;
      parent.pzxid = header.zxid();
    }
    Node twin = nodes.get(create.path());
    if (twin != null) {
      twin.acl = create.acl();
      return;
    }
    Node node = new Node();
    node.data = create.data();
    node.acl = create.acl();
    node.czxid = header.zxid();
    node.mzxid = header.zxid();
    node.pzxid = header.zxid();
    node.ctime = header.time();
    node.mtime = header.time();
    node.owner =
        switch (create.op()) {
          case CREATE_CONTAINER -> EphemeralOwner.CONTAINER;
          case CREATE_TTL -> 0xff00_0000_0000_0000L | create.ttl();
          default -> create.ephemeral() ? header.sessionId() : 0;
        };
    nodes.put(create.path(), node);
    quotaNodeCreated(create.path());
    used(create.path(), 1, length(node.data));
  }

  private void quotaNodeCreated(String path) {
    String stats = "/zookeeper_stats";
    if (path.startsWith("/zookeeper/quota/") && path.endsWith(stats)) {
      String top = path.substring("/zookeeper/quota".length(), path.length() - stats.length());
      long count = 0;
      long bytes = 0;
      for (Map.Entry<String, Node> each : nodes.entrySet()) {
        if (each.getKey().equals(top) || each.getKey().startsWith(top + "/")) {
          count++;
          bytes += length(each.getValue().data);
        }
      }
      setUsage(top, count, bytes);
    }
  }

  private void setUsage(String top, long count, long bytes) {
    usage.put(top, new long[] {count, bytes});
    nodes.get("/zookeeper/quota" + top + "/zookeeper_stats").data =
        ("count=" + count + ",bytes=" + bytes).getBytes(StandardCharsets.US_ASCII);
  }

  private void used(String path, long count, long bytes) {
    for (String top = path; top.length() > 1; top = Paths.parent(top)) {
      if (nodes.containsKey("/zookeeper/quota" + top + "/zookeeper_limits")) {
        long[] used = usage.get(top);
        if (used != null && nodes.containsKey("/zookeeper/quota" + top + "/zookeeper_stats")) {
          setUsage(top, used[0] + count, used[1] + bytes);
        }
        return;
      }
    }
  }

  private void delete(long zxid, String path) {
    Node parent = nodes.get(Paths.parent(path));
    if (parent == null) {
      return;
    }
    parent.pzxid = Math.max(parent.pzxid, zxid);
    if (nodes.containsKey(path)) {
      Node node = nodes.remove(path);
      nodes.keySet().removeIf(below -> below.startsWith(path + "/"));
      used(path, -1, -length(node.data));
    }
  }

  private void setData(TxnHeader header, String path, byte[] data, int version) {
    Node node = nodes.get(path);
    if (node != null) {
      long more = length(data) - length(node.data);
      node.data = data;
      node.version = version;
      node.mzxid = header.zxid();
      node.mtime = header.time();
      if (path.endsWith("/zookeeper_stats")) {
        return;
      }
      used(path, 0, more);
    }
  }

  private static long length(byte[] data) {
    return data == null ? 0 : data.length;
  }

  List<String> children(String path) {
    String prefix = path.equals("/") ? "/" : path + "/";
    List<String> names = new ArrayList<>();
    for (String each : nodes.tailMap(prefix, false).keySet()) {
      if (!each.startsWith(prefix)) {
        break;
      }
      if (each.indexOf('/', prefix.length()) < 0) {
        names.add(each.substring(prefix.length()));
      }
    }
    return names;
  }

  int descendants(String path) {
    String prefix = path.equals("/") ? "/" : path + "/";
    return (int)
        nodes.keySet().stream()
            .filter(each -> each.startsWith(prefix) && !each.equals(path))
            .count();
  }

  Set<String> ephemerals(long session) {
    Set<String> paths = new TreeSet<>();
    nodes.forEach(
        (path, node) -> {
          if (node.owner == session && session != 0) {
            paths.add(path);
          }
        });
    return paths;
  }

  Stat stat(String path) {
    Node node = nodes.get(path);
    int children = children(path).size();
    boolean session = (node.owner >>> 56) != 0xff && node.owner != EphemeralOwner.CONTAINER;
    return new Stat(
        node.czxid,
        node.mzxid,
        node.ctime,
        node.mtime,
        node.version,
        2 * node.counter - children,
        node.aversion,
        session ? node.owner : 0,
        (int) length(node.data),
        children,
        node.pzxid);
  }

  long digest() {
    long sum = 0;
    for (Map.Entry<String, Node> each : nodes.entrySet()) {
      if (!each.getKey().startsWith("/zookeeper/")) {
        sum += digest(each.getKey(), each.getValue());
      }
    }
    return sum;
  }

  private static long digest(String path, Node node) {
    CRC32 crc = new CRC32();
    if (!path.equals("/")) {
      crc.update(path.getBytes(StandardCharsets.UTF_8));
    }
    if (node.data != null) {
      crc.update(node.data);
    }
    crc.update(
        ByteBuffer.allocate(60)
            .putLong(node.czxid)
            .putLong(node.mzxid)
            .putLong(node.pzxid)
            .putLong(node.ctime)
            .putLong(node.mtime)
            .putInt(node.version)
            .putInt(node.counter)
            .putInt(node.aversion)
            .putLong(node.owner)
            .array());
    return crc.getValue();
  }
}
