package io.vivarium.tools.log;

import io.vivarium.model.ParsedTxn;
import io.vivarium.storage.filelog.LogFile;
import io.vivarium.tools.output.CommonOptions;
import io.vivarium.tools.output.Progress;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command {@code vivarium txnlog show}. */
@Command(
    name = "show",
    description =
        "Prints txns, one a line. Data is shown up to 64 bytes; with --output json whole, in base64.",
    footer = {
      "",
      "Exit codes: 0 read to the end; 1 a file is damaged or cannot be read; 2 wrong arguments.",
      "",
      "Examples:",
      "  vivarium txnlog show data/version-2/log.1",
      "  vivarium txnlog show data --path /app --op create,delete --from-time 2026-11-29T05:00:00Z",
      "  vivarium txnlog show data --session 0x100001020a30000 --output json"
    })
final class ShowCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private CommonOptions common;
  @Mixin private TxnFilter filter;

  @Parameters(arity = "1..*", paramLabel = "FILE", description = "Logs, or directories of logs.")
  private List<Path> files;

  @Option(
      names = "--limit",
      paramLabel = "N",
      defaultValue = "9223372036854775807",
      hideParamSyntax = true,
      description = "Print no more than so many.")
  private long limit;

  private long printed;

  /** Filled in by picocli, before anything is called. */
  @SuppressWarnings("NullAway")
  ShowCommand() {}

  @Override
  public Integer call() throws Exception {
    List<String> unknown = filter.unknownOps();
    if (!unknown.isEmpty()) {
      throw new ParameterException(spec.commandLine(), "--op: there is no " + unknown.getFirst());
    }
    List<Path> all = LogWalk.files(files);
    PrintWriter err = spec.commandLine().getErr();
    Progress progress = LogWalk.progress(err, "txnlog show", all);
    for (Path file : all) {
      if (printed == limit) {
        break;
      }
      LogFile.End end = LogWalk.all(file, progress, this::print);
      if (end == LogFile.End.TORN) {
        spec.commandLine().getOut().flush();
        err.println(file + ": the last record was not written to its end and is left out");
      }
    }
    return 0;
  }

  private boolean print(LogFile file) {
    if (filter.isPast(file.zxid())) {
      return false;
    }
    ParsedTxn parsed = LogWalk.decode(file);
    if (filter.matches(parsed)) {
      spec.commandLine()
          .getOut()
          .println(common.json() ? TxnText.json(parsed).toString() : TxnText.line(parsed));
      printed++;
    }
    return printed < limit;
  }
}
