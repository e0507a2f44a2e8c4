package io.vivarium.audit.log;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vivarium.audit.log.AuditSink.Line;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files of bounded size and number, whose records are whole. */
class RotatingFileTest {
  @TempDir Path directory;

  private Path file() {
    return directory.resolve("audit.log");
  }

  private static List<Line> lines(String... texts) {
    return Stream.of(texts).map(text -> new Line(text, true)).toList();
  }

  private String contentOf(String name) throws IOException {
    return Files.readString(directory.resolve(name), UTF_8);
  }

  @Test
  void aFileThatIsLargeIsFollowedByAnotherAndTheOldestGoes() throws IOException {
    RotatingFile log = new RotatingFile(file(), 10, 2);
    log.open();
    log.write(lines("1aaa", "1bbb", "2aaa", "2bbb", "3aaa"));
    log.write(lines("3bbb", "4aaa"));
    log.close();
    assertEquals("4aaa\n", contentOf("audit.log"));
    assertEquals("3aaa\n3bbb\n", contentOf("audit.log.1"));
    assertEquals("2aaa\n2bbb\n", contentOf("audit.log.2"));
    assertFalse(Files.exists(directory.resolve("audit.log.3")));
  }

  @Test
  void withoutEarlierFilesOnlyTheNewestRecordsRemain() throws IOException {
    RotatingFile log = new RotatingFile(file(), 10, 0);
    log.open();
    log.write(lines("1aaa", "1bbb", "2aaa"));
    log.close();
    assertEquals("2aaa\n", contentOf("audit.log"));
    assertFalse(Files.exists(directory.resolve("audit.log.1")));
  }

  @Test
  void aRecordLargerThanAFileIsAFileOfItsOwn() throws IOException {
    RotatingFile log = new RotatingFile(file(), 10, 5);
    log.open();
    log.write(lines("a", "0123456789abcdef", "b"));
    log.close();
    assertEquals("b\n", contentOf("audit.log"));
    assertEquals("0123456789abcdef\n", contentOf("audit.log.1"));
    assertEquals("a\n", contentOf("audit.log.2"));
  }

  @Test
  void whatWasThereCounts() throws IOException {
    Files.writeString(file(), "12345678\n");
    RotatingFile log = new RotatingFile(file(), 10, 1);
    log.open();
    log.write(lines("a"));
    log.close();
    assertEquals("a\n", contentOf("audit.log"));
    assertEquals("12345678\n", contentOf("audit.log.1"));
  }

  @Test
  void aRecordThatAPowerCutHasTornDoesNotSwallowTheNext() throws IOException {
    Files.writeString(file(), "whole\nhalf a rec");
    RotatingFile log = new RotatingFile(file(), 1000, 1);
    log.open();
    log.write(lines("new"));
    log.close();
    log.open();
    log.write(lines("newer"));
    log.close();
    assertEquals("whole\nhalf a rec\nnew\nnewer\n", contentOf("audit.log"));
  }

  @Test
  void othersCannotReadIt() throws IOException {
    RotatingFile log = new RotatingFile(file(), 10, 1);
    log.open();
    log.close();
    String permissions = PosixFilePermissions.toString(Files.getPosixFilePermissions(file()));
    assertTrue(permissions.endsWith("---"), permissions);
  }

  @Test
  void aFileThatCannotBeMadeFailsAtStartAndLaterWritesTryAgain() throws IOException {
    Path inTheWay = directory.resolve("sub");
    Files.writeString(inTheWay, "a file where a directory should be");
    RotatingFile log = new RotatingFile(inTheWay.resolve("audit.log"), 1000, 1);
    assertThrows(IOException.class, log::open);
    assertThrows(IOException.class, () -> log.write(lines("lost")));
    Files.delete(inTheWay);
    Files.createDirectory(inTheWay);
    log.write(lines("kept"));
    log.close();
    assertEquals("kept\n", contentOf("sub/audit.log"));
  }

  @Test
  void aFileThatWasMovedAwayIsLeftAlone() throws IOException {
    RotatingFile log = new RotatingFile(file(), 4, 3);
    log.open();
    log.write(lines("aa"));
    Files.move(file(), directory.resolve("taken"));
    log.write(lines("bb"));
    log.write(lines("cc"));
    log.close();
    assertEquals("cc\n", contentOf("audit.log"));
  }
}
