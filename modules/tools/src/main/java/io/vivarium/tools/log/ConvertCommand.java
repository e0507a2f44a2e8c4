package io.vivarium.tools.log;

import io.vivarium.codec.JuteWriter;
import io.vivarium.codec.TxnCodec;
import io.vivarium.model.ParsedTxn;
import io.vivarium.storage.filelog.LogFile;
import io.vivarium.storage.filelog.LogFileWriter;
import io.vivarium.tools.output.HelpOption;
import io.vivarium.tools.output.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command {@code vivarium txnlog convert}. */
@Command(
    name = "convert",
    description = {
      "Writes the txns of one or more logs into one log, without the room that files have ahead of their records.",
      "Records in the forms of old versions are written in today's."
    },
    footer = {
      "",
      "Exit codes: 0 written; 1 damage, or a file that cannot be read or written; 2 wrong arguments.",
      "",
      "Examples:",
      "  vivarium txnlog convert data/version-2/log.1 data/version-2/log.d --out log.1",
      "  vivarium txnlog convert data/version-2/log.1 --without-digests --out log.1"
    })
final class ConvertCommand implements Callable<Integer> {
  private static final int FIRST_BYTES = 64 * 1024;

  @Spec private CommandSpec spec;

  @Mixin
  @SuppressWarnings("unused") // picocli reads it
  private HelpOption help;

  @Mixin private TxnFilter filter;

  @Parameters(arity = "1..*", paramLabel = "FILE", description = "Logs, or directories of logs.")
  private List<Path> files;

  @Option(names = "--out", required = true, paramLabel = "FILE", description = "The new log.")
  private Path out;

  @Option(
      names = "--without-digests",
      description = "Leave out the digests of the tree, as servers do with digest.enabled=false.")
  private boolean withoutDigests;

  private final JuteWriter bytes = new JuteWriter(FIRST_BYTES);
  private long kept;

  /** Filled in by picocli, before anything is called. */
  @SuppressWarnings("NullAway")
  ConvertCommand() {}

  @Override
  public Integer call() throws Exception {
    List<Path> all = LogWalk.files(files);
    Progress progress = LogWalk.progress(spec.commandLine().getErr(), "txnlog convert", all);
    LogWalk.free(out);
    boolean done = false;
    try (LogFileWriter writer = LogFileWriter.create(out)) {
      for (Path file : all) {
        LogWalk.all(file, progress, log -> copy(log, writer));
      }
      writer.finish();
      done = true;
    } finally {
      if (!done) {
        Files.deleteIfExists(out);
      }
    }
    spec.commandLine().getOut().println("Wrote " + out + ": " + kept + " txns");
    return 0;
  }

  private boolean copy(LogFile log, LogFileWriter writer) throws IOException {
    ParsedTxn parsed = LogWalk.decode(log);
    if (filter.matches(parsed)) {
      bytes.clear();
      TxnCodec.encode(
          parsed.header(), parsed.txn(), withoutDigests ? null : parsed.digest(), bytes);
      writer.append(bytes.view());
      kept++;
    }
    return !filter.isPast(log.zxid());
  }
}
