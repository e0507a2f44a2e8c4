package io.vivarium.tools.apache;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Map;

/** {@code zkSnapshotRecursiveSummaryToolkit.sh}: how many znodes and how much data are below each znode that has children. */
final class SnapshotRecursiveSummary implements ApacheTools.Tool {
  private final PrintWriter out;
  private final PrintWriter err;

  SnapshotRecursiveSummary(PrintWriter out, PrintWriter err) {
    this.out = out;
    this.err = err;
  }

  @Override
  public int run(String... args) throws IOException {
    if (args.length != 3 || !args[2].matches("\\d{1,9}")) {
      err.println("USAGE:");
      err.println();
      err.println("SnapshotRecursiveSummary  <snapshot_file>  <starting_node>  <max_depth>");
      err.println();
      err.println("snapshot_file:    a snapshot");
      err.println("starting_node:    the znode to begin with");
      err.println(
          "max_depth:        how many levels below it are printed; 0 for all. What is counted is the same");
      return 2;
    }
    String start = args[1].equals("/") ? "" : args[1];
    int levels = Integer.parseInt(args[2]);
    Map<String, Sizes.Size> sizes = Sizes.of(Path.of(args[0]), err).byPath();
    if (!sizes.containsKey(start)) {
      throw new IOException("the snapshot has no znode " + args[1]);
    }
    int top = Sizes.depth(start);
    sizes.forEach(
        (path, size) -> {
          int depth = Sizes.depth(path) - top;
          boolean below = path.equals(start) || path.startsWith(start + "/");
          boolean shown = levels == 0 || depth <= levels;
          if (below && shown && (size.descendants() > 0 || depth == 0)) {
            print(depth, path.isEmpty() ? "/" : path, size);
          }
        });
    out.println();
    return 0;
  }

  private void print(int depth, String path, Sizes.Size size) {
    String indent = "--".repeat(depth);
    out.println(indent + " " + path);
    out.println(indent + "   children: " + size.descendants());
    out.println(indent + "   data: " + size.bytes());
  }
}
