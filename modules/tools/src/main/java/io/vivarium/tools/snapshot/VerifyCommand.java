package io.vivarium.tools.snapshot;

import io.vivarium.codec.SnapshotTrailer;
import io.vivarium.model.MalformedFrameException;
import io.vivarium.model.TxnDigest;
import io.vivarium.model.Zxid;
import io.vivarium.tools.output.CommonOptions;
import io.vivarium.tools.output.JsonObject;
import io.vivarium.tools.output.Progress;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command {@code vivarium snapshot verify}. */
@Command(
    name = "verify",
    description = {
      "Reads snapshots to their last byte, checks every seal, and computes the digest of the tree anew.",
      "A snapshot that was written while txns went on holds effects of later ones: its digest belongs to a later zxid",
      "and is compared when the log is replayed ('vivarium backup verify --replay', or a start)."
    },
    footer = {
      "",
      "Exit codes: 0 all are sound; 1 one is not, or cannot be read; 2 wrong arguments.",
      "",
      "Example:",
      "  vivarium snapshot verify data/version-2/snapshot.*"
    })
final class VerifyCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private CommonOptions common;

  @Parameters(arity = "1..*", paramLabel = "FILE", description = "Snapshots.")
  private List<Path> files;

  /** Filled in by picocli, before anything is called. */
  @SuppressWarnings("NullAway")
  VerifyCommand() {}

  @Override
  public Integer call() {
    boolean sound = true;
    for (Path file : files) {
      sound &= verify(file);
    }
    return sound ? 0 : 1;
  }

  private boolean verify(Path file) {
    Census census = new Census();
    String problem;
    String digest = "unknown";
    try {
      Progress progress = new Progress(spec.commandLine().getErr(), "snapshot verify", 0);
      SnapshotTrailer trailer = SnapshotWalk.read(file, progress, census);
      digest = digest(SnapshotWalk.nameZxid(file), trailer, census.digest());
      problem = digest.startsWith("WRONG") ? "the digest is " + digest : "";
    } catch (IOException | MalformedFrameException e) {
      problem = CommonOptions.said(e);
    }
    if (common.json()) {
      spec.commandLine()
          .getOut()
          .println(
              new JsonObject()
                  .put("file", file.toString())
                  .put("sound", problem.isEmpty())
                  .put("znodes", census.nodes())
                  .put("digest", digest)
                  .put("problem", problem));
    } else {
      spec.commandLine()
          .getOut()
          .println(
              problem.isEmpty()
                  ? file + ": sound, " + census.nodes() + " znodes, digest " + digest
                  : file + ": NOT SOUND: " + problem);
    }
    return problem.isEmpty();
  }

  private static String digest(long nameZxid, SnapshotTrailer trailer, long computed) {
    SnapshotTrailer.@Nullable Digest written = trailer.digest();
    if (written == null || written.version() != TxnDigest.VERSION || written.zxid() == 0) {
      return "not written";
    }
    if (Census.exactFrom(nameZxid, trailer) != nameZxid) {
      return "of zxid " + Zxid.text(written.zxid()) + ", later than its name";
    }
    return written.value() == computed
        ? "equal"
        : "WRONG: "
            + Long.toUnsignedString(written.value())
            + " is written, the znodes give "
            + Long.toUnsignedString(computed);
  }
}
