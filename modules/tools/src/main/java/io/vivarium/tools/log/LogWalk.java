package io.vivarium.tools.log;

import io.vivarium.codec.TxnCodec;
import io.vivarium.model.ParsedTxn;
import io.vivarium.spi.FatalReason;
import io.vivarium.spi.storage.StorageException;
import io.vivarium.storage.filelog.DataFiles;
import io.vivarium.storage.filelog.LogFile;
import io.vivarium.storage.filelog.NumberedFile;
import io.vivarium.tools.output.CommonOptions;
import io.vivarium.tools.output.Progress;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Goes through the records of files, one after the other. */
final class LogWalk {
  private LogWalk() {}

  /** Takes records. */
  @FunctionalInterface
  interface Visitor {
    /** A record; false ends the walk through all files. */
    boolean txn(LogFile file) throws IOException;
  }

  /** The files that are meant: a directory stands for the logs in it, or in {@code version-2} below it. */
  static List<Path> files(List<Path> named) throws IOException {
    List<Path> files = new ArrayList<>();
    for (Path path : named) {
      if (!Files.isDirectory(path)) {
        files.add(path);
        continue;
      }
      Path directory =
          Files.isDirectory(DataFiles.directory(path)) ? DataFiles.directory(path) : path;
      List<NumberedFile> logs = DataFiles.logs(directory);
      if (logs.isEmpty()) {
        throw new IOException("there is no log.<zxid> in " + directory);
      }
      logs.forEach(log -> files.add(log.path()));
    }
    return files;
  }

  /** The txn of the record at hand. */
  static ParsedTxn decode(LogFile file) {
    return TxnCodec.decode(file.payload(), CommonOptions.fieldLimit());
  }

  /** Visits all records of one file up to its end, which is judged. */
  static LogFile.End all(Path path, Progress progress, Visitor visitor) throws IOException {
    try (LogFile file = LogFile.open(path, CommonOptions.maxBuffer())) {
      long before = 0;
      while (file.next()) {
        progress.add(file.nextOffset() - before);
        before = file.nextOffset();
        if (!visitor.txn(file)) {
          return LogFile.End.CLEAN;
        }
      }
      return file.end();
    }
  }

  /** Progress over files. */
  static Progress progress(PrintWriter err, String what, List<Path> files) throws IOException {
    long total = 0;
    for (Path file : files) {
      if (!Files.isRegularFile(file)) {
        throw new IOException("there is no file " + file);
      }
      total += Files.size(file);
    }
    return new Progress(err, what, total);
  }

  /** A place where a file may be written: nothing is there. */
  static Path free(Path out) throws StorageException {
    if (Files.exists(out)) {
      throw new StorageException(
          FatalReason.INVALID_INVOCATION,
          out + " exists already; remove it or name another file with --out",
          null);
    }
    return out;
  }
}
