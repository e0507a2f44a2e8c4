package ${package};

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.vivarium.client.Client;
import io.vivarium.kernel.Server;
import io.vivarium.model.Acl;
import io.vivarium.model.CreateMode;
import io.vivarium.spi.tck.PackedPlugin;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The package that is handed to others, in a server: its descriptor, its jars, the capabilities that it declares. It runs after
 * packing, and nothing of this project is on its path besides.
 */
class PackedPluginIT {
  @TempDir Path directory;

  @Test
  void aServerTakesThePackageInAndServes() throws Exception {
    Map<String, String> settings = Map.of(@archetype.settings@);
    Path plugins = PackedPlugin.installInto(directory.resolve("plugins"));
    try (Server server = EmbeddedServer.start(settings, plugins);
        Client client = EmbeddedServer.connect(server)) {
      client.create("/packed", new byte[] {1}, Acl.OPEN, CreateMode.PERSISTENT).join();
      assertEquals(1, client.getData("/packed", null).join().data()[0]);
    }
  }
}
