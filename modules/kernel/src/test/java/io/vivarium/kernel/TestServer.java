package io.vivarium.kernel;

import io.vivarium.config.ConfigSource;
import io.vivarium.spi.PluginException;
import java.util.HashMap;
import java.util.Map;

/** A whole server in this process, on a port that the system chooses. */
final class TestServer {
  private TestServer() {}

  /** In memory, with these settings besides. */
  static Server inMemory(String... settings) throws PluginException {
    Map<String, String> code = new HashMap<>();
    code.put("storage", "memory");
    return start(code, settings);
  }

  /** On disk, below this directory. */
  static Server onDisk(java.nio.file.Path directory, String... settings) throws PluginException {
    Map<String, String> code = new HashMap<>();
    code.put("dataDir", directory.toString());
    return start(code, settings);
  }

  private static Server start(Map<String, String> code, String... settings) throws PluginException {
    code.putIfAbsent("dataDir", "unused");
    code.put("clientPort", "auto");
    code.put("clientPortAddress", "127.0.0.1");
    code.put("admin.enableServer", "false");
    code.put("maxClientCnxns", "0");
    for (String setting : settings) {
      int equals = setting.indexOf('=');
      code.put(setting.substring(0, equals), setting.substring(equals + 1));
    }
    return ServerBuilder.of(ConfigSource.empty().withCode(code)).start();
  }
}
