package io.vivarium.tools.backup;

import io.vivarium.model.TxnDigest;
import io.vivarium.model.Zxid;
import io.vivarium.spi.TimeSource;
import io.vivarium.storage.filelog.DataFiles;
import io.vivarium.tools.output.CommonOptions;
import io.vivarium.tools.output.JsonObject;
import io.vivarium.tools.output.Progress;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command {@code vivarium restore}. */
@Command(
    name = "restore",
    description = {
      "Writes the state of a backup, or of any txn or time that the backups reach, into an empty data directory.",
      "The server must not run. The log is replayed as at a start, and the tree compared with the digests in log and",
      "snapshot; what differs is not restored.",
      "",
      "Sessions are restored with the tree: clients that come back in time go on with them, the others expire and their",
      "ephemerals vanish as always. With --drop-ephemerals they end at once."
    },
    footer = {
      "",
      "An ensemble: stop all servers, and restore on each of them with the same options. See backup-and-restore.md.",
      "",
      "Exit codes: 0 restored and verified; 1 not restored; 2 wrong arguments; 3 restored, but log and snapshot have no",
      "digest to compare with.",
      "",
      "Examples:",
      "  vivarium restore --from /backups/zk --data-dir /var/lib/zookeeper",
      "  vivarium restore --from /backups/zk --config conf/zoo.cfg --to-zxid 0x1a2b --new-epoch",
      "  vivarium restore --from /backups/zk --data-dir /tmp/look --to-time 2026-11-29T05:00:00Z"
    })
public final class RestoreCommand implements Callable<Integer> {
  private static final int UNVERIFIED = 3;

  @Spec private CommandSpec spec;
  @Mixin private CommonOptions common;
  @Mixin private DataDirectories directories;

  @Option(
      names = "--from",
      required = true,
      paramLabel = "DIR",
      description = "The directory of the backups.")
  private Path from;

  @Option(
      names = "--backup",
      paramLabel = "ID",
      description =
          "The backup to restore from, as 'vivarium backup list' shows it; the newest that fits when not given.")
  private @Nullable String backup;

  @Option(
      names = "--to-zxid",
      paramLabel = "ZXID",
      converter = CommonOptions.Hex.class,
      description = "The last txn to restore, 0x1a or decimal.")
  private @Nullable Long toZxid;

  @Option(
      names = "--to-time",
      paramLabel = "TIME",
      converter = CommonOptions.Moment.class,
      description = "Restore what was before the first txn later than this.")
  private @Nullable Instant toTime;

  @Option(
      names = "--drop-ephemerals",
      description =
          "End all sessions and remove their ephemerals, in a new epoch (implies --new-epoch).")
  private boolean dropEphemerals;

  @Option(
      names = "--new-epoch",
      arity = "0..1",
      fallbackValue = "0",
      paramLabel = "N",
      description = {
        "Count zxids on from a new epoch: one more than any in the backup, or N.",
        "Clients that have seen later txns than the restored one are refused without it. A server restored so wins over",
        "servers that have newer data: use it on all of an ensemble, or on none."
      })
  private @Nullable Long newEpoch;

  @Option(
      names = "--force",
      description =
          "If the data directory is not empty, move version-2 aside to version-2.before-restore-<time>, once what"
              + " takes its place is written.")
  private boolean force;

  private final Restoration.Storages storages;

  /** Filled in by picocli, before anything is called. */
  public RestoreCommand() {
    this(Restoration.FILES);
  }

  @SuppressWarnings("NullAway")
  RestoreCommand(Restoration.Storages storages) {
    this.storages = storages;
  }

  @Override
  public Integer call() throws Exception {
    if (toZxid != null && toTime != null) {
      throw new ParameterException(
          spec.commandLine(), "--to-zxid and --to-time say two things: give one of them");
    }
    DataDirectories.Pair to = directories.require(spec.commandLine());
    try (Replacement replacement = Replacement.at(to, spec.commandLine().getErr());
        Repository repository = Repository.toRead(from)) {
      if (!force) {
        replacement.refuseData();
      }
      Source source = choose(repository);
      Files.createDirectories(to.data());
      try (Staging staging = Staging.at(to.data().resolve("restore-in-progress"))) {
        return restore(repository, source, staging, replacement, to);
      }
    }
  }

  private int restore(
      Repository repository,
      Source source,
      Staging staging,
      Replacement replacement,
      DataDirectories.Pair to)
      throws IOException {
    PrintWriter err = spec.commandLine().getErr();
    source.unpack(
        repository,
        DataFiles.directory(staging.path()),
        new Progress(err, "restore: unpacking", source.size()));
    Restoration restoration = new Restoration(staging.path(), storages, err);
    Restoration.Restored restored = restoration.replay(source, moment());
    long accepted = source.end().numbers().getOrDefault("acceptedEpoch", 0L);
    if (newEpoch != null || dropEphemerals) {
      long epoch = epoch(restored.zxid(), Math.max(accepted, current(source)));
      Restoration.newEpoch(restored.tree(), epoch, dropEphemerals, TimeSource.system());
    }
    Path data = staging.path().resolve("written");
    Path log = to.log().equals(to.data()) ? data : staging.path().resolve("written-log");
    DataDirectories.Pair written = new DataDirectories.Pair(data, log);
    restoration.write(restored.tree(), written, accepted);
    replacement.put(written, Clock.systemUTC().instant());
    report(source, restored, to);
    return restored.verified() == null ? UNVERIFIED : 0;
  }

  private static long current(Source source) {
    return source.end().numbers().getOrDefault("currentEpoch", 0L);
  }

  private Moment moment() {
    if (toZxid != null) {
      return new Moment.AtZxid(toZxid);
    }
    return toTime == null ? new Moment.Latest() : new Moment.AtTime(toTime.toEpochMilli());
  }

  private long epoch(long zxid, long known) {
    long next = Math.max(Zxid.epoch(zxid), known) + 1;
    long wanted = newEpoch == null || newEpoch == 0 ? next : newEpoch;
    if (wanted < next || wanted > Integer.MAX_VALUE) {
      throw new ParameterException(
          spec.commandLine(),
          "--new-epoch=" + wanted + " must be from " + next + " to " + Integer.MAX_VALUE);
    }
    return wanted;
  }

  private Source choose(Repository repository) throws IOException {
    List<Manifest> all = repository.list();
    Manifest newest = repository.find(Optional.ofNullable(backup));
    Moment moment = moment();
    Manifest end = newest;
    if (backup == null && !(moment instanceof Moment.Latest)) {
      // The earliest backup that reaches so far has the fewest txns to pass over.
      for (Manifest each : all.reversed()) {
        end = reaches(each, moment) ? each : end;
      }
    }
    if (!reaches(end, moment)) {
      throw new IOException(
          "backup "
              + end.id()
              + " ends at zxid "
              + Zxid.text(end.lastZxid())
              + ", "
              + Instant.ofEpochMilli(end.lastTime()));
    }
    return Source.of(all, end, snapshot -> usable(snapshot, moment));
  }

  private static boolean reaches(Manifest manifest, Moment moment) {
    return switch (moment) {
      case Moment.AtZxid at -> manifest.lastZxid() >= at.zxid();
      case Moment.AtTime at -> manifest.lastTime() >= at.millis();
      case Moment.Latest _ -> true;
    };
  }

  private static boolean usable(Manifest.Snapshot snapshot, Moment moment) {
    return switch (moment) {
      case Moment.AtZxid at -> snapshot.from() <= at.zxid();
      case Moment.AtTime at -> snapshot.time() <= at.millis();
      case Moment.Latest _ -> true;
    };
  }

  private void report(Source source, Restoration.Restored restored, DataDirectories.Pair to) {
    PrintWriter out = spec.commandLine().getOut();
    TxnDigest digest = restored.verified();
    long now = restored.tree().lastZxid();
    if (common.json()) {
      out.println(
          new JsonObject()
              .put("backup", source.end().id())
              .zxid("zxid", restored.zxid())
              .put("time", Instant.ofEpochMilli(restored.time()).toString())
              .put("znodes", restored.tree().nodeCount())
              .put("sessions", restored.tree().sessions().size())
              .put("verified", digest != null)
              .put("digest", digest == null ? null : Long.toUnsignedString(digest.value()))
              .zxid("startsAt", now)
              .put("dataDir", to.data().toString()));
      return;
    }
    out.println(
        "Restored zxid "
            + Zxid.text(restored.zxid())
            + " of backup "
            + source.end().id()
            + (restored.time() == 0 ? "" : ", txn of " + Instant.ofEpochMilli(restored.time()))
            + " into "
            + to.data());
    out.println(
        restored.tree().nodeCount()
            + " znodes, "
            + restored.tree().sessions().size()
            + " sessions, "
            + restored.tree().ephemeralCount()
            + " ephemerals");
    out.println(
        digest == null
            ? "NOT verified: neither log nor snapshot has a digest for this zxid"
            : "Verified: the digest is " + Long.toUnsignedString(digest.value()) + ", as logged");
    if (now != restored.zxid()) {
      out.println("Counts on in epoch " + Zxid.epoch(now) + ", from zxid " + Zxid.text(now));
    } else if (source.end().lastZxid() > now) {
      out.println(
          "Clients that have seen later txns are refused until the server has passed them; --new-epoch avoids that");
    }
  }
}
