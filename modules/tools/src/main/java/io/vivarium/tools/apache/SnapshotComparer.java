package io.vivarium.tools.apache;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** {@code zkSnapshotComparer.sh}: where two snapshots differ in data or in the number of znodes, level by level. */
final class SnapshotComparer implements ApacheTools.Tool {
  private static final Map<String, Character> LONG_NAMES =
      Map.of(
          "left", 'l', "right", 'r', "bytes", 'b', "nodes", 'n', "debug", 'd', "interactive", 'i');

  private final PrintWriter out;
  private final PrintWriter err;
  private final BufferedReader in;
  private final Map<Character, String> options = new HashMap<>();
  private boolean understood = true;

  SnapshotComparer(PrintWriter out, PrintWriter err, BufferedReader in) {
    this.out = out;
    this.err = err;
    this.in = in;
  }

  @Override
  public int run(String... args) throws IOException {
    parse(args);
    List<String> missing =
        List.of("l", "r", "b", "n").stream()
            .filter(name -> !options.containsKey(name.charAt(0)))
            .toList();
    if (!missing.isEmpty() || !understood) {
      usage(missing);
      return 2;
    }
    long bytes = Long.parseLong(option('b'));
    long nodes = Long.parseLong(option('n'));
    out.println("Successfully parsed options!");
    Map<String, Sizes.Size> left = read(Path.of(option('l')));
    Map<String, Sizes.Size> right = read(Path.of(option('r')));
    describe(left);
    describe(right);
    out.println(
        "Printing analysis for nodes difference larger than "
            + bytes
            + " bytes or node count difference larger than "
            + nodes
            + ".");
    return compare(levels(left, right), new Comparison(left, right, bytes, nodes));
  }

  private void parse(String... args) {
    for (int i = 0; i < args.length; i++) {
      String word = args[i].replaceFirst("^--?", "");
      Character name =
          word.length() == 1 && args[i].startsWith("-")
              ? (Character) word.charAt(0)
              : LONG_NAMES.get(word);
      if (name == null || "lrbndi".indexOf(name) < 0) {
        understood = false;
      } else if (name == 'd' || name == 'i') {
        options.put(name, "");
      } else if (i + 1 < args.length) {
        options.put(name, args[++i]);
      }
    }
    understood &= option('b').matches("-?\\d{1,18}") && option('n').matches("-?\\d{1,18}");
  }

  private String option(char name) {
    return options.getOrDefault(name, "");
  }

  private void usage(List<String> missing) {
    out.println("usage: zkSnapshotComparer.sh -l LEFT -r RIGHT -b BYTES -n NODES [-d] [-i]");
    out.println(
        " -b,--bytes <BYTETHRESHOLD>   (Required) Differences in data above this are printed.");
    out.println(" -d,--debug                   Print what is left out, too.");
    out.println(" -i,--interactive             Wait for the return key before each level.");
    out.println(" -l,--left <LEFT>             (Required) A snapshot.");
    out.println(
        " -n,--nodes <NODETHRESHOLD>   (Required) Differences in the number of znodes above this are printed.");
    out.println(" -r,--right <RIGHT>           (Required) Another snapshot.");
    if (!missing.isEmpty()) {
      err.println("Missing required options: " + String.join(", ", missing));
    }
  }

  private Map<String, Sizes.Size> read(Path file) throws IOException {
    long begun = System.nanoTime();
    Map<String, Sizes.Size> sizes = Sizes.of(file, err).byPath();
    double seconds = (System.nanoTime() - begun) / 1e9;
    out.println(
        String.format(
            Locale.ROOT, "Deserialized snapshot in %s in %f seconds", file.getFileName(), seconds));
    out.println(String.format(Locale.ROOT, "Processed data tree in %f seconds", 0.0));
    return sizes;
  }

  private void describe(Map<String, Sizes.Size> sizes) {
    Map<Integer, Integer> depths = new TreeMap<>();
    sizes.keySet().forEach(path -> depths.merge(Sizes.depth(path), 1, Integer::sum));
    Sizes.Size root = sizes.get("");
    out.println("Node count: " + sizes.size());
    out.println("Total size: " + (root == null ? 0 : root.bytes()));
    out.println("Max depth: " + depths.size());
    depths.forEach(
        (depth, count) -> out.println("Count of nodes at depth " + depth + ": " + count));
    out.println();
  }

  private static Map<Integer, Set<String>> levels(
      Map<String, Sizes.Size> left, Map<String, Sizes.Size> right) {
    Map<Integer, Set<String>> levels = new TreeMap<>();
    for (Map<String, Sizes.Size> side : List.of(left, right)) {
      side.keySet()
          .forEach(
              path -> levels.computeIfAbsent(Sizes.depth(path), _ -> new TreeSet<>()).add(path));
    }
    return levels;
  }

  private int compare(Map<Integer, Set<String>> levels, Comparison comparison) throws IOException {
    for (Map.Entry<Integer, Set<String>> level : levels.entrySet()) {
      if (options.containsKey('i')) {
        out.println("Press enter to move to print the next depth layer, or quit: q");
        out.flush();
        String said = in.readLine();
        if (said == null || said.startsWith("q")) {
          return 0;
        }
      }
      out.println("Analysis for depth " + level.getKey());
      for (String path : level.getValue()) {
        String text = comparison.of(path);
        if (text != null) {
          out.println(text);
        } else if (options.containsKey('d')) {
          out.println("Filtered node " + path);
        }
      }
    }
    out.println("All layers compared.");
    return 0;
  }

  /** What is said of a path. */
  private record Comparison(
      Map<String, Sizes.Size> left, Map<String, Sizes.Size> right, long bytes, long nodes) {
    @Nullable String of(String path) {
      Sizes.Size before = left.get(path);
      Sizes.Size after = right.get(path);
      if (before == null && after == null) {
        return null;
      }
      if (before == null || after == null) {
        Sizes.Size only = before == null ? after : before;
        return only != null && (only.bytes() > bytes || only.descendants() > nodes)
            ? "Node "
                + path
                + " found only in "
                + (before == null ? "right" : "left")
                + " tree. Descendant size: "
                + only.bytes()
                + ". Descendant count: "
                + only.descendants()
            : null;
      }
      long moreBytes = after.bytes() - before.bytes();
      long moreNodes = after.descendants() - before.descendants();
      return Math.abs(moreBytes) > bytes || Math.abs(moreNodes) > nodes
          ? "Node "
              + path
              + " found in both trees. Delta: "
              + moreBytes
              + " bytes, "
              + moreNodes
              + " descendants"
          : null;
    }
  }
}
