package io.vivarium.tools.snapshot;

import io.vivarium.model.Zxid;
import io.vivarium.storage.filelog.Compression;
import io.vivarium.storage.filelog.SnapshotFiles;
import io.vivarium.tools.output.HelpOption;
import io.vivarium.tools.output.Progress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command {@code vivarium snapshot convert}. */
@Command(
    name = "convert",
    description =
        "Writes a snapshot compressed another way. The file is verified first; its contents stay the same byte for byte.",
    footer = {
      "",
      "Exit codes: 0 written; 1 the snapshot is damaged, or a file cannot be read or written; 2 wrong arguments.",
      "",
      "Examples:",
      "  vivarium snapshot convert data/version-2/snapshot.19 --to gz",
      "  vivarium snapshot convert data/version-2/snapshot.19.snappy --to none --out /tmp"
    })
final class ConvertCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Mixin
  @SuppressWarnings("unused") // picocli reads it
  private HelpOption help;

  @Parameters(paramLabel = "FILE", description = "The snapshot.")
  private Path file;

  @Option(
      names = "--to",
      required = true,
      paramLabel = "METHOD",
      description = "none, gz or snappy: the values of snapshot.compression.method.")
  private String method;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Where to put the copy; the directory of the snapshot when not given.")
  private @Nullable Path out;

  /** Filled in by picocli, before anything is called. */
  @SuppressWarnings("NullAway")
  ConvertCommand() {}

  @Override
  public Integer call() throws Exception {
    Compression to = compression();
    long zxid = SnapshotWalk.nameZxid(file);
    if (zxid < 0) {
      throw new ParameterException(
          spec.commandLine(), file + " is not named snapshot.<zxid>, as a server would look for");
    }
    SnapshotWalk.read(
        file, new Progress(spec.commandLine().getErr(), "snapshot convert", 0), new Census());
    String name = "snapshot." + Long.toHexString(zxid) + to.suffix();
    Path target = out == null ? file.resolveSibling(name) : out.resolve(name);
    SnapshotFiles.convert(file, target);
    spec.commandLine()
        .getOut()
        .println(
            "Wrote "
                + target
                + ": zxid "
                + Zxid.text(zxid)
                + ", "
                + Progress.size(Files.size(file))
                + " became "
                + Progress.size(Files.size(target)));
    return 0;
  }

  private Compression compression() {
    String name = method.equals("none") ? "" : method.toLowerCase(Locale.ROOT);
    return Arrays.stream(Compression.values())
        .filter(each -> each.method().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new ParameterException(
                    spec.commandLine(), "--to: '" + method + "' is not none, gz or snappy"));
  }
}
