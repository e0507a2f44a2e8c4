package com.example.embedded;

import io.vivarium.kernel.Server;
import io.vivarium.kernel.ServerBuilder;
import io.vivarium.spi.PluginException;
import java.nio.file.Path;

/** The same for data that lasts, and for clients of other processes. */
final class Listening {
  private Listening() {}

  static Server start(Path directory) throws PluginException {
    return ServerBuilder.fromCode()
        .set("dataDir", directory.toString())
        .set("clientPortAddress", "127.0.0.1")
        .set("clientPort", "auto")
        .set("maxClientCnxns", 0)
        .start();
  }
}
