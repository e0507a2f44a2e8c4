package ${package};

import io.vivarium.client.Client;
import io.vivarium.config.ConfigSource;
import io.vivarium.kernel.Server;
import io.vivarium.kernel.ServerBuilder;
import io.vivarium.spi.PluginException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A whole server in this process, in memory and on a port that the system chooses. */
final class EmbeddedServer {
  private EmbeddedServer() {}

  /** Starts one with this project's plugin and these settings, as they would stand in zoo.cfg; it serves when this returns. */
  static Server start(Map<String, String> settings) throws PluginException {
    return start(settings, null);
  }

  /** The same, with what is installed in a directory of plugins. */
  static Server start(Map<String, String> settings, @Nullable Path plugins) throws PluginException {
    Map<String, String> all = new HashMap<>();
    all.put("storage", "memory");
    all.put("dataDir", "unused");
    all.put("clientPort", "auto");
    all.put("clientPortAddress", "127.0.0.1");
    all.put("admin.enableServer", "false");
    all.putAll(settings);
    return ServerBuilder.of(ConfigSource.empty().withCode(all)).plugins(plugins).start();
  }

  /** A client of it, with a session of its own. */
  static Client connect(Server server) {
    return Client.connectTo("127.0.0.1:" + server.clientPort())
        .sessionTimeout(Duration.ofSeconds(30))
        .open();
  }
}
