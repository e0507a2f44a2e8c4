package io.vivarium.tools.apache;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vivarium.tools.Run;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PurgeTxnLogTest {
  @TempDir private Path temporary;
  private Path data;

  @BeforeEach
  void copy() throws Exception {
    data = Run.copy("datadir-3.9.5", temporary.resolve("data"));
  }

  private List<String> files() throws Exception {
    try (Stream<Path> list = Files.list(data.resolve("version-2"))) {
      return list.map(path -> path.getFileName().toString()).sorted().toList();
    }
  }

  private static Run purge(Object... words) {
    return Run.of(Stream.concat(Stream.of("apache", "PurgeTxnLog"), Stream.of(words)).toArray());
  }

  @Test
  void whatTheNewestSnapshotsNeedStays() throws Exception {
    Run run = purge(data, "-n", 3);

    assertEquals(0, run.code(), run.err());
    // log.1 begins before snapshot.45 and leads to it: it stays.
    assertEquals(
        List.of("log.1", "log.47", "log.88", "log.cf", "snapshot.45", "snapshot.86", "snapshot.cd"),
        files());
    assertTrue(
        run.out().matches("Removing file: .+\\t" + data.resolve("version-2/snapshot.0") + "\\R"),
        run.out());
  }

  @Test
  void theWordsOfOldWork() throws Exception {
    assertEquals(0, purge(data, data, 3).code());
    assertEquals(7, files().size());
  }

  @Test
  void nothingIsRemovedWhenNoSnapshotToStayIsSound() throws Exception {
    for (String name : List.of("snapshot.45", "snapshot.86", "snapshot.cd")) {
      Run.damage(data.resolve("version-2").resolve(name), 400);
    }

    Run run = purge(data, "-n", 3);

    assertEquals(0, run.code());
    assertEquals("", run.out());
    assertEquals(8, files().size());
    List<String> said = run.err().lines().toList();
    for (int i = 0; i < 3; i++) {
      String name = List.of("snapshot.cd", "snapshot.86", "snapshot.45").get(i);
      assertTrue(
          said.get(i).startsWith("PurgeTxnLog: snapshot " + data.resolve("version-2/" + name)),
          run.err());
    }
    assertTrue(said.get(3).startsWith("PurgeTxnLog: nothing was removed"), run.err());
    assertEquals(4, said.size());
  }

  @Test
  void nothingIsRemovedWhenThereAreFewerSnapshots() throws Exception {
    assertEquals("", purge(data, "-n", 5).out());
    assertEquals(8, files().size());
  }

  @Test
  void fewerThanThreeAreRefused() throws Exception {
    assertEquals(1, purge(data, "-n", 1).code());
    assertEquals(8, files().size());
  }

  /** What ZooKeeper's class was seen to print, but for the line of its log. */
  @Test
  void wrongWordsShowTheUsage() {
    String usage =
        """
        Usage:
        PurgeTxnLog dataLogDir [snapDir] -n count
        \tdataLogDir -- path to the txn log directory
        \tsnapDir -- path to the snapshot directory
        \tcount -- the number of old snaps/logs you want to keep, value should be greater than or equal to 3
        """;
    for (Run run :
        List.of(purge(), purge("-n", 3), purge(data, "-n"), purge(data, "-n", "x"), purge(data))) {
      assertEquals(new Run(1, usage, ""), run);
    }
    assertEquals(
        new Run(1, usage, "count should be greater than or equal to 3\n"), purge(data, "-n", 1));
  }

  @Test
  void aDirectoryThatIsNotThereIsSaidSo() {
    Run run = purge(temporary.resolve("nowhere"), "-n", 3);

    assertEquals(1, run.code());
    assertTrue(run.err().contains("there is no directory"), run.err());
  }

  @Test
  void whatStaysCanBeRead() {
    purge(data, "-n", 3);

    assertEquals(0, Run.of("txnlog", "verify", data).code());
  }
}
