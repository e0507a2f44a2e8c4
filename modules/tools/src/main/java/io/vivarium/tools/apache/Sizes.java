package io.vivarium.tools.apache;

import io.vivarium.codec.SnapshotNode;
import io.vivarium.tools.output.Progress;
import io.vivarium.tools.snapshot.SnapshotWalk;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** How much data and how many znodes are below each znode of a snapshot. Holds a small object for each. */
final class Sizes extends SnapshotWalk.Visitor {
  private final Map<String, Size> byPath = new LinkedHashMap<>();

  /** Of a znode and all below it. */
  static final class Size {
    private long bytes;
    private long descendants;

    /** Bytes of data, its own included. */
    long bytes() {
      return bytes;
    }

    /** Znodes below it. */
    long descendants() {
      return descendants;
    }
  }

  private Sizes() {}

  /** Reads a snapshot. */
  static Sizes of(Path file, PrintWriter err) throws IOException {
    Sizes sizes = new Sizes();
    SnapshotWalk.read(file, new Progress(err, String.valueOf(file.getFileName()), 0), sizes);
    return sizes;
  }

  @Override
  public void node(SnapshotNode node) {
    String path = node.path();
    byPath.put(path, new Size());
    Size own = byPath.get(path);
    own.bytes = node.dataLength();
    while (!path.isEmpty()) {
      path = path.substring(0, path.lastIndexOf('/'));
      Size above = byPath.get(path);
      if (above != null) {
        above.bytes += node.dataLength();
        above.descendants++;
      }
    }
  }

  /** By path, the root's empty, in the order of the file. */
  Map<String, Size> byPath() {
    return byPath;
  }

  /** How many steps a path has. */
  static int depth(String path) {
    return (int) path.chars().filter(c -> c == '/').count();
  }
}
