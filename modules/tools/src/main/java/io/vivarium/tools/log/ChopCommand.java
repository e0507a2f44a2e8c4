package io.vivarium.tools.log;

import io.vivarium.model.Zxid;
import io.vivarium.storage.filelog.LogFileWriter;
import io.vivarium.tools.output.CommonOptions;
import io.vivarium.tools.output.HelpOption;
import java.io.IOException;
import java.nio.file.Files;
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

/** The command {@code vivarium txnlog chop}. */
@Command(
    name = "chop",
    description = "Writes a copy of a log that ends with the txn of a zxid.",
    footer = {
      "",
      "Exit codes: 0 written; 1 no txn of that zxid, damage before it, or a file that cannot be read; 2 wrong arguments.",
      "",
      "Example:",
      "  vivarium txnlog chop data/version-2/log.1 --zxid 0x1a",
      "",
      "To go back with a data directory to an earlier txn use 'vivarium restore'."
    })
final class ChopCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Mixin
  @SuppressWarnings("unused") // picocli reads it
  private HelpOption help;

  @Parameters(paramLabel = "FILE", description = "The log.")
  private Path file;

  @Option(
      names = {"-z", "--zxid"},
      required = true,
      paramLabel = "ZXID",
      converter = CommonOptions.Hex.class,
      description = "The last txn to keep, 0x1a or decimal.")
  private long zxid;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "The copy; FILE.chopped<zxid> when not given.")
  private @Nullable Path out;

  private boolean found;
  private long kept;

  /** Filled in by picocli, before anything is called. */
  @SuppressWarnings("NullAway")
  ChopCommand() {}

  @Override
  public Integer call() throws Exception {
    Path named = out;
    Path target =
        LogWalk.free(
            named != null
                ? named
                : file.resolveSibling(file.getFileName() + ".chopped" + Long.toHexString(zxid)));
    chop(target);
    if (!found) {
      Files.delete(target);
      throw new IOException(file + " has no txn " + Zxid.text(zxid));
    }
    spec.commandLine()
        .getOut()
        .println("Wrote " + target + ": " + kept + " txns up to zxid " + Zxid.text(zxid));
    return 0;
  }

  private void chop(Path target) throws IOException {
    boolean done = false;
    try (LogFileWriter writer = LogFileWriter.create(target)) {
      LogWalk.all(
          file,
          LogWalk.progress(spec.commandLine().getErr(), "txnlog chop", List.of(file)),
          log -> {
            // A zxid may repeat: all of them belong to it.
            if (Long.compareUnsigned(log.zxid(), zxid) > 0) {
              return false;
            }
            writer.append(log.payload());
            found |= log.zxid() == zxid;
            kept++;
            return true;
          });
      writer.finish();
      done = true;
    } finally {
      if (!done) {
        Files.deleteIfExists(target);
      }
    }
  }
}
