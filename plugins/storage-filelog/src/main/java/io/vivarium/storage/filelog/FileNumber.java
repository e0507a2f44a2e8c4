package io.vivarium.storage.filelog;

import io.vivarium.spi.storage.DurableNumber;
import io.vivarium.spi.storage.StorageException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.OptionalLong;

/** A number as decimal digits in a small file, replaced by renaming: ZooKeeper's form of {@code currentEpoch}. */
final class FileNumber implements DurableNumber {
  private static final int MAX_BYTES = 64;

  private final Disk disk;
  private final Path directory;
  private final Path path;
  private final Path temporary;

  FileNumber(Disk disk, Path directory, String name) {
    this.disk = disk;
    this.directory = directory;
    this.path = directory.resolve(name);
    this.temporary = directory.resolve(name + ".tmp");
  }

  @Override
  public OptionalLong read() throws StorageException {
    if (!disk.exists(path)) {
      return OptionalLong.empty();
    }
    String text;
    try (Disk.OpenFile file = disk.open(path, Disk.Mode.READ)) {
      text = new String(Bytes.read(file, 0, MAX_BYTES), StandardCharsets.US_ASCII);
    } catch (IOException e) {
      throw Failures.read("read", path, e);
    }
    String line = text.lines().findFirst().orElse("").trim();
    try {
      return OptionalLong.of(Long.parseLong(line));
    } catch (NumberFormatException e) {
      throw Failures.damaged(
          path
              + " holds \""
              + line.replaceAll("[^ -~]", "?")
              + "\" instead of a decimal number: the file is damaged. Restore it from a backup, or, in an ensemble, move this"
              + " server's version-2 directories away so that it fetches the state from the others");
    }
  }

  @Override
  public void write(long value) throws StorageException {
    byte[] digits = Long.toString(value).getBytes(StandardCharsets.US_ASCII);
    try {
      if (disk.exists(temporary)) {
        disk.delete(temporary);
      }
      try (Disk.OpenFile file = disk.open(temporary, Disk.Mode.CREATE)) {
        file.write(ByteBuffer.wrap(digits), 0);
        file.force();
      }
      disk.rename(temporary, path);
      disk.forceDirectory(directory);
    } catch (IOException e) {
      throw Failures.write("write " + value + " to", path, e);
    }
  }
}
