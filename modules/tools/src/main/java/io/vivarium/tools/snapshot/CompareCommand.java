package io.vivarium.tools.snapshot;

import io.vivarium.model.Printable;
import io.vivarium.tools.output.CommonOptions;
import io.vivarium.tools.output.JsonObject;
import io.vivarium.tools.output.Progress;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command {@code vivarium snapshot compare}. */
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
  @Spec private CommandSpec spec;
  @Mixin private CommonOptions common;

  @Parameters(index = "0", paramLabel = "LEFT", description = "A snapshot.")
  private Path left;

  @Parameters(index = "1", paramLabel = "RIGHT", description = "Another one.")
  private Path right;

  /** Filled in by picocli, before anything is called. */
  @SuppressWarnings("NullAway")
  CompareCommand() {}

  @Override
  public Integer call() throws Exception {
    Progress progress = new Progress(spec.commandLine().getErr(), "snapshot compare", 0);
    // The rest of the heap is for the sums, the largest znode, and the collector to work in.
    long room = Runtime.getRuntime().maxMemory() / 3;
    long differences = new Comparison(left, right, progress, room, this::tell).run();
    if (!common.json()) {
      spec.commandLine()
          .getOut()
          .println(differences == 0 ? "equal" : differences + " znodes differ");
    }
    return differences == 0 ? 0 : 1;
  }

  private void tell(String sign, String path, List<String> what) {
    PrintWriter out = spec.commandLine().getOut();
    out.println(
        common.json()
            ? new JsonObject().put("sign", sign).put("path", path).texts("differs", what)
            : sign
                + " "
                + Printable.of(path)
                + (what.isEmpty() ? "" : " " + String.join(", ", what)));
  }
}
