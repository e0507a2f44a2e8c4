package io.vivarium.tools.backup;

import io.vivarium.model.Zxid;
import io.vivarium.tools.output.CommonOptions;
import io.vivarium.tools.output.JsonObject;
import io.vivarium.tools.output.Progress;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command {@code vivarium backup}. */
@Command(
    name = "backup",
    description = {
      "Backs up a server's data into a directory, while the server runs or stands still: the newest sound snapshot and",
      "the logs up to the last whole txn. What an earlier backup in the directory has already is not written again. Until",
      "a backup is complete and on disk it does not exist; whatever ends it in the middle leaves the earlier ones as they were."
    },
    synopsisSubcommandLabel = "[COMMAND]",
    footer = {
      "",
      "A backup holds the data of znodes and digests of passwords: keep it as secret as the server's own directory.",
      "Exit codes: 0 done; 1 not done; 2 wrong arguments.",
      "",
      "Examples:",
      "  vivarium backup --config conf/zoo.cfg --to /backups/zk --keep 14",
      "  vivarium backup --data-dir /var/lib/zookeeper --to /backups/zk --verify",
      "  vivarium backup list --to /backups/zk"
    })
public final class BackupCommand implements Callable<Integer> {
  private final Clock clock;

  @Spec private CommandSpec spec;
  @Mixin private CommonOptions common;
  @Mixin private DataDirectories directories;

  @Option(
      names = "--to",
      paramLabel = "DIR",
      description = "The directory of the backups of this server; made where it is missing.")
  private @Nullable Path to;

  @Option(
      names = "--keep",
      paramLabel = "N",
      description =
          "Afterwards remove all but the newest N backups, and what only the others needed.")
  private @Nullable Integer keep;

  @Option(
      names = "--verify",
      description = {
        "Afterwards read everything back and compare it with its SHA-256.",
        "Before, what an earlier backup has, and write it again when damaged."
      })
  private boolean verify;

  /** Filled in by picocli, before anything is called. */
  @SuppressWarnings("NullAway")
  BackupCommand(Clock clock) {
    this.clock = clock;
  }

  /** The command with all that is below it. */
  public static CommandLine commandLine() {
    return new CommandLine(new BackupCommand(Clock.systemUTC()))
        .addSubcommand(new ListCommand())
        .addSubcommand(new VerifyCommand())
        .addSubcommand(new PruneCommand());
  }

  @Override
  public Integer call() throws Exception {
    Path target = to;
    if (target == null || (keep != null && keep < 1)) {
      throw new ParameterException(
          spec.commandLine(),
          target == null ? "say where to put the backup: --to DIR" : "--keep must be 1 or more");
    }
    DataDirectories.Pair from = directories.require(spec.commandLine());
    PrintWriter err = spec.commandLine().getErr();
    long begun = System.nanoTime();
    try (Repository repository = Repository.toWrite(target)) {
      Manifest manifest = new Backup(from, repository, verify, clock, err).run();
      if (verify) {
        Verification.bytes(
            repository, manifest, new Progress(err, "backup: verifying", manifest.size()));
      }
      report(repository, manifest, System.nanoTime() - begun);
      if (keep != null) {
        tellPruned(spec, repository.prune(keep));
      }
    }
    return 0;
  }

  /** Names what was removed. */
  static void tellPruned(CommandSpec spec, List<String> removed) {
    removed.forEach(id -> spec.commandLine().getErr().println("backup: removed " + id));
  }

  private void report(Repository repository, Manifest manifest, long nanos) throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    if (common.json()) {
      out.println(describe(manifest).put("ms", TimeUnit.NANOSECONDS.toMillis(nanos)));
      return;
    }
    out.println(
        "Backup "
            + manifest.id()
            + ": zxid "
            + Zxid.text(manifest.snapshot().from())
            + " to "
            + Zxid.text(manifest.lastZxid())
            + ", "
            + Progress.size(manifest.size())
            + " in "
            + (manifest.logs().size() + 1)
            + " files, "
            + Progress.size(stored(repository, manifest))
            + " compressed"
            + String.format(Locale.ROOT, ", %.1f s", nanos / 1e9));
    if (manifest.continues() != null) {
      out.println(
          "Continues " + manifest.continues() + ": every txn since can be restored to, too");
    }
  }

  private static long stored(Repository repository, Manifest manifest) throws IOException {
    long size = repository.storedSize(manifest.snapshot().piece());
    for (Manifest.Log log : manifest.logs()) {
      for (Piece piece : log.pieces()) {
        size += repository.storedSize(piece);
      }
    }
    return size;
  }

  private static JsonObject describe(Manifest manifest) {
    return new JsonObject()
        .put("id", manifest.id())
        .put("created", manifest.created().toString())
        .put("source", manifest.source())
        .zxid("snapshotZxid", manifest.snapshot().zxid())
        .zxid("fromZxid", manifest.snapshot().from())
        .zxid("lastZxid", manifest.lastZxid())
        .put("lastTime", Instant.ofEpochMilli(manifest.lastTime()).toString())
        .put("continues", manifest.continues())
        .put("bytes", manifest.size())
        .put("files", manifest.logs().size() + 1L);
  }

  /** The command {@code vivarium backup list}. */
  @Command(
      name = "list",
      description =
          "Lists the backups of a directory, oldest first, and what each can be restored to.",
      footer = {
        "",
        "Exit codes: 0 listed; 1 a manifest is damaged, or none can be read; 2 wrong arguments."
      })
  static final class ListCommand implements Callable<Integer> {
    @Spec private CommandSpec spec;
    @Mixin private CommonOptions common;

    @Option(
        names = {"--to", "--from"},
        required = true,
        paramLabel = "DIR",
        description = "The directory of the backups.")
    private Path directory;

    /** Filled in by picocli, before anything is called. */
    @SuppressWarnings("NullAway")
    ListCommand() {}

    @Override
    public Integer call() throws Exception {
      try (Repository repository = Repository.toRead(directory)) {
        PrintWriter out = spec.commandLine().getOut();
        for (Manifest manifest : repository.list()) {
          out.println(common.json() ? describe(manifest) : line(manifest));
        }
        out.flush();
        repository.damaged().forEach(spec.commandLine().getErr()::println);
        return repository.damaged().isEmpty() ? 0 : 1;
      }
    }

    private static String line(Manifest manifest) {
      return manifest.id()
          + "  zxid "
          + Zxid.text(manifest.snapshot().from())
          + " to "
          + Zxid.text(manifest.lastZxid())
          + "  last txn "
          + Instant.ofEpochMilli(manifest.lastTime())
          + "  "
          + Progress.size(manifest.size())
          + (manifest.continues() == null ? "" : "  continues " + manifest.continues());
    }
  }

  /** The command {@code vivarium backup verify}. */
  @Command(
      name = "verify",
      description = {
        "Reads backups back and compares every file with its SHA-256.",
        "With --replay also restores the last state in memory and compares its digest with the log's."
      },
      footer = {
        "",
        "Exit codes: 0 sound; 1 damaged, or cannot be read; 2 wrong arguments.",
        "",
        "Example:",
        "  vivarium backup verify --to /backups/zk --replay"
      })
  static final class VerifyCommand implements Callable<Integer> {
    @Spec private CommandSpec spec;
    @Mixin private CommonOptions common;

    @Option(
        names = {"--to", "--from"},
        required = true,
        paramLabel = "DIR",
        description = "The directory of the backups.")
    private Path directory;

    @Option(
        names = "--backup",
        paramLabel = "ID",
        description = "Only this one; all of them when not given.")
    private @Nullable String backup;

    @Option(
        names = "--replay",
        description =
            "Also replay the logs. Unpacks each backup into the directory for temporary files.")
    private boolean replay;

    /** Filled in by picocli, before anything is called. */
    @SuppressWarnings("NullAway")
    VerifyCommand() {}

    @Override
    public Integer call() throws Exception {
      PrintWriter err = spec.commandLine().getErr();
      boolean sound = true;
      try (Repository repository = Repository.toRead(directory)) {
        List<Manifest> chosen =
            backup == null ? repository.list() : List.of(repository.find(Optional.of(backup)));
        for (Manifest manifest : chosen) {
          sound &= verify(repository, manifest, err);
        }
        repository.damaged().forEach(err::println);
        return sound && repository.damaged().isEmpty() ? 0 : 1;
      }
    }

    private boolean verify(Repository repository, Manifest manifest, PrintWriter err) {
      String problem = "";
      String digest = null;
      try {
        Verification.bytes(
            repository, manifest, new Progress(err, "backup verify", manifest.size()));
        if (replay) {
          digest = Verification.replay(repository, manifest, err);
        }
      } catch (IOException e) {
        problem = CommonOptions.said(e);
      }
      JsonObject json =
          new JsonObject()
              .put("id", manifest.id())
              .put("sound", problem.isEmpty())
              .put("digest", digest)
              .put("problem", problem);
      String text =
          manifest.id()
              + (problem.isEmpty() ? ": sound" : ": NOT SOUND: " + problem)
              + (digest == null ? "" : ", " + digest);
      spec.commandLine().getOut().println(common.json() ? json : text);
      return problem.isEmpty();
    }
  }

  /** The command {@code vivarium backup prune}. */
  @Command(
      name = "prune",
      description = "Removes all but the newest backups, and what only they needed.",
      footer = {
        "",
        "Nothing is removed while a manifest is damaged.",
        "Exit codes: 0 done; 1 not done; 2 wrong arguments."
      })
  static final class PruneCommand implements Callable<Integer> {
    @Spec private CommandSpec spec;

    @Option(
        names = {"-h", "--help"},
        usageHelp = true,
        description = "Show this help.")
    @SuppressWarnings("unused") // picocli reads it
    private boolean help;

    @Option(
        names = "--to",
        required = true,
        paramLabel = "DIR",
        description = "The directory of the backups.")
    private Path directory;

    @Option(names = "--keep", required = true, paramLabel = "N", description = "How many stay.")
    private int keep;

    /** Filled in by picocli, before anything is called. */
    @SuppressWarnings("NullAway")
    PruneCommand() {}

    @Override
    public Integer call() throws Exception {
      if (keep < 1) {
        throw new ParameterException(spec.commandLine(), "--keep must be 1 or more");
      }
      Repository.toRead(directory).close();
      try (Repository repository = Repository.toWrite(directory)) {
        tellPruned(spec, repository.prune(keep));
      }
      return 0;
    }
  }
}
