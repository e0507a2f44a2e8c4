package io.vivarium.tools.snapshot;

import io.vivarium.codec.SnapshotTrailer;
import io.vivarium.model.EphemeralOwner;
import io.vivarium.model.Printable;
import io.vivarium.model.Zxid;
import io.vivarium.tools.output.CommonOptions;
import io.vivarium.tools.output.JsonObject;
import io.vivarium.tools.output.Progress;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command {@code vivarium snapshot summarise}. */
@Command(
    name = "summarise",
    description =
        "Tells what a snapshot holds: znodes by kind, bytes, sessions, the largest data and the most children.",
    footer = {
      "",
      "Exit codes: 0 read to the end; 1 the file is damaged or cannot be read; 2 wrong arguments.",
      "",
      "Example:",
      "  vivarium snapshot summarise data/version-2/snapshot.19"
    })
final class SummariseCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private CommonOptions common;

  @Parameters(paramLabel = "FILE", description = "The snapshot.")
  private Path file;

  /** Filled in by picocli, before anything is called. */
  @SuppressWarnings("NullAway")
  SummariseCommand() {}

  @Override
  public Integer call() throws Exception {
    Census census = new Census();
    Progress progress = new Progress(spec.commandLine().getErr(), "snapshot summarise", 0);
    SnapshotTrailer trailer = SnapshotWalk.read(file, progress, census);
    census.finish();
    long exactFrom = Census.exactFrom(SnapshotWalk.nameZxid(file), trailer);
    if (common.json()) {
      spec.commandLine().getOut().println(json(census, exactFrom));
    } else {
      print(census, exactFrom, spec.commandLine().getOut());
    }
    return 0;
  }

  private JsonObject json(Census census, long exactFrom) {
    return new JsonObject()
        .put("file", file.toString())
        .zxid("zxid", SnapshotWalk.nameZxid(file))
        .zxid("effectsUpTo", exactFrom)
        .put("znodes", census.nodes())
        .put("ephemerals", census.count(EphemeralOwner.Kind.EPHEMERAL))
        .put("containers", census.count(EphemeralOwner.Kind.CONTAINER))
        .put("ttls", census.count(EphemeralOwner.Kind.TTL))
        .put("dataBytes", census.dataBytes())
        .put("pathBytes", census.pathBytes())
        .put("depth", census.depth())
        .put("sessions", census.sessions())
        .put("ownersWithoutSession", census.orphanOwners())
        .put("acls", census.acls())
        .put("digest", Long.toUnsignedString(census.digest()))
        .put("newestTime", Instant.ofEpochMilli(census.newestTime()).toString())
        .put("largestData", ranked(census.heaviest()))
        .put("mostChildren", ranked(census.widest()));
  }

  private static List<JsonObject> ranked(List<Census.Ranked> list) {
    return list.stream()
        .map(each -> new JsonObject().put("path", each.path()).put("figure", each.figure()))
        .toList();
  }

  private static void print(Census census, long exactFrom, PrintWriter out) {
    out.println(
        "znodes    "
            + census.nodes()
            + ", of them "
            + census.count(EphemeralOwner.Kind.EPHEMERAL)
            + " ephemerals, "
            + census.count(EphemeralOwner.Kind.CONTAINER)
            + " containers, "
            + census.count(EphemeralOwner.Kind.TTL)
            + " with a time to live");
    out.println(
        "bytes     "
            + Progress.size(census.dataBytes())
            + " of data, "
            + Progress.size(census.pathBytes())
            + " of paths, depth "
            + census.depth());
    out.println("sessions  " + census.sessions());
    out.println("acls      " + census.acls());
    out.println("digest    " + Long.toUnsignedString(census.digest()));
    out.println(
        "zxids     "
            + (exactFrom < 0 ? "the file does not tell" : "effects up to " + Zxid.text(exactFrom))
            + ", newest in a znode "
            + Zxid.text(census.newestZxid())
            + " at "
            + Instant.ofEpochMilli(census.newestTime()));
    out.println("largest data:");
    census.heaviest().forEach(each -> print(out, each, Progress.size(each.figure())));
    out.println("most children:");
    census.widest().forEach(each -> print(out, each, Long.toString(each.figure())));
  }

  private static void print(PrintWriter out, Census.Ranked each, String figure) {
    out.printf("  %10s %s%n", figure, Printable.of(each.path()));
  }
}
