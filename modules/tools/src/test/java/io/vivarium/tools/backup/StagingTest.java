package io.vivarium.tools.backup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class StagingTest {
  @TempDir private Path temporary;

  private static String permissions(Path path) throws Exception {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }

  @Test
  void nobodyElseMayEnter() throws Exception {
    try (Staging replay = Staging.temporary("vivarium-test");
        Staging restore = Staging.at(temporary.resolve("staging"))) {
      assertEquals("rwx------", permissions(replay.path()));
      assertEquals("rwx------", permissions(restore.path()));
    }
  }

  @Test
  void eachTemporaryOneIsAnotherAndAllGoWithWhatIsInThem() throws Exception {
    Path gone;
    try (Staging one = Staging.temporary("vivarium-test");
        Staging other = Staging.temporary("vivarium-test")) {
      assertNotEquals(one.path(), other.path());
      gone = one.path();
      Files.writeString(Files.createDirectory(gone.resolve("version-2")).resolve("log.1"), "x");
    }
    assertFalse(Files.exists(gone));
  }

  @Test
  void whatACrashLeftGoesFirst() throws Exception {
    Path path = Files.createDirectory(temporary.resolve("staging"));
    Files.writeString(path.resolve("left"), "x");
    try (Staging staging = Staging.at(path)) {
      assertFalse(Files.exists(staging.path().resolve("left")));
      assertEquals("rwx------", permissions(staging.path()), "also of one that was open before");
    }
  }
}
