package io.vivarium.tools.backup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Data that is put in the place of other data; {@link RestoreTest} does it with the command. */
final class ReplacementTest {
  @TempDir private Path temporary;
  private final StringWriter said = new StringWriter();
  private DataDirectories.Pair place;
  private DataDirectories.Pair written;
  private Path files;

  @BeforeEach
  void write() throws IOException {
    place = pair("data");
    written = pair("staging");
    files = place.data().resolve("version-2");
    Files.createDirectories(written.data().resolve("version-2"));
    Files.writeString(written.data().resolve("version-2/snapshot.5"), "restored");
  }

  private DataDirectories.Pair pair(String name) {
    return new DataDirectories.Pair(temporary.resolve(name), temporary.resolve(name));
  }

  private Replacement begin() throws IOException {
    return Replacement.at(place, new PrintWriter(said, true));
  }

  @Test
  void whatWasThereIsMovedAside() throws IOException {
    Files.createDirectories(files);
    Files.writeString(files.resolve("snapshot.1"), "before");

    try (Replacement replacement = begin()) {
      replacement.put(written, Instant.EPOCH);
    }

    assertEquals("restored", Files.readString(files.resolve("snapshot.5")));
    Path aside = files.resolveSibling("version-2.before-restore-1970-01-01T000000Z");
    assertEquals("before", Files.readString(aside.resolve("snapshot.1")));
    assertTrue(said.toString().contains("moved " + files + " to " + aside), said.toString());
  }

  /** There was nothing of which possession could be taken; who made it since has it. */
  @Test
  void whatAServerHasMadeMeanwhileIsItsOwn() throws IOException {
    try (Replacement replacement = begin()) {
      Files.createDirectories(files);
      Files.writeString(files.resolve("log.1"), "a server's");

      IOException refusal =
          assertThrows(IOException.class, () -> replacement.put(written, Instant.EPOCH));

      assertTrue(
          String.valueOf(refusal.getMessage()).startsWith(files + " was made while this ran"),
          refusal.getMessage());
    }
    assertEquals("a server's", Files.readString(files.resolve("log.1")));
  }
}
