package io.vivarium.tools.log;

import io.vivarium.model.ParsedTxn;
import io.vivarium.model.Zxid;
import io.vivarium.storage.filelog.LogFile;
import io.vivarium.tools.output.CommonOptions;
import io.vivarium.tools.output.JsonObject;
import io.vivarium.tools.output.Progress;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command {@code vivarium txnlog summarise}. */
@Command(
    name = "summarise",
    description =
        "Tells what logs hold: how many txns of each kind and below which top-level znodes, bytes, and rates.",
    footer = {
      "",
      "Exit codes: 0 read to the end; 1 a file is damaged or cannot be read; 2 wrong arguments.",
      "",
      "Example:",
      "  vivarium txnlog summarise data --from-time 2026-11-29T05:00:00Z"
    })
final class SummariseCommand implements Callable<Integer> {
  private static final int MOST_PATHS = 1_000;
  private static final int SHOWN_PATHS = 10;
  private static final String OTHERS = "(others)";

  @Spec private CommandSpec spec;
  @Mixin private CommonOptions common;
  @Mixin private TxnFilter filter;

  @Parameters(arity = "1..*", paramLabel = "FILE", description = "Logs, or directories of logs.")
  private List<Path> files;

  private final Map<String, Long> byOp = new TreeMap<>();
  private final Map<String, Long> byTop = new HashMap<>();
  private long txns;
  private long bytes;
  private long largest;
  private long largestZxid;
  private long firstZxid;
  private long lastZxid;
  private long firstTime;
  private long lastTime;

  /** Filled in by picocli, before anything is called. */
  @SuppressWarnings("NullAway")
  SummariseCommand() {}

  @Override
  public Integer call() throws Exception {
    List<Path> all = LogWalk.files(files);
    Progress progress = LogWalk.progress(spec.commandLine().getErr(), "txnlog summarise", all);
    for (Path file : all) {
      LogWalk.all(file, progress, this::count);
    }
    PrintWriter out = spec.commandLine().getOut();
    if (common.json()) {
      out.println(json());
    } else {
      print(out);
    }
    return 0;
  }

  private boolean count(LogFile file) {
    ParsedTxn parsed = LogWalk.decode(file);
    if (!filter.matches(parsed)) {
      return !filter.isPast(file.zxid());
    }
    long size = file.nextOffset() - file.offset();
    if (txns++ == 0) {
      firstZxid = file.zxid();
      firstTime = parsed.header().time();
    }
    lastZxid = file.zxid();
    lastTime = parsed.header().time();
    bytes += size;
    if (size > largest) {
      largest = size;
      largestZxid = file.zxid();
    }
    byOp.merge(TxnText.name(parsed.txn().op()), 1L, Long::sum);
    TxnFilter.paths(parsed.txn()).map(SummariseCommand::top).distinct().forEach(this::countTop);
    return true;
  }

  private void countTop(String top) {
    boolean room = byTop.size() < MOST_PATHS || byTop.containsKey(top);
    byTop.merge(room ? top : OTHERS, 1L, Long::sum);
  }

  private static String top(String path) {
    int slash = path.indexOf('/', 1);
    return slash < 0 ? path : path.substring(0, slash);
  }

  private Stream<Map.Entry<String, Long>> busiest() {
    return byTop.entrySet().stream()
        .sorted(
            Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder())
                .thenComparing(Map.Entry.comparingByKey()))
        .limit(SHOWN_PATHS);
  }

  private JsonObject json() {
    JsonObject ops = new JsonObject();
    byOp.forEach(ops::put);
    JsonObject tops = new JsonObject();
    busiest().forEach(entry -> tops.put(entry.getKey(), entry.getValue()));
    return new JsonObject()
        .put("txns", txns)
        .put("bytes", bytes)
        .zxid("firstZxid", firstZxid)
        .zxid("lastZxid", lastZxid)
        .put("firstTime", Instant.ofEpochMilli(firstTime).toString())
        .put("lastTime", Instant.ofEpochMilli(lastTime).toString())
        .put("largestBytes", largest)
        .zxid("largestZxid", largestZxid)
        .put("ops", ops)
        .put("paths", tops);
  }

  private void print(PrintWriter out) {
    out.println("txns      " + txns);
    if (txns == 0) {
      return;
    }
    out.println("zxid      " + Zxid.text(firstZxid) + " to " + Zxid.text(lastZxid));
    out.println(
        "time      " + Instant.ofEpochMilli(firstTime) + " to " + Instant.ofEpochMilli(lastTime));
    double seconds = Math.max(1, lastTime - firstTime) / 1000.0;
    out.println(
        String.format(
            Locale.ROOT,
            "bytes     %s, %d a txn, %.1f txns a second",
            Progress.size(bytes),
            bytes / txns,
            txns / seconds));
    out.println("largest   " + Progress.size(largest) + ", zxid " + Zxid.text(largestZxid));
    byOp.forEach((op, count) -> out.printf("%-16s %d%n", op, count));
    out.println("busiest znodes at the top, by txns:");
    busiest().forEach(entry -> out.printf("  %-30s %d%n", entry.getKey(), entry.getValue()));
  }
}
