package io.vivarium.tools.snapshot;

import io.vivarium.codec.SnapshotNode;
import io.vivarium.codec.SnapshotTrailer;
import io.vivarium.model.Acl;
import io.vivarium.model.Zxid;
import io.vivarium.tools.output.CommonOptions;
import io.vivarium.tools.output.JsonObject;
import io.vivarium.tools.output.Progress;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command {@code vivarium snapshot show}. */
@Command(
    name = "show",
    description =
        "Prints znodes in the order of the file, one a line. Data is shown up to 64 bytes; with --output json whole, in base64.",
    footer = {
      "",
      "Exit codes: 0 read to the end; 1 the file is damaged or cannot be read; 2 wrong arguments.",
      "",
      "Examples:",
      "  vivarium snapshot show data/version-2/snapshot.19",
      "  vivarium snapshot show data/version-2/snapshot.19.gz --path /app --output json",
      "  vivarium snapshot show data/version-2/snapshot.19 --sessions"
    })
final class ShowCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private CommonOptions common;

  @Parameters(paramLabel = "FILE", description = "The snapshot.")
  private Path file;

  @Option(
      names = "--path",
      paramLabel = "PATH",
      defaultValue = "/",
      description = "Only this znode and those below it.")
  private String path;

  @Option(names = "--sessions", description = "Print the sessions instead of the znodes.")
  private boolean sessions;

  /** Filled in by picocli, before anything is called. */
  @SuppressWarnings("NullAway")
  ShowCommand() {}

  @Override
  public Integer call() throws Exception {
    Progress progress = new Progress(spec.commandLine().getErr(), "snapshot show", 0);
    SnapshotTrailer trailer = SnapshotWalk.read(file, progress, new Printer());
    SnapshotTrailer.@Nullable Digest digest = trailer.digest();
    if (!common.json()) {
      PrintWriter err = spec.commandLine().getErr();
      spec.commandLine().getOut().flush();
      err.println(
          (digest == null
                  ? "no digest"
                  : "digest "
                      + Long.toUnsignedString(digest.value())
                      + " at zxid "
                      + Zxid.text(digest.zxid()))
              + (trailer.lastProcessedZxid() == SnapshotTrailer.UNKNOWN_ZXID
                  ? ""
                  : ", last zxid " + Zxid.text(trailer.lastProcessedZxid())));
    }
    return 0;
  }

  private final class Printer extends SnapshotWalk.Visitor {
    private final PrintWriter out = spec.commandLine().getOut();
    private final AclTexts acls = new AclTexts();

    @Override
    public void session(long sessionId, int timeout) {
      if (!sessions) {
        return;
      }
      String id = "0x" + Long.toHexString(sessionId);
      out.println(
          common.json()
              ? new JsonObject().put("session", id).put("timeout", timeout)
              : id + " timeout " + timeout + " ms");
    }

    @Override
    public void acl(long id, List<Acl> acl) {
      acls.add(id, acl);
    }

    @Override
    public void node(SnapshotNode node) {
      String at = NodeText.path(node);
      boolean wanted =
          path.equals("/")
              || at.equals(path)
              || (at.startsWith(path) && at.charAt(path.length()) == '/');
      if (sessions || !wanted) {
        return;
      }
      String acl = acls.of(node.aclId());
      out.println(common.json() ? NodeText.json(node, acl) : NodeText.line(node, acl));
    }
  }
}
