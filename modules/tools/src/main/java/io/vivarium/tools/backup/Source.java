package io.vivarium.tools.backup;

import io.vivarium.model.Zxid;
import io.vivarium.tools.output.Progress;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What a state is restored from: a snapshot, and the logs behind it.
 *
 * @param end the backup in which the state lies
 * @param snapshot of that backup or of one before it
 * @param logs by zxid; of a log that several backups have, what the latest has
 */
record Source(Manifest end, Manifest.Snapshot snapshot, Map<Long, Manifest.Log> logs) {
  /**
   * Finds the newest snapshot from which something can be restored, going back over backups that join each other.
   *
   * @param all every backup, oldest first
   * @param end the one in which the state lies
   * @param usable whether a snapshot is old enough
   */
  static Source of(List<Manifest> all, Manifest end, Predicate<Manifest.Snapshot> usable)
      throws IOException {
    Map<Long, Manifest.Log> logs = new TreeMap<>();
    Manifest at = end;
    while (true) {
      at.logs().forEach(log -> logs.putIfAbsent(log.zxid(), log));
      if (usable.test(at.snapshot())) {
        return new Source(end, at.snapshot(), logs);
      }
      Manifest earlier = before(all, at.continues());
      if (earlier == null) {
        throw new IOException(
            "nothing that early can be restored: the snapshot of backup "
                + at.id()
                + " has effects of txns up to "
                + Zxid.text(at.snapshot().from())
                + ", and there is no backup before it that leads there without a gap");
      }
      at = earlier;
    }
  }

  private static @Nullable Manifest before(List<Manifest> all, @Nullable String id) {
    return all.stream().filter(each -> each.id().equals(id)).findFirst().orElse(null);
  }

  /** Everything that has to be read, for the progress. */
  long size() {
    return snapshot.piece().length() + needed().stream().mapToLong(Manifest.Log::length).sum();
  }

  /** The logs from the one on in which the first txn behind the snapshot is. */
  List<Manifest.Log> needed() {
    List<Manifest.Log> needed = new ArrayList<>();
    for (Manifest.Log log : logs.values()) {
      if (log.zxid() <= snapshot.zxid() + 1) {
        needed.clear();
      }
      needed.add(log);
    }
    return needed;
  }

  /** Writes the files into a directory as a server would have them, each compared with its SHA-256. */
  void unpack(Repository repository, Path directory, Progress progress) throws IOException {
    Files.createDirectories(directory);
    write(repository, directory.resolve(snapshot.name()), List.of(snapshot.piece()), progress);
    for (Manifest.Log log : needed()) {
      write(repository, directory.resolve(log.name()), log.pieces(), progress);
    }
    Long received = end.numbers().get("receivedState");
    if (received != null) {
      Files.writeString(directory.resolve("receivedState"), Long.toString(received));
    }
  }

  private static void write(Repository repository, Path file, List<Piece> pieces, Progress progress)
      throws IOException {
    try (OutputStream out = Files.newOutputStream(file)) {
      for (Piece piece : pieces) {
        try (InputStream in = repository.get(piece)) {
          progress.add(in.transferTo(out));
        }
      }
    }
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.force(true);
    }
  }
}
