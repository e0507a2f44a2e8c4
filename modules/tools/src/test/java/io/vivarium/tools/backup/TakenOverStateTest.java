package io.vivarium.tools.backup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Backups of a server that is given the state of another one. */
final class TakenOverStateTest {
  private static final Instant NOW = Instant.parse("2026-11-29T05:00:00Z");

  @TempDir private Path temporary;
  private Path data;
  private Path target;

  @BeforeEach
  void name() {
    data = temporary.resolve("data");
    target = temporary.resolve("backups");
  }

  private Manifest backup(Clock clock) throws IOException {
    int code =
        new CommandLine(new BackupCommand(clock))
            .setCaseInsensitiveEnumValuesAllowed(true)
            .setErr(new PrintWriter(Writer.nullWriter()))
            .setOut(new PrintWriter(Writer.nullWriter()))
            .execute("--data-dir", data.toString(), "--to", target.toString());
    assertEquals(0, code);
    try (Repository repository = Repository.toRead(target)) {
      return repository.list().getLast();
    }
  }

  private Manifest backup() throws IOException {
    return backup(Clock.fixed(NOW, ZoneOffset.UTC));
  }

  /** A state is a fact once its snapshot is there, whether or not the server has come to note that. */
  @Test
  void aStateIsBackedUpAsOneWhenItsSnapshotIsThere() throws Exception {
    try (LiveDirectory live = new LiveDirectory(data)) {
      live.create(3);
      live.number("receivingState", 3);
      Manifest before = backup();
      assertFalse(before.numbers().containsKey("receivedState"));
      assertFalse(before.numbers().containsKey("receivingState"));

      live.snapshot();
      assertEquals(3, backup().numbers().get("receivedState"));

      live.number("receivedState", 3);
      live.number("receivingState", -1);
      live.create(1);
      live.snapshot();
      assertEquals(3, backup().numbers().get("receivedState"));
    }
  }

  /** What was read before and what was read after may be of different histories. */
  @Test
  void aBackupDuringWhichAStateWasTakenOverBeginsAgain() throws Exception {
    try (LiveDirectory live = new LiveDirectory(data)) {
      live.create(3);

      Manifest manifest = backup(new TakesOver(live));

      assertEquals(3, manifest.snapshot().zxid());
      assertEquals(3, manifest.numbers().get("receivedState"));
    }
  }

  /** A clock that is looked at when everything was read: at the first look the server takes over a state. */
  private static final class TakesOver extends Clock {
    private final LiveDirectory live;
    private boolean done;

    TakesOver(LiveDirectory live) {
      this.live = live;
    }

    @Override
    public Instant instant() {
      if (!done) {
        done = true;
        takeOver();
      }
      return NOW;
    }

    private void takeOver() {
      try {
        live.number("receivingState", live.zxid());
        live.snapshot();
        live.number("receivedState", live.zxid());
        live.number("receivingState", -1);
      } catch (Exception e) {
        throw new AssertionError(e);
      }
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      throw new UnsupportedOperationException("only instants are asked for");
    }
  }
}
