package io.vivarium.tools.snapshot;

import io.vivarium.codec.SnapshotNode;
import io.vivarium.model.Acl;
import io.vivarium.model.Printable;
import io.vivarium.tools.output.CommonOptions;
import io.vivarium.tools.output.JsonObject;
import io.vivarium.tools.output.Progress;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.zip.CRC32;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * The command {@code vivarium snapshot compare}. Two files need not have their znodes in one order, so each is read several times, and
 * each time the znodes of one part of all paths are compared: memory is bounded, whatever the files hold.
 */
@Command(
    name = "compare",
    description =
        "Tells which znodes differ between two snapshots, of one server or of two: data, versions, ACLs, owners.",
    footer = {
      "",
      "Lines begin with - (only left), + (only right) or ~ (in both and different).",
      "Exit codes: 0 equal; 1 they differ, or one cannot be read; 2 wrong arguments.",
      "",
      "Example:",
      "  vivarium snapshot compare a/version-2/snapshot.19 b/version-2/snapshot.19"
    })
final class CompareCommand implements Callable<Integer> {
  /** Znodes that are held at once; some 50 MB. */
  private static final long PART = 200_000;

  @Spec private CommandSpec spec;
  @Mixin private CommonOptions common;

  @Parameters(index = "0", paramLabel = "LEFT", description = "A snapshot.")
  private Path left;

  @Parameters(index = "1", paramLabel = "RIGHT", description = "Another one.")
  private Path right;

  private final Map<String, Entry> entries = new TreeMap<>();
  private long differences;

  /** Filled in by picocli, before anything is called. */
  @SuppressWarnings("NullAway")
  CompareCommand() {}

  /** What of a znode is compared. Times and zxids follow from the others but for servers that went apart, so they count. */
  private record Entry(
      int dataLength,
      int dataCrc,
      int version,
      int aversion,
      int counter,
      long owner,
      String acl,
      long czxid,
      long mzxid,
      long pzxid) {
    List<String> differing(Entry other) {
      List<String> names = new ArrayList<>();
      note(names, "data", dataLength == other.dataLength && dataCrc == other.dataCrc);
      note(names, "version", version == other.version && mzxid == other.mzxid);
      note(names, "acl", acl.equals(other.acl) && aversion == other.aversion);
      note(names, "children", counter == other.counter && pzxid == other.pzxid);
      note(names, "owner", owner == other.owner);
      note(names, "creation", czxid == other.czxid);
      return names;
    }

    private static void note(List<String> names, String name, boolean equal) {
      if (!equal) {
        names.add(name);
      }
    }
  }

  @Override
  public Integer call() throws Exception {
    Progress progress = new Progress(spec.commandLine().getErr(), "snapshot compare", 0);
    long most = Math.max(count(left, progress), count(right, progress));
    int parts = (int) ((most + PART - 1) / PART);
    for (int part = 0; part < parts; part++) {
      SnapshotWalk.read(left, progress, new Left(part, parts));
      SnapshotWalk.read(right, progress, new Right(part, parts));
      entries.keySet().forEach(path -> tell("-", path, List.of()));
      entries.clear();
    }
    if (!common.json()) {
      spec.commandLine()
          .getOut()
          .println(differences == 0 ? "equal" : differences + " znodes differ");
    }
    return differences == 0 ? 0 : 1;
  }

  private static long count(Path file, Progress progress) throws IOException {
    Census census = new Census();
    SnapshotWalk.read(file, progress, census);
    return census.nodes();
  }

  private void tell(String sign, String path, List<String> what) {
    differences++;
    PrintWriter out = spec.commandLine().getOut();
    out.println(
        common.json()
            ? new JsonObject().put("sign", sign).put("path", path).texts("differs", what)
            : sign
                + " "
                + Printable.of(path)
                + (what.isEmpty() ? "" : " " + String.join(", ", what)));
  }

  /** Hands on the znodes of one part. */
  private abstract static class Part extends SnapshotWalk.Visitor {
    private final int part;
    private final int parts;
    private final AclTexts acls = new AclTexts();
    private final CRC32 crc = new CRC32();

    Part(int part, int parts) {
      this.part = part;
      this.parts = parts;
    }

    abstract void entry(String path, Entry entry);

    @Override
    public void acl(long id, List<Acl> acl) {
      acls.add(id, acl);
    }

    @Override
    public void node(SnapshotNode node) {
      String path = NodeText.path(node);
      if (Math.floorMod(path.hashCode(), parts) != part) {
        return;
      }
      byte[] data = node.dataArray();
      crc.reset();
      if (data != null) {
        crc.update(data, node.dataOffset(), node.dataLength());
      }
      entry(
          path,
          new Entry(
              data == null ? -1 : node.dataLength(),
              (int) crc.getValue(),
              node.version(),
              node.aversion(),
              node.cversion(),
              node.ephemeralOwner(),
              acls.of(node.aclId()),
              node.czxid(),
              node.mzxid(),
              node.pzxid()));
    }
  }

  private final class Left extends Part {
    Left(int part, int parts) {
      super(part, parts);
    }

    @Override
    void entry(String path, Entry entry) {
      entries.put(path, entry);
    }
  }

  private final class Right extends Part {
    Right(int part, int parts) {
      super(part, parts);
    }

    @Override
    void entry(String path, Entry entry) {
      Entry before = entries.remove(path);
      if (before == null) {
        tell("+", path, List.of());
      } else if (!before.equals(entry)) {
        tell("~", path, before.differing(entry));
      }
    }
  }
}
