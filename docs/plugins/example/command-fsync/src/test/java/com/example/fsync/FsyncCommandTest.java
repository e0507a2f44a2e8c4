package com.example.fsync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vivarium.client.Client;
import io.vivarium.config.ConfigSource;
import io.vivarium.kernel.Server;
import io.vivarium.kernel.ServerBuilder;
import io.vivarium.model.Acl;
import io.vivarium.model.CreateMode;
import io.vivarium.spi.PluginException;
import io.vivarium.spi.admin.AdminCommandsProvider;
import io.vivarium.spi.admin.AdminMethod;
import io.vivarium.spi.admin.AdminReply;
import io.vivarium.spi.admin.AdminRequest;
import io.vivarium.spi.admin.AdminRequest.Caller;
import io.vivarium.spi.tck.admin.AdminCommandsTck;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The suite of the SPI, and a server that is asked. */
class FsyncCommandTest extends AdminCommandsTck {
  @TempDir static Path directory;

  @Override
  protected AdminCommandsProvider provider() {
    return new FsyncProvider();
  }

  @Override
  protected Map<String, String> config() {
    return Map.of("fsync.directory", directory.toString());
  }

  @Override
  protected List<String> parameters() {
    return List.of("count");
  }

  @Test
  void aServerAnswersWhoMayAsk() throws PluginException, IOException {
    Map<String, String> settings = new HashMap<>(config());
    settings.putAll(Map.of("commands", "fsync", "storage", "memory", "dataDir", "unused"));
    settings.putAll(Map.of("clientPort", "auto", "admin.enableServer", "false"));
    try (Server server = ServerBuilder.of(ConfigSource.empty().withCode(settings)).start();
        Client client = Client.connectTo("127.0.0.1:" + server.clientPort()).open()) {
      client.create("/a", new byte[] {1}, Acl.OPEN, CreateMode.PERSISTENT).join();
      assertEquals(1, client.getData("/a", null).join().data()[0]);
      assertEquals(401, server.admin().ask(post("5", null)).status());
      AdminReply reply = server.admin().ask(post("5", "digest ann:secret"));
      assertEquals(200, reply.status());
      assertEquals(5L, reply.fields().get("count"));
      assertTrue(assertInstanceOf(Long.class, reply.fields().get("max_us")) > 0);
    }
    try (Stream<Path> left = Files.list(directory)) {
      assertEquals(List.of(), left.toList());
    }
  }

  private static AdminRequest post(String count, @Nullable String authorization) {
    Caller caller = new Caller(Caller.SELF.remote(), Caller.SELF.local(), authorization, List.of());
    return new AdminRequest(
        AdminMethod.POST, "fsync", Map.of("count", count), caller, InputStream.nullInputStream());
  }
}
