package io.vivarium.acceptance.durability;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vivarium.acceptance.server.TreeImage.Node;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import org.apache.zookeeper.data.ACL;
import org.apache.zookeeper.data.Stat;

/** The tree that ZooKeeper served from a recorded directory, as text with a line per node. */
final class ExpectedTree {
  private ExpectedTree() {}

  static JsonNode read(Path file) throws Exception {
    return new ObjectMapper().readTree(file.toFile());
  }

  static void assertServed(Path expected, Map<String, Node> image) throws Exception {
    Map<String, String> expectedLines = new TreeMap<>();
    read(expected)
        .get("nodes")
        .fields()
        .forEachRemaining(node -> expectedLines.put(node.getKey(), line(node.getValue())));
    Map<String, String> lines = new TreeMap<>();
    for (Map.Entry<String, Node> node : image.entrySet()) {
      lines.put(node.getKey(), line(node.getValue()));
    }
    assertEquals(join(expectedLines), join(lines));
  }

  private static String join(Map<String, String> lines) {
    StringBuilder text = new StringBuilder();
    lines.forEach((path, line) -> text.append(path).append(' ').append(line).append('\n'));
    return text.toString();
  }

  private static String line(JsonNode node) {
    Map<String, Object> stat = new TreeMap<>();
    node.get("stat").fields().forEachRemaining(field -> stat.put(field.getKey(), field.getValue()));
    StringBuilder acl = new StringBuilder();
    for (JsonNode entry : node.get("acl")) {
      acl.append(
          String.join(" ", entry.get(0).asText(), entry.get(1).asText(), entry.get(2).asText()));
      acl.append(';');
    }
    return stat + " " + acl + " " + node.get("dataSha256").asText();
  }

  private static String line(Node node) throws Exception {
    StringBuilder acl = new StringBuilder();
    for (ACL entry : node.acl()) {
      String perms = Integer.toString(entry.getPerms());
      acl.append(String.join(" ", perms, entry.getId().getScheme(), entry.getId().getId()))
          .append(';');
    }
    return fields(node.stat()) + " " + acl + " " + sha256(node.data());
  }

  private static Map<String, Object> fields(Stat stat) {
    Map<String, Object> fields = new TreeMap<>();
    fields.put("czxid", stat.getCzxid());
    fields.put("mzxid", stat.getMzxid());
    fields.put("ctime", stat.getCtime());
    fields.put("mtime", stat.getMtime());
    fields.put("version", stat.getVersion());
    fields.put("cversion", stat.getCversion());
    fields.put("aversion", stat.getAversion());
    fields.put("ephemeralOwner", stat.getEphemeralOwner());
    fields.put("dataLength", stat.getDataLength());
    fields.put("numChildren", stat.getNumChildren());
    fields.put("pzxid", stat.getPzxid());
    return fields;
  }

  private static String sha256(String hex) throws Exception {
    if (hex.equals("null")) {
      return "null";
    }
    byte[] digest = MessageDigest.getInstance("SHA-256").digest(HexFormat.of().parseHex(hex));
    return HexFormat.of().formatHex(digest);
  }
}
