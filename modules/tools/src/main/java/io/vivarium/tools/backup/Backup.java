package io.vivarium.tools.backup;

import io.vivarium.codec.SnapshotTrailer;
import io.vivarium.model.MalformedFrameException;
import io.vivarium.model.Zxid;
import io.vivarium.spi.storage.StorageException;
import io.vivarium.storage.filelog.DataFiles;
import io.vivarium.storage.filelog.LogFile;
import io.vivarium.storage.filelog.NumberedFile;
import io.vivarium.tools.output.CommonOptions;
import io.vivarium.tools.output.Progress;
import io.vivarium.tools.snapshot.Census;
import io.vivarium.tools.snapshot.SnapshotWalk;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Makes one backup of the directories of a server, which may run and write meanwhile: the newest snapshot that is sound, and the logs from
 * the one with its last txn, or with the last of the backup before, to the last whole record. What vanishes in between, because the server
 * purges, makes it begin again. One thread.
 */
final class Backup {
  private static final int ATTEMPTS = 20;
  private static final List<String> EPOCHS = List.of("currentEpoch", "acceptedEpoch");

  /** The state that a server is taking over, and the one that it took over last, as {@code Recovery} notes them. */
  private static final String RECEIVING = "receivingState";

  private static final String RECEIVED = "receivedState";
  private static final DateTimeFormatter ID =
      DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmssSSS'Z'").withZone(ZoneOffset.UTC);

  /** What an id begins with; one of an earlier version may have a number behind it. */
  private static final int ID_LENGTH = "20261129T050000000Z".length();

  private final DataDirectories.Pair directories;
  private final Repository repository;
  private final boolean thorough;
  private final Clock clock;
  private final PrintWriter err;
  private final Progress progress;
  private final @Nullable Manifest before;

  /**
   * A backup into a directory that is opened for writing.
   *
   * @param thorough whether bytes of the backup before are read before this one relies on them; else they must only be there
   */
  Backup(
      DataDirectories.Pair directories,
      Repository repository,
      boolean thorough,
      Clock clock,
      PrintWriter err)
      throws IOException {
    this.directories = directories;
    this.repository = repository;
    this.thorough = thorough;
    this.clock = clock;
    this.err = err;
    this.progress = new Progress(err, "backup", 0);
    List<Manifest> all = repository.list();
    this.before = all.isEmpty() ? null : all.getLast();
    repository
        .damaged()
        .forEach(damage -> err.println("backup: damaged and passed over: " + damage));
  }

  /** Makes it; returns once it is durable. */
  Manifest run() throws IOException {
    for (int attempt = 1; ; attempt++) {
      try {
        Manifest manifest = attempt();
        repository.publish(manifest);
        return manifest;
      } catch (IOException e) {
        // A file that was listed and is gone: the server purged. There are newer ones then.
        if (attempt == ATTEMPTS || !(vanished(e) || e instanceof OvertakenException)) {
          throw e;
        }
      }
    }
  }

  /** The server took over a state meanwhile: snapshot and logs may be of different histories. */
  private static final class OvertakenException extends IOException {
    private static final long serialVersionUID = 1;

    OvertakenException() {
      super("the server took over a state from another one while it was backed up; try again");
    }
  }

  private static boolean vanished(@Nullable Throwable failure) {
    for (Throwable each = failure; each != null; each = each.getCause()) {
      if (each instanceof NoSuchFileException) {
        return true;
      }
    }
    return false;
  }

  private Manifest attempt() throws IOException {
    Path snapshots = DataFiles.directory(directories.data());
    Path files = DataFiles.directory(directories.log());
    if (!Files.isDirectory(snapshots) || !Files.isDirectory(files)) {
      throw new IOException("there is no directory " + snapshots + " or " + files);
    }
    // Numbers first: an epoch that is older than the txns is put right by a start, one that is
    // newer claims what is not there.
    Map<String, Long> numbers = numbers(snapshots, EPOCHS);
    Map<String, Long> states = states(snapshots);
    Manifest.Snapshot snapshot = snapshot(snapshots);
    LogCapture capture = new LogCapture(repository, thorough, progress, snapshot, before);
    List<NumberedFile> listed = DataFiles.logs(files);
    if (!Files.exists(snapshots.resolve(snapshot.name()))) {
      // Purged since, and perhaps logs that it needs before they were listed: snapshots go first.
      throw new NoSuchFileException(snapshot.name());
    }
    List<Manifest.Log> logs = logs(listed, snapshot, capture);
    if (snapshot.exactFrom() > Math.max(snapshot.zxid(), capture.lastZxid())) {
      throw new IOException(
          "the snapshot "
              + snapshot.name()
              + " has effects of txns up to "
              + Zxid.text(snapshot.exactFrom())
              + ", and the logs in "
              + files
              + " end at "
              + Zxid.text(capture.lastZxid())
              + ": they are not of one server, or logs are missing");
    }
    Instant now = clock.instant();
    if (!states(snapshots).equals(states)) {
      throw new OvertakenException();
    }
    received(states, snapshot).ifPresent(zxid -> numbers.put(RECEIVED, zxid));
    return new Manifest(
        id(now),
        now,
        directories.data().toAbsolutePath().normalize().toString(),
        capture.continued(),
        numbers,
        withTime(snapshot, time(snapshot, capture, snapshots)),
        logs,
        Math.max(snapshot.zxid(), capture.lastZxid()),
        Math.max(snapshot.time(), capture.lastTime()));
  }

  private List<Manifest.Log> logs(
      List<NumberedFile> listed, Manifest.Snapshot snapshot, LogCapture capture)
      throws IOException {
    List<Manifest.Log> logs = new ArrayList<>();
    int replayed = holding(listed, snapshot.zxid() + 1);
    for (int i = needed(listed, snapshot); i < listed.size(); i++) {
      NumberedFile file = listed.get(i);
      if (Files.size(file.path()) < LogFile.HEADER_BYTES) {
        continue; // Begun this moment, or by a crash: it holds nothing. Were it an older one, txns
        // would be missing behind it.
      }
      try {
        logs.add(capture.take(file));
      } catch (StorageException e) {
        if (i >= replayed || vanished(e)) {
          throw e;
        }
        err.println("backup: passed over, all in it is in the snapshot: " + CommonOptions.said(e));
      }
    }
    return logs;
  }

  private static Map<String, Long> numbers(Path snapshots, List<String> names) throws IOException {
    Map<String, Long> numbers = new HashMap<>();
    for (String name : names) {
      DataFiles.number(snapshots, name).ifPresent(value -> numbers.put(name, value));
    }
    return numbers;
  }

  /** The intention first: when it is over at that time, the outcome is seen. */
  private static Map<String, Long> states(Path snapshots) throws IOException {
    return numbers(snapshots, List.of(RECEIVING, RECEIVED));
  }

  /** A state that is being taken over is a fact for a backup that has its snapshot; any other has the history before it. */
  private static Optional<Long> received(Map<String, Long> states, Manifest.Snapshot snapshot) {
    Long receiving = states.get(RECEIVING);
    return Optional.ofNullable(
        receiving != null && receiving == snapshot.zxid() ? receiving : states.get(RECEIVED));
  }

  /**
   * When the last txn was prepared whose effects may be in a snapshot, ms since 1970; where nobody knows, a later time. The newest in the
   * tree may be an earlier one: a delete leaves none there.
   */
  private static long time(Manifest.Snapshot snapshot, LogCapture capture, Path directory)
      throws IOException {
    if (snapshot.from() <= 0) {
      return 0; // It is of before all txns.
    }
    OptionalLong logged = capture.timeOfExact();
    return logged.isPresent()
        ? logged.getAsLong()
        : Files.getLastModifiedTime(directory.resolve(snapshot.name())).toMillis();
  }

  private static Manifest.Snapshot withTime(Manifest.Snapshot snapshot, long time) {
    return new Manifest.Snapshot(
        snapshot.name(),
        snapshot.zxid(),
        snapshot.exactFrom(),
        Math.max(snapshot.time(), time),
        snapshot.piece());
  }

  /** Ids are in the order in which backups were made, whatever the clock says: the newest are those to keep. */
  private String id(Instant now) {
    Instant after = before == null ? Instant.MIN : timeIn(before).plusMillis(1);
    Instant time = now.isAfter(after) ? now : after;
    while (repository.has(ID.format(time))) {
      time = time.plusMillis(1); // A damaged one, which is in no list.
    }
    return ID.format(time);
  }

  private static Instant timeIn(Manifest manifest) {
    String id = manifest.id();
    try {
      return ID.parse(id.substring(0, Math.min(ID_LENGTH, id.length())), Instant::from);
    } catch (DateTimeParseException e) {
      return manifest.created();
    }
  }

  private Manifest.Snapshot snapshot(Path directory) throws IOException {
    List<String> problems = new ArrayList<>();
    for (NumberedFile file : DataFiles.snapshots(directory)) {
      try {
        return take(file);
      } catch (MalformedFrameException e) {
        problems.add(CommonOptions.said(e));
      } catch (IOException e) {
        if (vanished(e)) {
          throw e;
        }
        problems.add(CommonOptions.said(e));
      }
      err.println("backup: passed over, the snapshot before is taken: " + problems.getLast());
    }
    throw new IOException(
        problems.isEmpty()
            ? "there is no snapshot in " + directory + ": was a server ever started there?"
            : "no snapshot in " + directory + " is sound: " + problems);
  }

  private Manifest.Snapshot take(NumberedFile file) throws IOException {
    Census census = new Census();
    SnapshotTrailer trailer =
        SnapshotWalk.read(file.path(), new Progress(err, "backup: reading", 0), census);
    String name = String.valueOf(file.path().getFileName());
    return new Manifest.Snapshot(
        name,
        file.zxid(),
        Census.exactFrom(file.zxid(), trailer),
        census.newestTime(),
        bytes(file.path(), name));
  }

  /** The bytes of a snapshot; of one that the backup before has nothing is written again. */
  private Piece bytes(Path file, String name) throws IOException {
    Manifest last = before;
    if (last != null
        && last.snapshot().name().equals(name)
        && last.snapshot().piece().length() == Files.size(file)) {
      try (InputStream in = Files.newInputStream(file)) {
        if (LogCapture.sha256(in).equals(last.snapshot().piece().sha256())
            && repository.has(last.snapshot().piece(), thorough)) {
          return last.snapshot().piece();
        }
      }
    }
    try (InputStream in = Files.newInputStream(file)) {
      return repository.put(in, progress);
    }
  }

  /**
   * Index of the first log that is needed: the one with the snapshot's last txn, which tells the time of that, or the one that joins the
   * backup before. All behind it are needed, too.
   */
  private int needed(List<NumberedFile> logs, Manifest.Snapshot snapshot) {
    Manifest last = before;
    return holding(
        logs, last == null ? snapshot.zxid() : Math.min(snapshot.zxid(), last.lastZxid()));
  }

  /** Index of the log in which a txn is, or would be. */
  private static int holding(List<NumberedFile> logs, long zxid) {
    int holding = 0;
    for (int i = 0; i < logs.size(); i++) {
      if (logs.get(i).zxid() <= zxid) {
        holding = i;
      }
    }
    return holding;
  }
}
