package io.vivarium.tools.snapshot;

import io.vivarium.codec.SnapshotNode;
import io.vivarium.model.EphemeralOwner;
import io.vivarium.model.Printable;
import io.vivarium.model.Zxid;
import io.vivarium.tools.output.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A znode of a snapshot as text and as JSON. */
final class NodeText {
  private static final int SHOWN_BYTES = 64;

  private NodeText() {}

  static String path(SnapshotNode node) {
    return node.pathLength() == 0 ? "/" : node.path();
  }

  static byte @Nullable [] data(SnapshotNode node) {
    byte[] array = node.dataArray();
    return array == null
        ? null
        : Arrays.copyOfRange(array, node.dataOffset(), node.dataOffset() + node.dataLength());
  }

  static EphemeralOwner.Kind kind(SnapshotNode node) {
    return EphemeralOwner.kind(node.ephemeralOwner(), true, false);
  }

  /** One line. */
  static String line(SnapshotNode node, String acl) {
    return Printable.of(path(node))
        + " "
        + data(node, data(node))
        + " version "
        + node.version()
        + " czxid "
        + Zxid.text(node.czxid())
        + " mzxid "
        + Zxid.text(node.mzxid())
        + " pzxid "
        + Zxid.text(node.pzxid())
        + " mtime "
        + Instant.ofEpochMilli(node.mtime())
        + " acl "
        + acl
        + owner(node);
  }

  private static String data(SnapshotNode node, byte @Nullable [] data) {
    if (data == null) {
      return "null";
    }
    String text = new String(data, 0, Math.min(data.length, SHOWN_BYTES), StandardCharsets.UTF_8);
    return node.dataLength()
        + " B \""
        + Printable.of(text)
        + (data.length > SHOWN_BYTES ? "…\"" : "\"");
  }

  private static String owner(SnapshotNode node) {
    return switch (kind(node)) {
      case PERSISTENT -> "";
      case EPHEMERAL -> " ephemeral of 0x" + Long.toHexString(node.ephemeralOwner());
      case CONTAINER -> " container";
      case TTL -> " ttl " + EphemeralOwner.ttl(node.ephemeralOwner(), false) + " ms";
    };
  }

  /** One object. */
  static JsonObject json(SnapshotNode node, String acl) {
    byte[] data = data(node);
    return new JsonObject()
        .put("path", path(node))
        .put("data", data == null ? null : Base64.getEncoder().encodeToString(data))
        .put("acl", acl)
        .zxid("czxid", node.czxid())
        .zxid("mzxid", node.mzxid())
        .zxid("pzxid", node.pzxid())
        .put("ctime", node.ctime())
        .put("mtime", node.mtime())
        .put("version", node.version())
        .put("storedCversion", node.cversion())
        .put("aversion", node.aversion())
        .put("storedOwner", "0x" + Long.toHexString(node.ephemeralOwner()))
        .put("kind", kind(node).name().toLowerCase(Locale.ROOT));
  }
}
