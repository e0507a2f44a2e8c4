package io.vivarium.certificates.command;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Files that belong together. Each is written beside its place, and only when all are whole and on disk they are put there; when that
 * fails, none of them is there. One thread.
 */
final class NewFiles implements AutoCloseable {
  private final Content content;

  /** What was written, by its place. */
  private final Map<Path, Path> unfinished = new LinkedHashMap<>();

  /** What is in its place and goes again unless all are. */
  private final List<Path> placed = new ArrayList<>();

  NewFiles(Content content) {
    this.content = content;
  }

  /**
   * Writes one of them.
   *
   * @param access what it is made with, so that nobody else sees it for a moment either
   */
  void add(Path file, String text, FileAttribute<?>... access) throws IOException {
    Path beside =
        file.resolveSibling(file.getFileName() + ".unfinished-" + ProcessHandle.current().pid());
    try {
      Files.deleteIfExists(beside); // of a process that had this id and was killed
      Files.createFile(beside, access);
      unfinished.put(file, beside);
      content.write(beside, text);
    } catch (IOException e) {
      throw new IOException("cannot write " + file + ": " + e, e);
    }
  }

  /**
   * Puts them in their places.
   *
   * @throws FileAlreadyExistsException when there is something; it stays as it is
   */
  void place() throws IOException {
    for (Map.Entry<Path, Path> each : unfinished.entrySet()) {
      place(each.getValue(), each.getKey());
      placed.add(each.getKey());
    }
    for (Path each : placed) {
      forceDirectory(each);
    }
    placed.clear();
  }

  private static void forceDirectory(Path placed) throws IOException {
    Path directory = placed.getParent();
    if (directory != null) {
      try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
        channel.force(true);
      }
    }
  }

  private static void place(Path from, Path to) throws IOException {
    try {
      // A move may replace what another process puts there at the same time; a link never does.
      Files.createLink(to, from);
    } catch (FileAlreadyExistsException e) {
      throw (IOException)
          new FileAlreadyExistsException(
                  to.toString(), null, "something is there already and stays as it is")
              .initCause(e);
    } catch (UnsupportedOperationException | FileSystemException noLinksHere) {
      Files.move(from, to);
    }
  }

  @Override
  public void close() throws IOException {
    for (Path each : placed) {
      Files.deleteIfExists(each);
    }
    for (Path each : unfinished.values()) {
      Files.deleteIfExists(each);
    }
  }

  /** Writes a text to a file that is there and empty, and has it on disk. */
  static void forced(Path file, String text) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
    }
  }

  /** How a file is filled: {@link #forced}, or as a disk does that is full. */
  @FunctionalInterface
  interface Content {
    void write(Path file, String text) throws IOException;
  }
}
