package io.vivarium.tools.apache;

import io.vivarium.storage.filelog.DataFiles;
import io.vivarium.tools.backup.PurgeCommand;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.DateFormat;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** {@code zkCleanup.sh}: removes old snapshots and the logs that only they needed; nothing that recovery needs. */
final class PurgeTxnLog implements ApacheTools.Tool {
  private static final int FEWEST = 3;

  private final PrintWriter out;
  private final PrintWriter err;

  PurgeTxnLog(PrintWriter out, PrintWriter err) {
    this.out = out;
    this.err = err;
  }

  @Override
  public int run(String... args) throws IOException {
    List<String> directories = new ArrayList<>();
    String count = null;
    for (int i = 0; i < args.length; i++) {
      if (args[i].equals("-n")) {
        count = i + 1 < args.length ? args[++i] : null;
      } else {
        directories.add(args[i]);
      }
    }
    // The words of old: directories and a number, without -n.
    if (count == null && directories.size() == 3) {
      count = directories.removeLast();
    }
    if (directories.isEmpty() || directories.size() > 2 || !isNumber(count)) {
      return usage();
    }
    int kept = Integer.parseInt(count);
    if (kept < FEWEST) {
      err.println("count should be greater than or equal to " + FEWEST);
      return usage();
    }
    purge(
        DataFiles.directory(Path.of(directories.getLast())),
        DataFiles.directory(Path.of(directories.getFirst())),
        kept);
    return 0;
  }

  private static boolean isNumber(@Nullable String text) {
    return text != null && text.matches("\\d{1,9}");
  }

  private int usage() {
    out.println("Usage:");
    out.println("PurgeTxnLog dataLogDir [snapDir] -n count");
    out.println("\tdataLogDir -- path to the txn log directory");
    out.println("\tsnapDir -- path to the snapshot directory");
    out.println(
        "\tcount -- the number of old snaps/logs you want to keep, value should be greater than or equal to "
            + FEWEST);
    return 1;
  }

  private void purge(Path snapshots, Path logs, int count) throws IOException {
    Map<Path, Long> times = new HashMap<>();
    for (Path directory : List.of(snapshots, logs)) {
      if (!Files.isDirectory(directory)) {
        throw new IOException("there is no directory " + directory);
      }
      try (Stream<Path> files = Files.list(directory)) {
        for (Path file : files.filter(Files::isRegularFile).toList()) {
          times.put(file, Files.getLastModifiedTime(file).toMillis());
        }
      }
    }
    DateFormat dates = DateFormat.getDateTimeInstance();
    DataFiles.Purged purged = DataFiles.purge(snapshots, logs, count);
    for (Path file : purged.removed()) {
      String date = dates.format(times.getOrDefault(file, 0L)).replace('\u202f', ' ');
      out.println("Removing file: " + date + "\t" + file);
    }
    out.flush();
    // ZooKeeper's tool would have removed the good ones and kept these; its exit code stays.
    PurgeCommand.refusal(purged, count).forEach(said -> err.println("PurgeTxnLog: " + said));
  }
}
