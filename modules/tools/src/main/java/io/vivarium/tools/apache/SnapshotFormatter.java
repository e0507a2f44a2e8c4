package io.vivarium.tools.apache;

import io.vivarium.codec.SnapshotNode;
import io.vivarium.codec.SnapshotTrailer;
import io.vivarium.tools.output.Progress;
import io.vivarium.tools.snapshot.SnapshotWalk;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayDeque;
import java.util.Base64;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code zkSnapShotToolkit.sh}: prints the znodes and sessions of a snapshot. Reads it twice, as the number of znodes comes first. */
final class SnapshotFormatter implements ApacheTools.Tool {
  private final PrintWriter out;
  private final PrintWriter err;

  SnapshotFormatter(PrintWriter out, PrintWriter err) {
    this.out = out;
    this.err = err;
  }

  @Override
  public int run(String... args) throws IOException {
    boolean data = args.length == 2 && args[0].equals("-d");
    boolean json = args.length == 2 && args[0].equals("-json");
    if (args.length != 1 && !data && !json) {
      err.println("USAGE: SnapshotFormatter [-d|-json] snapshot_file");
      err.println("       -d dump the data for each znode");
      err.println("       -json dump znode info in json format");
      return 2;
    }
    Path file = Path.of(args[args.length - 1]);
    Progress progress = new Progress(err, "SnapshotFormatter", 0);
    if (json) {
      Nested nested = new Nested(out);
      SnapshotWalk.read(file, progress, nested);
      nested.finish();
      return 0;
    }
    Counts counts = new Counts();
    SnapshotTrailer trailer = SnapshotWalk.read(file, progress, counts);
    // ZooKeeper's tree counts the root twice, under its two names.
    out.println("ZNode Details (count=" + (counts.nodes + 1) + "):");
    out.println("----");
    SnapshotWalk.read(file, progress, new Details(out, data));
    out.println("Session Details (sid, timeout, ephemeralCount):");
    counts.timeouts.forEach(
        (session, timeout) ->
            out.println(
                "0x"
                    + Long.toHexString(session)
                    + ", "
                    + timeout
                    + ", "
                    + counts.ephemerals.getOrDefault(session, 0)));
    out.println("----");
    long last = trailer.lastProcessedZxid();
    out.println(
        "Last zxid: 0x"
            + Long.toHexString(
                last == SnapshotTrailer.UNKNOWN_ZXID ? SnapshotWalk.nameZxid(file) : last));
    return 0;
  }

  private static final class Counts extends SnapshotWalk.Visitor {
    private final Map<Long, Integer> timeouts = new LinkedHashMap<>();
    private final Map<Long, Integer> ephemerals = new LinkedHashMap<>();
    private long nodes;

    @Override
    public void session(long sessionId, int timeout) {
      timeouts.put(sessionId, timeout);
    }

    @Override
    public void node(SnapshotNode node) {
      nodes++;
      if (timeouts.containsKey(node.ephemeralOwner())) {
        ephemerals.merge(node.ephemeralOwner(), 1, Integer::sum);
      }
    }
  }

  private static final class Details extends SnapshotWalk.Visitor {
    private static final DateTimeFormatter TIME =
        DateTimeFormatter.ofPattern("EEE MMM dd HH:mm:ss zzz yyyy", Locale.US);

    private final PrintWriter out;
    private final boolean data;

    Details(PrintWriter out, boolean data) {
      this.out = out;
      this.data = data;
    }

    @Override
    public void node(SnapshotNode node) {
      out.println(node.pathLength() == 0 ? "/" : node.path());
      zxid("cZxid", node.czxid());
      out.println("  ctime = " + time(node.ctime()));
      zxid("mZxid", node.mzxid());
      out.println("  mtime = " + time(node.mtime()));
      zxid("pZxid", node.pzxid());
      out.println("  cversion = " + node.cversion());
      out.println("  dataVersion = " + node.version());
      out.println("  aclVersion = " + node.aversion());
      zxid("ephemeralOwner", node.ephemeralOwner());
      if (data) {
        out.println("  data = " + base64(node));
      } else {
        out.println("  dataLength = " + node.dataLength());
      }
      out.println("----");
    }

    private static String time(long millis) {
      return TIME.format(Instant.ofEpochMilli(millis).atZone(ZoneId.systemDefault()));
    }

    private void zxid(String name, long value) {
      out.println(String.format(Locale.ROOT, "  %s = 0x%014x", name, value));
    }

    private static String base64(SnapshotNode node) {
      byte[] array = node.dataArray();
      if (array == null) {
        return "";
      }
      byte[] copy = new byte[node.dataLength()];
      System.arraycopy(array, node.dataOffset(), copy, 0, copy.length);
      return Base64.getEncoder().encodeToString(copy);
    }
  }

  /** Arrays in arrays: a znode with children is one, itself first. Needs only to know the znodes above. */
  private static final class Nested extends SnapshotWalk.Visitor {
    private static final int FIRST_INODE = 1000;

    private final PrintWriter out;

    /** Paths of the znodes whose arrays are open; the deepest first. */
    private final Deque<String> open = new ArrayDeque<>();

    private int inode = FIRST_INODE;
    private @Nullable String path;
    private String object = "";

    Nested(PrintWriter out) {
      this.out = out;
      out.print(
          "[1,0,{\"progname\":\"SnapshotFormatter.java\",\"progver\":\"0.01\",\"timestamp\":"
              + Clock.systemUTC().millis()
              + "}");
    }

    @Override
    public void node(SnapshotNode node) {
      String next = node.path();
      emit(next.isEmpty() ? null : next.substring(0, next.lastIndexOf('/')));
      inode++;
      path = next;
      object =
          "{\"name\":\""
              + escaped(next.isEmpty() ? "/" : next.substring(next.lastIndexOf('/') + 1))
              + "\",\"asize\":"
              + node.dataLength()
              + ",\"dsize\":"
              + node.dataLength()
              + ",\"dev\":0,\"ino\":"
              + inode
              + "}";
    }

    /** Prints the znode before, now that it is known whether it has children. */
    private void emit(@Nullable String parentOfNext) {
      String before = path;
      if (before == null) {
        return;
      }
      if (before.equals(parentOfNext)) {
        out.print(",[" + object);
        open.push(before);
        return;
      }
      out.print("," + object);
      while (!open.isEmpty() && !open.element().equals(parentOfNext)) {
        out.print("]");
        open.pop();
      }
    }

    void finish() {
      emit(null);
      out.println("]");
    }

    private static String escaped(String text) {
      StringBuilder json = new StringBuilder();
      for (int i = 0; i < text.length(); i++) {
        char c = text.charAt(i);
        if (c == '"' || c == '\\') {
          json.append('\\').append(c);
        } else if (c < ' ') {
          json.append(String.format(Locale.ROOT, "\\u%04X", (int) c));
        } else {
          json.append(c);
        }
      }
      return json.toString();
    }
  }
}
