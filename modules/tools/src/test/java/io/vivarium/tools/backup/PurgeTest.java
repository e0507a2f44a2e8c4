package io.vivarium.tools.backup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vivarium.tools.Run;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code purge} leaves alone, and what it is told by configurations; {@link BackupTest} has what it removes. */
final class PurgeTest {
  @TempDir private Path temporary;
  private Path data;

  @BeforeEach
  void name() {
    data = temporary.resolve("data");
  }

  @Test
  void whoRefusesNamesTheSnapshotsAndFails() throws Exception {
    try (LiveDirectory live = new LiveDirectory(data)) {
      for (int i = 0; i < 5; i++) {
        live.create(10);
        live.snapshot();
      }
    }
    Path files = data.resolve("version-2");
    Run.damage(files.resolve("snapshot.32"), 400);
    Run.damage(files.resolve("snapshot.28"), 400);
    Run.damage(files.resolve("snapshot.1e"), 400);

    Run refused = Run.of("purge", "--data-dir", data, "--keep", 3);

    assertEquals(1, refused.code());
    assertEquals("", refused.out());
    List<String> said = refused.err().lines().toList();
    assertEquals(4, said.size(), refused.err());
    assertTrue(
        said.getFirst().startsWith("vivarium purge: snapshot " + files.resolve("snapshot.32")));
    assertTrue(said.getLast().startsWith("vivarium purge: nothing was removed"), refused.err());

    // Of six snapshots three are cut off: there are three to keep, and no four.
    List<String> cut = List.of("snapshot.32", "snapshot.28", "snapshot.1e");
    for (String name : cut) {
      Files.write(files.resolve(name), new byte[] {1, 2, 3});
    }
    String named =
        cut.stream()
            .map(
                name ->
                    "vivarium purge: snapshot "
                        + files.resolve(name)
                        + " was not written to its end\n")
            .collect(Collectors.joining());
    assertEquals(new Run(0, "", named), Run.of("purge", "--data-dir", data, "--keep", 3));
    Run four = Run.of("purge", "--data-dir", data, "--keep", 4);
    assertEquals(1, four.code());
    assertTrue(four.err().startsWith(named + "vivarium purge: nothing was removed"), four.err());
    assertEquals(new Run(0, "", ""), Run.of("purge", "--data-dir", data, "--keep", 6));
  }

  /** The plugins that protect are the server's; a tool that only looks for directories has none and needs none. */
  @Test
  void aConfigurationThatAsksForProtectionIsRead() throws Exception {
    try (LiveDirectory live = new LiveDirectory(data)) {
      live.create(4);
    }
    Path config =
        Files.writeString(
            temporary.resolve("zoo.cfg"),
            "clientPort=2181\ndataDir="
                + data
                + "\ntls.certificate=a.pem\ntls.key=a.key\ntls.ca=ca.pem\nmode=strict\nnobody.knows=this\n");

    for (Run run :
        List.of(
            Run.of("backup", "--config", config, "--to", temporary.resolve("backups")),
            Run.of("purge", "--config", config))) {
      assertEquals(0, run.code(), run.err());
    }
  }
}
