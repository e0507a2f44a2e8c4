package io.vivarium.storage.filelog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vivarium.spi.FatalReason;
import io.vivarium.spi.PluginException;
import io.vivarium.spi.storage.Storage;
import io.vivarium.spi.storage.StorageException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.ServiceLoader;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a start checks and creates, and what an operator is told when it cannot go on. */
final class StartTest {
  @TempDir Path place;

  @Test
  void theProviderIsFoundAndNamesItself() {
    List<String> ids =
        ServiceLoader.load(io.vivarium.spi.storage.StorageProvider.class).stream()
            .map(provider -> provider.get().id())
            .toList();
    assertEquals(List.of("filelog"), ids);
  }

  @Test
  void everyKeyHasAnExplanationAndAUniqueName() {
    List<String> names =
        new FileLogProvider().configKeys().stream().map(key -> key.name()).toList();
    assertEquals(names.size(), names.stream().distinct().count());
    new FileLogProvider()
        .configKeys()
        .forEach(key -> assertTrue(key.help().endsWith("."), key.name()));
  }

  @Test
  void missingDirectoriesAreCreated() throws Exception {
    Path data = place.resolve("a/b");
    Path logs = place.resolve("c/d");
    try (Storage storage =
        create(new TestContext().with(Keys.DATA_DIR, data).with(Keys.DATA_LOG_DIR, logs))) {
      storage.start();
      storage.log().append(1, Records.txn(1, 1));
      storage.log().force();
      assertTrue(Files.isDirectory(data.resolve("version-2")));
      assertTrue(Files.exists(logs.resolve("version-2/log.1")));
      assertFalse(Files.exists(data.resolve("version-2/log.1")));
    }
  }

  @Test
  void missingDirectoriesAreRefusedWhenTheyMustNotBeCreated() throws Exception {
    Path data = place.resolve("missing");
    PluginException refusal =
        refusal(new TestContext().with(Keys.DATA_DIR, data).with(Keys.AUTOCREATE, false));
    assertEquals(FatalReason.DATA_DIRECTORY, refusal.reason());
    assertSays(refusal, data.resolve("version-2").toString(), "datadir.autocreate=false");
    assertFalse(Files.exists(data));
  }

  @Test
  void aDirectoryThatCannotBeCreatedIsNamed() throws Exception {
    Path file = Files.writeString(place.resolve("file"), "in the way");
    PluginException refusal = refusal(new TestContext().with(Keys.DATA_DIR, file));
    assertEquals(FatalReason.DATA_DIRECTORY, refusal.reason());
    assertSays(refusal, file.toString());
  }

  @Test
  void aMissingDataDirIsAnInvalidConfiguration() {
    PluginException refusal = assertThrows(PluginException.class, () -> create(new TestContext()));
    assertEquals(FatalReason.INVALID_INVOCATION, refusal.reason());
    assertSays(refusal, "dataDir");
  }

  @Test
  void anUnknownCompressionIsAnInvalidConfiguration() {
    TestContext context =
        new TestContext().with(Keys.DATA_DIR, place).with(Keys.COMPRESSION, "zip");
    PluginException refusal = assertThrows(PluginException.class, () -> create(context));
    assertEquals(FatalReason.INVALID_INVOCATION, refusal.reason());
    assertSays(refusal, "snapshot.compression.method=zip", "gz");
  }

  @Test
  void snapshotsInTheLogDirectoryAreRefused() throws Exception {
    Path logs = Files.createDirectories(place.resolve("logs/version-2"));
    Files.writeString(logs.resolve("snapshot.5"), "x");
    PluginException refusal = refusal(split());
    assertEquals(FatalReason.DATA_DIRECTORY, refusal.reason());
    assertSays(refusal, "dataLogDir", logs.resolve("snapshot.5").toString());
  }

  @Test
  void logsInTheSnapshotDirectoryAreRefused() throws Exception {
    Path data = Files.createDirectories(place.resolve("data/version-2"));
    Files.writeString(data.resolve("log.5"), "x");
    PluginException refusal = refusal(split());
    assertEquals(FatalReason.DATA_DIRECTORY, refusal.reason());
    assertSays(refusal, "dataDir", data.resolve("log.5").toString());
  }

  @Test
  void bothInOneDirectoryIsFineWhenItIsConfiguredTwice() throws Exception {
    TestContext context =
        new TestContext().with(Keys.DATA_DIR, place).with(Keys.DATA_LOG_DIR, place);
    try (Storage storage = create(context)) {
      storage.start();
      storage.log().append(1, Records.txn(1, 1));
      storage.log().force();
      assertEquals(List.of(1L), Fixtures.replay(storage, 0));
    }
  }

  @Test
  void aSecondProcessIsToldWhoHasTheDirectory() throws Exception {
    Path version2 = Files.createDirectories(place.resolve("version-2"));
    Process other =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                LockHolder.class.getName(),
                version2.resolve("vivarium.lock").toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try {
      assertEquals('L', other.getInputStream().read(), "the other process has the lock");
      PluginException refusal = refusal(new TestContext().with(Keys.DATA_DIR, place));
      assertEquals(FatalReason.DATA_DIRECTORY, refusal.reason());
      assertSays(refusal, "process " + other.pid(), version2.toString());
    } finally {
      other.getOutputStream().close();
      assertTrue(other.waitFor(60, TimeUnit.SECONDS));
    }
    try (Storage storage = create(new TestContext().with(Keys.DATA_DIR, place))) {
      storage.start();
    }
  }

  /** Locks a file until its input ends. */
  static final class LockHolder {
    private LockHolder() {}

    public static void main(String[] args) throws IOException {
      DirectoryLock lock = DirectoryLock.acquire(Path.of(args[0]));
      System.out.write('L');
      System.out.flush();
      assertEquals(-1, System.in.read());
      lock.close();
    }
  }

  @Test
  void aReadOnlyDirectoryIsRefusedWithARemedy() {
    FaultyDisk disk = new FaultyDisk(1);
    disk.fault(
        (operation, path) -> {
          if (operation.equals("lock")) {
            throw new FileSystemException(path.toString(), null, "Read-only file system");
          }
        });
    PluginException refusal =
        assertThrows(PluginException.class, () -> Fixtures.storage(disk, Path.of("/data")).start());
    assertEquals(FatalReason.DATA_DIRECTORY, refusal.reason());
    assertSays(refusal, "/data/version-2", "Read-only file system", "read-write");
  }

  @Test
  void missingRightsAreRefusedWithARemedy() {
    FaultyDisk disk = new FaultyDisk(1);
    disk.fault(
        (operation, path) -> {
          if (operation.equals("lock")) {
            throw new AccessDeniedException(path.toString());
          }
        });
    PluginException refusal =
        assertThrows(PluginException.class, () -> Fixtures.storage(disk, Path.of("/data")).start());
    assertSays(refusal, "permission denied", "user that runs the server");
  }

  @Test
  void aFailedStartGivesTheDirectoryBack() throws Exception {
    Path logs = Files.createDirectories(place.resolve("version-2"));
    Files.write(
        logs.resolve("log.1"), new byte[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16});
    refusal(new TestContext().with(Keys.DATA_DIR, place));
    Files.delete(logs.resolve("log.1"));
    try (Storage storage = create(new TestContext().with(Keys.DATA_DIR, place))) {
      storage.start();
    }
  }

  @Test
  void aDamagedNumberIsNamed() throws Exception {
    Path logs = Files.createDirectories(place.resolve("version-2"));
    for (String content : new String[] {"", "x", "1 2", "99999999999999999999"}) {
      Files.writeString(logs.resolve("currentEpoch"), content);
      try (Storage storage = create(new TestContext().with(Keys.DATA_DIR, place))) {
        storage.start();
        StorageException failure =
            assertThrows(StorageException.class, () -> storage.number("currentEpoch").read());
        assertTrue(failure.getMessage().contains("currentEpoch"), failure.getMessage());
      }
    }
  }

  @Test
  void numbersAreInTheReferencesForm() throws Exception {
    try (Storage storage = create(new TestContext().with(Keys.DATA_DIR, place))) {
      storage.start();
      storage.number("currentEpoch").write(12);
    }
    Path file = place.resolve("version-2/currentEpoch");
    assertEquals("12", Files.readString(file, StandardCharsets.US_ASCII));
    Files.writeString(file, " 13 \nrest");
    try (Storage storage = create(new TestContext().with(Keys.DATA_DIR, place))) {
      storage.start();
      assertEquals(13, storage.number("currentEpoch").read().orElseThrow());
    }
  }

  @Test
  void aSlowForceIsCountedAndEveryForceIsMeasured() throws Exception {
    SteppingTime time = new SteppingTime(700_000_000);
    TestContext context =
        new TestContext().with(Keys.DATA_DIR, place).with(Keys.SLOW_FORCE_MS, 600L).withTime(time);
    try (Storage storage = create(context)) {
      storage.start();
      storage.log().append(1, Records.txn(1, 1));
      storage.log().force();
    }
    assertEquals(List.of(700L), context.recorded("fsynctime"));
    assertEquals(700, Objects.requireNonNull(context.gauge("last_fsync_time")).getAsLong());
    assertEquals(1, context.counted("fsync_threshold_exceed_count"));
  }

  @Test
  void aLogLargerThanTheLimitIsEndedWithTheForceThatMadeItSo() throws Exception {
    TestContext context =
        new TestContext().with(Keys.DATA_DIR, place).with(Keys.LOG_SIZE_LIMIT_KB, 4L);
    try (Storage storage = create(context)) {
      storage.start();
      for (long zxid = 1; zxid <= 9; zxid++) {
        storage.log().append(zxid, Records.txn(zxid, 1500));
        storage.log().force();
      }
      assertEquals(
          List.of("log.1", "log.4", "log.7"),
          List.of(place.resolve("version-2").toFile().list((_, name) -> name.startsWith("log.")))
              .stream()
              .sorted()
              .toList());
    }
  }

  @Test
  void withoutForcingNothingIsForcedButTheLogIsWritten() throws Exception {
    FaultyDisk disk = new FaultyDisk(3);
    TestContext context =
        new TestContext().with(Keys.DATA_DIR, Path.of("/data")).with(Keys.FORCE_SYNC, false);
    try (Storage storage = new FileStorage(disk, Settings.of(context.config()), context, false)) {
      storage.start();
      storage.log().append(1, Records.txn(1, 1));
      storage.log().force();
      int[] forces = {0};
      disk.fault(
          (operation, _) -> {
            if (operation.equals("force")) {
              forces[0]++;
            }
          });
      storage.log().append(2, Records.txn(2, 1));
      storage.log().force();
      assertEquals(0, forces[0]);
      assertEquals(List.of(1L, 2L), Fixtures.replay(storage, 0));
    }
  }

  private TestContext split() {
    return new TestContext()
        .with(Keys.DATA_DIR, place.resolve("data"))
        .with(Keys.DATA_LOG_DIR, place.resolve("logs"));
  }

  private static Storage create(TestContext context) throws PluginException {
    return new FileLogProvider().create(context);
  }

  private static PluginException refusal(TestContext context) throws PluginException {
    try (Storage storage = create(context)) {
      return assertThrows(PluginException.class, storage::start);
    }
  }

  private static void assertSays(PluginException refusal, String... parts) {
    for (String part : parts) {
      assertTrue(refusal.getMessage().contains(part), refusal.getMessage());
    }
  }

  /** A clock that goes on by a fixed step each time somebody looks. */
  private static final class SteppingTime implements io.vivarium.spi.TimeSource {
    private final long stepNanos;
    private long now;

    SteppingTime(long stepNanos) {
      this.stepNanos = stepNanos;
    }

    @Override
    public long monotonicNanos() {
      now += stepNanos;
      return now;
    }

    @Override
    public long wallMillis() {
      return 0;
    }
  }
}
