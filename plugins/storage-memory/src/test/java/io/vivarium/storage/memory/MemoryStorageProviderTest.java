package io.vivarium.storage.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.vivarium.spi.FatalReason;
import io.vivarium.spi.PluginException;
import io.vivarium.spi.storage.SnapshotWriter;
import io.vivarium.spi.storage.Storage;
import io.vivarium.spi.storage.StorageProvider;
import io.vivarium.spi.tck.TckContext;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;

/** Whose contents outlive their storage. */
final class MemoryStorageProviderTest {
  @Test
  void theProviderIsFoundAndNamesItself() {
    List<String> ids =
        ServiceLoader.load(StorageProvider.class).stream().map(found -> found.get().id()).toList();
    assertEquals(List.of("memory"), ids);
  }

  @Test
  void aNamelessPlaceGoesWithItsStorage() throws Exception {
    assertEquals(OptionalLong.empty(), writeAndReopen(Map.of()));
  }

  @Test
  void aNamedPlaceIsFoundAgainByNameAlone() throws Exception {
    assertEquals(OptionalLong.of(7), writeAndReopen(Map.of("memory.place", "a")));
    try (Storage other = create(Map.of("memory.place", "b"))) {
      other.start();
      assertEquals(OptionalLong.empty(), other.number("n").read());
    }
  }

  @Test
  void aNamedPlaceHasOneStorageAtATime() throws Exception {
    Map<String, String> named = Map.of("memory.place", "shared");
    try (Storage first = create(named);
        Storage second = create(named)) {
      first.start();
      PluginException refusal = assertThrows(PluginException.class, second::start);
      assertEquals(FatalReason.DATA_DIRECTORY, refusal.reason());
    }
  }

  @Test
  void theSizeOfASnapshotIsKnown() throws Exception {
    try (Storage storage = create(Map.of())) {
      storage.start();
      try (SnapshotWriter writer = storage.snapshots().create(3)) {
        writer.write(ByteBuffer.allocate(100));
        writer.commit();
      }
      assertEquals(100, storage.snapshots().sizeBytes(3));
      assertEquals(-1, storage.snapshots().sizeBytes(4));
    }
  }

  @Test
  void aNameThatIsTooLongIsRefused() {
    PluginException refusal =
        assertThrows(PluginException.class, () -> create(Map.of("memory.place", "x".repeat(201))));
    assertEquals(FatalReason.INVALID_INVOCATION, refusal.reason());
  }

  private static OptionalLong writeAndReopen(Map<String, String> config) throws Exception {
    try (Storage storage = create(config)) {
      storage.start();
      storage.number("n").write(7);
    }
    try (Storage storage = create(config)) {
      storage.start();
      return storage.number("n").read();
    }
  }

  private static Storage create(Map<String, String> config) throws PluginException {
    return new MemoryStorageProvider().create(new TckContext(config));
  }
}
