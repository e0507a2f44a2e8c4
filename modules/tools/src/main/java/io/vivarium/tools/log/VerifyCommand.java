package io.vivarium.tools.log;

import io.vivarium.model.MalformedFrameException;
import io.vivarium.model.Zxid;
import io.vivarium.storage.filelog.LogFile;
import io.vivarium.tools.output.CommonOptions;
import io.vivarium.tools.output.JsonObject;
import io.vivarium.tools.output.Progress;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command {@code vivarium txnlog verify}. */
@Command(
    name = "verify",
    description = {
      "Reads every record, checks its checksum and that it can be decoded, and that zxids follow each other.",
      "A last record that was not written to its end is no damage: a crash leaves that."
    },
    footer = {
      "",
      "Exit codes: 0 all is well; 1 damage, a gap, or a file that cannot be read; 2 wrong arguments.",
      "",
      "Examples:",
      "  vivarium txnlog verify data",
      "  vivarium txnlog verify data/version-2/log.1 --output json"
    })
final class VerifyCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private CommonOptions common;

  @Parameters(arity = "1..*", paramLabel = "FILE", description = "Logs, or directories of logs.")
  private List<Path> files;

  private long previous = -1;

  /** Filled in by picocli, before anything is called. */
  @SuppressWarnings("NullAway")
  VerifyCommand() {}

  /** What was found in one file. */
  private static final class Finding {
    private long txns;
    private long first = -1;
    private long last = -1;
    private final List<String> problems = new ArrayList<>();
    private LogFile.@Nullable End end;
  }

  @Override
  public Integer call() throws Exception {
    List<Path> all = LogWalk.files(files);
    Progress progress = LogWalk.progress(spec.commandLine().getErr(), "txnlog verify", all);
    boolean sound = true;
    for (Path file : all) {
      Finding finding = read(file, progress);
      print(file, finding);
      sound &= finding.problems.isEmpty();
    }
    return sound ? 0 : 1;
  }

  private Finding read(Path path, Progress progress) {
    Finding finding = new Finding();
    try {
      finding.end = LogWalk.all(path, progress, file -> check(file, finding));
    } catch (IOException | MalformedFrameException e) {
      finding.problems.add(CommonOptions.said(e));
    }
    return finding;
  }

  private boolean check(LogFile file, Finding finding) throws IOException {
    long zxid = file.zxid();
    try {
      LogWalk.decode(file);
    } catch (MalformedFrameException e) {
      throw new IOException(
          file.path()
              + ": the txn at offset "
              + file.offset()
              + " (zxid "
              + Zxid.text(zxid)
              + ") has a right checksum and cannot be decoded: "
              + e.getMessage(),
          e);
    }
    boolean follows = zxid == previous + 1 || zxid == previous;
    boolean begins =
        previous < 0 || (Zxid.epoch(zxid) > Zxid.epoch(previous) && Zxid.counter(zxid) <= 1);
    if (!follows && !begins) {
      finding.problems.add(
          file.path()
              + ": after zxid "
              + Zxid.text(previous)
              + " comes "
              + Zxid.text(zxid)
              + " at offset "
              + file.offset()
              + "; the txns between are missing");
    }
    previous = zxid;
    finding.first = finding.txns++ == 0 ? zxid : finding.first;
    finding.last = zxid;
    return true;
  }

  private void print(Path file, Finding finding) {
    PrintWriter out = spec.commandLine().getOut();
    LogFile.End end = finding.end;
    String ending =
        end == null
            ? "damaged"
            : switch (end) {
              case CLEAN -> "clean";
              case TORN -> "torn";
            };
    if (common.json()) {
      out.println(
          new JsonObject()
              .put("file", file.toString())
              .put("sound", finding.problems.isEmpty())
              .put("txns", finding.txns)
              .zxid("firstZxid", finding.first)
              .zxid("lastZxid", finding.last)
              .put("end", ending)
              .texts("problems", finding.problems));
      return;
    }
    out.println(
        file
            + ": "
            + (finding.problems.isEmpty() ? "sound" : "NOT SOUND")
            + ", "
            + finding.txns
            + " txns"
            + (finding.txns == 0
                ? ""
                : ", zxid " + Zxid.text(finding.first) + " to " + Zxid.text(finding.last))
            + (end == LogFile.End.TORN ? ", the last record was not written to its end" : ""));
    finding.problems.forEach(problem -> out.println("  " + problem));
  }
}
