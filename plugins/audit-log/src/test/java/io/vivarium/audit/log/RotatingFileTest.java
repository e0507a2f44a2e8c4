package io.vivarium.audit.log;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.vivarium.audit.log.AuditSink.Line;
import io.vivarium.spi.TimeSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.LoggerFactory;

/** Files of bounded size and number, whose records are whole. */
class RotatingFileTest {
  @TempDir Path directory;

  private Path file() {
    return directory.resolve("audit.log");
  }

  private long nanos;

  private final TimeSource clock =
      new TimeSource() {
        @Override
        public long monotonicNanos() {
          return nanos;
        }

        @Override
        public long wallMillis() {
          return 0;
        }
      };

  private RotatingFile rotating(long maxBytes, int kept) {
    return new RotatingFile(file(), maxBytes, kept, clock);
  }

  private static List<Line> lines(String... texts) {
    return Stream.of(texts).map(text -> new Line(text, true)).toList();
  }

  private String contentOf(String name) throws IOException {
    return Files.readString(directory.resolve(name), UTF_8);
  }

  @Test
  void aFileThatIsLargeIsFollowedByAnotherAndTheOldestGoes() throws IOException {
    RotatingFile log = rotating(10, 2);
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
    RotatingFile log = rotating(10, 0);
    log.open();
    log.write(lines("1aaa", "1bbb", "2aaa"));
    log.close();
    assertEquals("2aaa\n", contentOf("audit.log"));
    assertFalse(Files.exists(directory.resolve("audit.log.1")));
  }

  @Test
  void aRecordLargerThanAFileIsAFileOfItsOwn() throws IOException {
    RotatingFile log = rotating(10, 5);
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
    RotatingFile log = rotating(10, 1);
    log.open();
    log.write(lines("a"));
    log.close();
    assertEquals("a\n", contentOf("audit.log"));
    assertEquals("12345678\n", contentOf("audit.log.1"));
  }

  @Test
  void aRecordThatAPowerCutHasTornDoesNotSwallowTheNext() throws IOException {
    Files.writeString(file(), "whole\nhalf a rec");
    RotatingFile log = rotating(1000, 1);
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
    RotatingFile log = rotating(10, 1);
    log.open();
    log.close();
    String permissions = PosixFilePermissions.toString(Files.getPosixFilePermissions(file()));
    assertTrue(permissions.endsWith("---"), permissions);
  }

  @Test
  void aFileThatCannotBeMadeFailsAtStartAndLaterWritesTryAgain() throws IOException {
    Path inTheWay = directory.resolve("sub");
    Files.writeString(inTheWay, "a file where a directory should be");
    RotatingFile log = new RotatingFile(inTheWay.resolve("audit.log"), 1000, 1, clock);
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
    RotatingFile log = rotating(4, 3);
    log.open();
    log.write(lines("aa"));
    Files.move(file(), directory.resolve("taken"));
    log.write(lines("bb"));
    log.write(lines("cc"));
    log.close();
    assertEquals("cc\n", contentOf("audit.log"));
  }

  /** A directory that is not empty, where a file should be: neither a rename nor an opening gets past it. */
  private Path obstacle(String name) throws IOException {
    return Files.createFile(Files.createDirectory(directory.resolve(name)).resolve("something"));
  }

  private static void remove(Path obstacle) throws IOException {
    Files.delete(obstacle);
    Files.delete(obstacle.getParent());
  }

  @ParameterizedTest
  @CsvSource({"audit.log.1, 1", "audit.log.new, 1", "audit.log.new, 0"})
  void aRotationThatFailsLeavesTheFileInUseUntilAnotherCanBeTried(String name, int kept)
      throws IOException {
    Path obstacle = obstacle(name);
    RotatingFile log = rotating(10, kept);
    log.open();
    log.write(lines("1aaa", "1bbb", "2aaa"));
    log.write(lines("2bbb"));
    assertEquals("1aaa\n1bbb\n2aaa\n2bbb\n", contentOf("audit.log"));
    remove(obstacle);
    log.write(lines("3aaa"));
    assertEquals("1aaa\n1bbb\n2aaa\n2bbb\n3aaa\n", contentOf("audit.log"), "it is too early");
    nanos += RotatingFile.RETRY_NANOS;
    log.write(lines("4aaa", "4bbb"));
    log.close();
    assertEquals("4aaa\n4bbb\n", contentOf("audit.log"));
    assertEquals(kept > 0, Files.exists(directory.resolve("audit.log.1")));
    if (kept > 0) {
      assertEquals("1aaa\n1bbb\n2aaa\n2bbb\n3aaa\n", contentOf("audit.log.1"));
    }
  }

  @Test
  void rotationsThatFailTakeNoEarlierFileWithThem() throws IOException {
    Files.writeString(directory.resolve("audit.log.1"), "b\n");
    Files.writeString(directory.resolve("audit.log.2"), "a\n");
    Path obstacle = obstacle("audit.log.new");
    RotatingFile log = rotating(4, 2);
    for (String text : List.of("c", "d", "e")) {
      log.write(lines(text));
      nanos += RotatingFile.RETRY_NANOS;
    }
    log.write(lines("f"));
    assertEquals("b\n", contentOf("audit.log.1"));
    assertEquals("a\n", contentOf("audit.log.2"));
    remove(obstacle);
    nanos += RotatingFile.RETRY_NANOS;
    log.write(lines("g"));
    log.close();
    assertEquals("g\n", contentOf("audit.log"));
    assertEquals("c\nd\ne\nf\n", contentOf("audit.log.1"));
    assertEquals("b\n", contentOf("audit.log.2"));
  }

  /** As after a rotation that went half way: what was moved already is not moved again. */
  @Test
  void aPlaceThatIsFreeIsTakenAndNothingOlderGoes() throws IOException {
    Files.writeString(directory.resolve("audit.log.2"), "b\n");
    Files.writeString(directory.resolve("audit.log.3"), "a\n");
    RotatingFile log = rotating(4, 3);
    log.write(lines("cc", "dd"));
    log.close();
    assertEquals("dd\n", contentOf("audit.log"));
    assertEquals("cc\n", contentOf("audit.log.1"));
    assertEquals("b\n", contentOf("audit.log.2"));
    assertEquals("a\n", contentOf("audit.log.3"));
  }

  @Test
  void whatAnEndedProcessLeftOfARotationIsNotInTheWay() throws IOException {
    Files.writeString(directory.resolve("audit.log.new"), "left\n");
    RotatingFile log = rotating(4, 1);
    log.write(lines("aa", "bb"));
    log.close();
    assertEquals("bb\n", contentOf("audit.log"));
    assertFalse(Files.exists(directory.resolve("audit.log.new")));
  }

  @Test
  void rotationsThatFailAreToldOfOnceAndSoIsTheirEnd() throws IOException {
    Logger logger = (Logger) LoggerFactory.getLogger(RotatingFile.class);
    ListAppender<ILoggingEvent> appender = new ListAppender<>();
    appender.start();
    logger.addAppender(appender);
    try {
      Path obstacle = obstacle("audit.log.1");
      RotatingFile log = rotating(4, 1);
      for (String text : List.of("aa", "bb", "cc", "dd")) {
        log.write(lines(text));
        nanos += RotatingFile.RETRY_NANOS;
      }
      remove(obstacle);
      log.write(lines("ee", "ff"));
      log.close();
    } finally {
      logger.detachAppender(appender);
    }
    assertEquals(
        List.of(Level.ERROR, Level.INFO),
        appender.list.stream().map(ILoggingEvent::getLevel).toList());
    String told = appender.list.getFirst().getFormattedMessage();
    assertTrue(told.contains(file().toString()), told);
    assertTrue(told.contains("audit.log.1"), told);
  }
}
