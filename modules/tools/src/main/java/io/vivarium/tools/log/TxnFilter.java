package io.vivarium.tools.log;

import io.vivarium.model.OpCode;
import io.vivarium.model.ParsedTxn;
import io.vivarium.model.Txn;
import io.vivarium.tools.output.CommonOptions;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options that say which txns are meant. */
final class TxnFilter {
  @Option(
      names = "--from-zxid",
      paramLabel = "ZXID",
      converter = CommonOptions.Hex.class,
      description = "Only txns from this zxid on, 0x1a or decimal.")
  private @Nullable Long fromZxid;

  @Option(
      names = "--to-zxid",
      paramLabel = "ZXID",
      converter = CommonOptions.Hex.class,
      description = "Only txns up to this zxid.")
  private @Nullable Long toZxid;

  @Option(
      names = "--from-time",
      paramLabel = "TIME",
      converter = CommonOptions.Moment.class,
      description = "Only txns from this time on, for example 2026-11-29T05:00:00Z.")
  private @Nullable Instant fromTime;

  @Option(
      names = "--to-time",
      paramLabel = "TIME",
      converter = CommonOptions.Moment.class,
      description = "Only txns up to this time.")
  private @Nullable Instant toTime;

  @Option(
      names = "--session",
      paramLabel = "ID",
      converter = CommonOptions.Hex.class,
      description = "Only txns of this session.")
  private @Nullable Long session;

  @Option(
      names = "--path",
      paramLabel = "PATH",
      description = "Only txns that concern this znode or one below it.")
  private @Nullable String path;

  @Option(
      names = "--op",
      paramLabel = "OP",
      split = ",",
      description =
          "Only txns of these kinds: create, createTTL, createContainer, delete, setData, setACL, multi, reconfig,"
              + " createSession, closeSession, error.")
  private @Nullable Set<String> ops;

  /** Filled in by picocli, before anything is called. */
  TxnFilter() {}

  /** Whether no later txn can match. */
  boolean isPast(long zxid) {
    return toZxid != null && Long.compareUnsigned(zxid, toZxid) > 0;
  }

  /** Kinds that do not exist. */
  List<String> unknownOps() {
    Set<String> known = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    for (OpCode op : OpCode.values()) {
      known.add(TxnText.name(op));
    }
    return ops == null ? List.of() : ops.stream().filter(op -> !known.contains(op)).toList();
  }

  boolean matches(ParsedTxn parsed) {
    long zxid = parsed.header().zxid();
    long time = parsed.header().time();
    return (fromZxid == null || Long.compareUnsigned(zxid, fromZxid) >= 0)
        && !isPast(zxid)
        && (fromTime == null || time >= fromTime.toEpochMilli())
        && (toTime == null || time <= toTime.toEpochMilli())
        && (session == null || parsed.header().sessionId() == session)
        && (ops == null || ops.stream().anyMatch(TxnText.name(parsed.txn().op())::equalsIgnoreCase))
        && (path == null || paths(parsed.txn()).anyMatch(this::isBelow));
  }

  private boolean isBelow(String other) {
    String top = String.valueOf(path);
    return other.equals(top)
        || top.equals("/")
        || (other.startsWith(top) && other.charAt(top.length()) == '/');
  }

  /** The paths that a txn concerns. */
  static Stream<String> paths(Txn txn) {
    return switch (txn) {
      case Txn.Create create -> Stream.of(create.path());
      case Txn.Delete delete -> Stream.of(delete.path());
      case Txn.SetData set -> Stream.of(set.path());
      case Txn.Reconfig reconfig -> Stream.of(reconfig.path());
      case Txn.SetAcl set -> Stream.of(set.path());
      case Txn.Check check -> Stream.of(check.path());
      case Txn.Multi multi -> multi.parts().stream().flatMap(TxnFilter::paths);
      case Txn.CloseSession close ->
          close.ephemerals() == null ? Stream.empty() : close.ephemerals().stream();
      case Txn.CreateSession _, Txn.Failed _ -> Stream.empty();
    };
  }
}
