package ${package};

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.vivarium.client.Client;
import io.vivarium.kernel.Server;
import io.vivarium.model.Acl;
import io.vivarium.model.CreateMode;
import io.vivarium.spi.PluginException;
import io.vivarium.spi.storage.Storage;
import io.vivarium.spi.tck.storage.StorageTck;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The suite of the SPI, and a server that stores its data here. */
class HeapStorageTest extends StorageTck {
  private final Place place = new Place("test");

  @Override
  protected Storage create() {
    return new HeapStorage(place);
  }

  @Override
  protected void crash(Storage running) {
    place.release((HeapStorage) running);
  }

  @Test
  void aServerThatIsStartedAgainFindsWhatWasWritten() throws PluginException {
    Map<String, String> settings =
        Map.of("storage", "${artifactId}", "heap.place", "restart", "snapCount", "50");
    try (Server server = EmbeddedServer.start(settings);
        Client client = EmbeddedServer.connect(server)) {
      client.create("/kept", new byte[] {0}, Acl.OPEN, CreateMode.PERSISTENT).join();
      for (int i = 1; i <= 100; i++) {
        client.setData("/kept", new byte[] {(byte) i}, -1).join();
      }
    }
    try (Server server = EmbeddedServer.start(settings);
        Client client = EmbeddedServer.connect(server)) {
      assertEquals(100, client.getData("/kept", null).join().data()[0]);
    }
  }
}
