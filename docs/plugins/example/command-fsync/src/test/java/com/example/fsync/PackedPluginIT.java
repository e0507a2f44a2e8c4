package com.example.fsync;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.vivarium.kernel.Server;
import io.vivarium.kernel.ServerBuilder;
import io.vivarium.spi.admin.AdminMethod;
import io.vivarium.spi.admin.AdminReply;
import io.vivarium.spi.admin.AdminRequest;
import io.vivarium.spi.admin.AdminRequest.Caller;
import io.vivarium.spi.tck.PackedPlugin;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The package that is handed to others, in a server, with the library that it brings. */
class PackedPluginIT {
  @TempDir Path directory;

  @Test
  void aServerTakesThePackageInAndAnswers() throws Exception {
    Caller caller =
        new Caller(Caller.SELF.remote(), Caller.SELF.local(), "digest ann:secret", List.of());
    AdminRequest question =
        new AdminRequest(
            AdminMethod.POST,
            "fsync",
            Map.of("count", "5"),
            caller,
            InputStream.nullInputStream());
    try (Server server =
        ServerBuilder.fromCode()
            .plugins(PackedPlugin.installInto(directory.resolve("plugins")))
            .set("commands", "fsync")
            .set("fsync.directory", directory.toString())
            .set("storage", "memory")
            .set("dataDir", "unused")
            .set("clientPort", "auto")
            .set("admin.enableServer", "false")
            .start()) {
      AdminReply reply = server.admin().ask(question);
      assertEquals(200, reply.status(), reply.toString());
      assertEquals(5L, reply.fields().get("count"));
    }
  }
}
