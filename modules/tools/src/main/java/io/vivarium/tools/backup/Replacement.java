package io.vivarium.tools.backup;

import io.vivarium.storage.filelog.DataFiles;
import java.io.Closeable;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Puts data that was written elsewhere in the place of a server's. From the beginning to the end no server can have the directories that there
 * are; what is in them is touched only when what comes in its place is whole and on disk, and then by renaming. One thread.
 */
final class Replacement implements Closeable {
  private final DataDirectories.Pair place;
  private final List<Path> directories;
  private final PrintWriter err;
  private final List<Closeable> possessions = new ArrayList<>();

  /** What did not exist at the beginning: a server that was started meanwhile has made it, and has it. */
  private final List<Path> missing = new ArrayList<>();

  private Replacement(DataDirectories.Pair place, PrintWriter err) throws IOException {
    this.place = place;
    this.err = err;
    Path data = DataFiles.directory(place.data());
    Path log = DataFiles.directory(place.log());
    boolean two =
        !data.equals(log)
            && !(Files.exists(data) && Files.exists(log) && Files.isSameFile(data, log));
    directories = two ? List.of(data, log) : List.of(data);
  }

  /** Takes possession of the directories of a server, as far as there are any; fails when somebody has them. */
  static Replacement at(DataDirectories.Pair place, PrintWriter err) throws IOException {
    Replacement replacement = new Replacement(place, err);
    try {
      for (Path directory : replacement.directories) {
        if (Files.isDirectory(directory)) {
          replacement.possessions.add(DataFiles.possess(directory));
        } else {
          replacement.missing.add(directory);
        }
      }
      return replacement;
    } catch (IOException e) {
      replacement.close();
      throw e;
    }
  }

  /** Fails when there is data that nobody said may go. */
  void refuseData() throws IOException {
    for (Path directory : directories) {
      Optional<Path> data = data(directory).stream().findFirst();
      if (data.isPresent()) {
        throw new IOException(
            directory
                + " is not empty, it holds "
                + data.get().getFileName()
                + ". Stop the server, and move it away or have it moved with --force");
      }
    }
  }

  /**
   * Moves what is there aside and what was written to its place, durably. When that fails, what was moved aside is moved back where that is
   * still possible, and named.
   *
   * @param written directories on the file system of {@link DataDirectories.Pair#data}, which lose their contents
   * @param at when this is, for the name of what is moved aside
   */
  void put(DataDirectories.Pair written, Instant at) throws IOException {
    for (Path directory : missing) {
      if (Files.exists(directory)) {
        throw new IOException(
            directory
                + " was made while this ran; stop the server that was started there, and try again");
      }
    }
    String suffix = ".before-restore-" + at.toString().replaceAll("[:.]", "");
    Files.createDirectories(place.log());
    List<Path> moved = new ArrayList<>();
    try {
      for (Path directory : directories) {
        if (!data(directory).isEmpty()) {
          Files.move(directory, aside(directory, suffix));
          moved.add(directory);
          err.println("restore: moved " + directory + " to " + aside(directory, suffix));
        }
      }
      move(DataFiles.directory(written.data()), DataFiles.directory(place.data()));
      Files.createDirectories(DataFiles.directory(place.log()));
    } catch (IOException e) {
      moveBack(moved, suffix);
      throw e;
    }
    for (Path directory : directories) {
      force(directory);
      force(directory.resolveSibling(""));
    }
  }

  /** Gives the directories free. */
  @Override
  public void close() throws IOException {
    for (Closeable possession : possessions) {
      possession.close();
    }
  }

  /** An empty directory stays what it is: it may be a link or a mounted disk. */
  private static void move(Path written, Path directory) throws IOException {
    if (!Files.exists(directory)) {
      Files.move(written, directory);
      return;
    }
    for (Path file : snapshotFirst(data(written))) {
      Path moved = Files.move(file, directory.resolve(file.getFileName()));
      // On a disk of its own it was copied, and the copy is as yet in memory.
      force(moved);
    }
  }

  /** Epochs without the state that they belong to would be worse than nothing. */
  private static List<Path> snapshotFirst(List<Path> files) {
    return files.stream().sorted(Comparator.comparing(file -> !isSnapshot(file))).toList();
  }

  private static boolean isSnapshot(Path file) {
    return String.valueOf(file.getFileName()).startsWith("snapshot.");
  }

  private void moveBack(List<Path> moved, String suffix) {
    for (Path directory : moved) {
      try {
        Files.move(aside(directory, suffix), directory);
        err.println("restore: moved " + aside(directory, suffix) + " back to " + directory);
      } catch (IOException e) {
        err.println(
            "restore: what was in "
                + directory
                + " is in "
                + aside(directory, suffix)
                + " and could not be moved back: "
                + e);
      }
    }
  }

  private static Path aside(Path directory, String suffix) {
    return directory.resolveSibling(directory.getFileName() + suffix);
  }

  /** What is in a directory besides marks and locks of ours; nothing when it does not exist. */
  private static List<Path> data(Path directory) throws IOException {
    if (!Files.isDirectory(directory)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(directory)) {
      return files
          .filter(file -> !String.valueOf(file.getFileName()).startsWith("vivarium."))
          .toList();
    }
  }

  private static void force(Path path) throws IOException {
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }
}
