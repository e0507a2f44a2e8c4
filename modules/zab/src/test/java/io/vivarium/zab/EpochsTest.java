package io.vivarium.zab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vivarium.spi.FatalReason;
import io.vivarium.spi.storage.DurableNumber;
import io.vivarium.spi.storage.SnapshotStore;
import io.vivarium.spi.storage.Storage;
import io.vivarium.spi.storage.StorageException;
import io.vivarium.spi.storage.TxnLog;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The two numbers that outlive a server. */
final class EpochsTest {
  private final Map<String, Long> files = new HashMap<>();
  private boolean broken;
  private @Nullable String fatal;
  private final Epochs epochs =
      new Epochs(new Files(), (reason, message, cause) -> fatal = message);

  private final class Files implements Storage {
    @Override
    public DurableNumber number(String name) {
      return new DurableNumber() {
        @Override
        public OptionalLong read() throws StorageException {
          fail();
          Long value = files.get(name);
          return value == null ? OptionalLong.empty() : OptionalLong.of(value);
        }

        @Override
        public void write(long value) throws StorageException {
          fail();
          files.put(name, value);
        }
      };
    }

    private void fail() throws StorageException {
      if (broken) {
        throw new StorageException(FatalReason.STORAGE_WRITE, "no space left", null);
      }
    }

    @Override
    public TxnLog log() {
      throw new UnsupportedOperationException("not a number");
    }

    @Override
    public SnapshotStore snapshots() {
      throw new UnsupportedOperationException("not a number");
    }

    @Override
    public void start() {}

    @Override
    public void close() {}
  }

  private void files(long accepted, long current) {
    files.put("acceptedEpoch", accepted);
    files.put("currentEpoch", current);
  }

  @Test
  void missingOnesAreTheEpochOfTheLastTxn() {
    epochs.recover(0x300000007L);

    assertEquals(Map.of("acceptedEpoch", 3L, "currentEpoch", 3L), files);
    assertEquals(3, epochs.accepted());
    assertEquals(3, epochs.current());
  }

  @Test
  void aHistoryThatReachesIntoTheNextEpochIsNoError() {
    files(4, 3);

    epochs.recover(0x400000001L);

    assertEquals(3, epochs.current());
    assertEquals(4, epochs.accepted());
  }

  @Test
  void impossibleOnesAreRefusedWithWhatToDo() {
    files(2, 3);

    var e = assertThrows(IllegalStateException.class, () -> epochs.recover(0));

    assertTrue(String.valueOf(e.getMessage()).contains("acceptedEpoch is 2"), e.getMessage());
    files(1L << 40, 3);
    assertThrows(IllegalStateException.class, () -> epochs.recover(0));
  }

  @Test
  void anEpochIsAcceptedOnceAndEnteredAfterwards() {
    epochs.recover(0);

    epochs.accept(5);
    assertThrows(IllegalStateException.class, () -> epochs.accept(5));
    assertThrows(IllegalStateException.class, () -> epochs.enter(6));
    epochs.enter(5);
    epochs.enter(5);
    assertThrows(IllegalStateException.class, () -> epochs.enter(4));

    assertEquals(Map.of("acceptedEpoch", 5L, "currentEpoch", 5L), files);
  }

  @Test
  void memoryStaysAsItWasWhenTheFileCannotBeWritten() {
    epochs.recover(0);
    broken = true;

    assertThrows(UncheckedIOException.class, () -> epochs.accept(5));

    assertEquals(0, epochs.accepted());
    assertNotNull(fatal);
    assertTrue(fatal.contains("no space left"), fatal);
  }

  @Test
  void filesThatCannotBeReadStopTheServer() {
    broken = true;

    assertThrows(UncheckedIOException.class, () -> epochs.recover(0));
    assertNotNull(fatal);
  }
}
