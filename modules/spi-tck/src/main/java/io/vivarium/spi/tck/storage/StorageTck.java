package io.vivarium.spi.tck.storage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.vivarium.spi.FatalReason;
import io.vivarium.spi.PluginException;
import io.vivarium.spi.storage.Storage;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/**
 * Every promise of the storage SPI as a test. An implementation's test extends this class and says how a storage is created and how
 * the machine crashes:
 *
 * {@snippet :
 * final class MyStorageTest extends StorageTck {
 *   @TempDir Path place;
 *
 *   @Override
 *   protected Storage create() {
 *     return new MyStorage(place);
 *   }
 *
 *   @Override
 *   protected void crash(Storage running) {
 *     ((MyStorage) running).forgetUnforced();
 *   }
 * }
 * }
 */
public abstract class StorageTck extends SnapshotPromises {
  /** For subclasses. */
  protected StorageTck() {}

  @Test
  public void aSecondStorageOnTheSamePlaceIsRefused() throws Exception {
    appendAndForce(1, 2);
    try (Storage second = create()) {
      PluginException refusal = assertThrows(PluginException.class, second::start);
      assertEquals(FatalReason.DATA_DIRECTORY, refusal.reason());
      assertFalse(String.valueOf(refusal.getMessage()).isBlank());
    }
    appendAndForce(3, 4);
    assertEquals(entries(1, 4), read(0));
  }

  @Test
  public void aRefusedSecondStorageDoesNotLoosenTheHoldOfTheFirst() throws Exception {
    for (int attempt = 0; attempt < 3; attempt++) {
      try (Storage other = create()) {
        assertThrows(PluginException.class, other::start);
      }
    }
  }

  @Test
  public void closingTwiceIsHarmless() throws Exception {
    storage.close();
    closeAndRestart();
  }

  @Test
  public void closingWhatWasNeverStartedIsHarmless() throws Exception {
    create().close();
    appendAndForce(1, 1);
    assertEquals(entries(1, 1), read(0));
  }

  @Test
  public void aNumberThatWasNeverWrittenIsEmpty() throws Exception {
    assertEquals(OptionalLong.empty(), storage.number("currentEpoch").read());
  }

  @Test
  public void aNumberIsReadBackAsItWasWritten() throws Exception {
    for (long value : new long[] {0, 1, -1, Long.MAX_VALUE, Long.MIN_VALUE, 42}) {
      storage.number("currentEpoch").write(value);
      assertEquals(OptionalLong.of(value), storage.number("currentEpoch").read());
    }
  }

  @Test
  public void aNumberSurvivesACrash() throws Exception {
    storage.number("currentEpoch").write(7);
    storage.number("currentEpoch").write(8);
    crashAndRestart();
    assertEquals(OptionalLong.of(8), storage.number("currentEpoch").read());
  }

  @Test
  public void numbersOfDifferentNamesAreIndependent() throws Exception {
    storage.number("currentEpoch").write(1);
    storage.number("acceptedEpoch").write(2);
    closeAndRestart();
    assertEquals(OptionalLong.of(1), storage.number("currentEpoch").read());
    assertEquals(OptionalLong.of(2), storage.number("acceptedEpoch").read());
  }

  @Test
  public void theNameOfANumberHasLettersOnly() {
    for (String name : new String[] {"", "a.b", "../x", "a/b", "a1", "\u00e4"}) {
      assertThrows(IllegalArgumentException.class, () -> storage.number(name), name);
    }
  }

  @Test
  public void numbersLogAndSnapshotsAreSeparate() throws Exception {
    storage.number("currentEpoch").write(3);
    appendAndForce(1, 2);
    snapshot(2, "s");
    storage.log().truncate(0);
    storage.snapshots().truncate(-1);
    assertEquals(OptionalLong.of(3), storage.number("currentEpoch").read());
  }
}
