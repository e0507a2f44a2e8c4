package io.vivarium.tools.log;

import io.vivarium.model.MalformedFrameException;
import io.vivarium.model.Zxid;
import io.vivarium.spi.storage.StorageException;
import io.vivarium.storage.filelog.LogFile;
import io.vivarium.storage.filelog.LogFileWriter;
import io.vivarium.tools.output.CommonOptions;
import io.vivarium.tools.output.HelpOption;
import io.vivarium.tools.output.Progress;
import java.io.IOException;
import java.io.PrintWriter;
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

/** The command {@code vivarium txnlog repair}. */
@Command(
    name = "repair",
    description = {
      "Writes a copy of a damaged log with all records before the damage.",
      "What is behind it is lost with the copy. Where there is a backup, or an ensemble, prefer those."
    },
    footer = {
      "",
      "Exit codes: 0 written; 1 a file cannot be read or written; 2 wrong arguments.",
      "",
      "Examples:",
      "  vivarium txnlog repair data/version-2/log.1",
      "  vivarium txnlog repair data/version-2/log.1 --recompute --out /tmp/log.1"
    })
final class RepairCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Mixin
  @SuppressWarnings("unused") // picocli reads it
  private HelpOption help;

  @Parameters(paramLabel = "FILE", description = "The log.")
  private Path file;

  @Option(
      names = "--recompute",
      description = {
        "Keep records whose checksum is wrong if they can be decoded, with a new checksum.",
        "What has changed in them stays changed and becomes the truth."
      })
  private boolean recompute;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "The copy; FILE.fixed when not given.")
  private @Nullable Path out;

  private long kept;
  private long fixed;
  private String damage = "";

  /** Filled in by picocli, before anything is called. */
  @SuppressWarnings("NullAway")
  RepairCommand() {}

  @Override
  public Integer call() throws Exception {
    Path named = out;
    Path target =
        LogWalk.free(named != null ? named : file.resolveSibling(file.getFileName() + ".fixed"));
    long last;
    boolean done = false;
    try (LogFile log = LogFile.open(file, CommonOptions.maxBuffer());
        LogFileWriter writer = LogFileWriter.create(target)) {
      copy(log, writer);
      writer.finish();
      last = log.zxid();
      done = true;
    } finally {
      if (!done) {
        Files.deleteIfExists(target);
      }
    }
    PrintWriter print = spec.commandLine().getOut();
    print.println(
        "Wrote "
            + target
            + ": "
            + kept
            + " txns"
            + (kept == 0 ? "" : " up to zxid " + Zxid.text(last)));
    if (fixed > 0) {
      print.println(fixed + " of them had a wrong checksum, which was computed anew");
    }
    print.println(
        damage.isEmpty() ? "Nothing was left out" : "Left out all from here on: " + damage);
    return 0;
  }

  private void copy(LogFile log, LogFileWriter writer) throws IOException {
    if (recompute) {
      log.acceptWrongChecksums();
    }
    Progress progress =
        LogWalk.progress(spec.commandLine().getErr(), "txnlog repair", List.of(file));
    try {
      while (log.next()) {
        LogWalk.decode(log);
        writer.append(log.payload());
        kept++;
        fixed += log.checksumMatches() ? 0 : 1;
        progress.at(log.nextOffset());
      }
      if (log.end() == LogFile.End.TORN) {
        damage = "the last record was not written to its end";
      }
    } catch (StorageException | MalformedFrameException e) {
      damage = CommonOptions.said(e);
    }
  }
}
