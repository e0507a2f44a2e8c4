package io.vivarium.acceptance.server;

import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.zookeeper.ZooKeeper;
import org.apache.zookeeper.data.ACL;
import org.apache.zookeeper.data.Stat;

/** Every node of a server as a super user sees it. */
public final class TreeImage {
  private TreeImage() {}

  /**
   * One node.
   *
   * @param data in hexadecimal, or {@code "null"}
   */
  public record Node(String data, Stat stat, List<ACL> acl) {}

  /** The tree below {@code /}, by path. */
  public static Map<String, Node> of(ZooKeeper zk) throws Exception {
    Map<String, Node> image = new TreeMap<>();
    add(zk, "/", image);
    return image;
  }

  private static void add(ZooKeeper zk, String path, Map<String, Node> image) throws Exception {
    Stat stat = new Stat();
    byte[] data = zk.getData(path, false, stat);
    image.put(path, new Node(hex(data), stat, zk.getACL(path, null)));
    for (String child : zk.getChildren(path, false)) {
      add(zk, path.equals("/") ? "/" + child : path + "/" + child, image);
    }
  }

  private static String hex(byte[] data) {
    return data == null ? "null" : HexFormat.of().formatHex(data);
  }
}
