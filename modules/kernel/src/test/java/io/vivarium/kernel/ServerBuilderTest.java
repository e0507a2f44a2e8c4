package io.vivarium.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vivarium.config.ConfigSource;
import io.vivarium.model.ErrorCode;
import io.vivarium.model.Request;
import io.vivarium.spi.PluginContext;
import io.vivarium.spi.PluginProvider;
import io.vivarium.spi.storage.Storage;
import io.vivarium.spi.storage.StorageProvider;
import io.vivarium.storage.memory.MemoryStorageProvider;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What an application can say of the server that it starts. */
class ServerBuilderTest {
  private static ServerBuilder inMemory() {
    return ServerBuilder.fromCode()
        .set("storage", "memory")
        .set("clientPort", "auto")
        .set("clientPortAddress", "127.0.0.1");
  }

  @Test
  void aServerInMemoryNeedsNoDirectoryAndMakesNone() throws Exception {
    try (Server server = inMemory().set("tickTime", 500).start();
        WireClient client = WireClient.connect(server.clientPort())) {
      assertEquals(
          ErrorCode.NO_NODE.code(), client.ask(new Request.Exists("/a", false)).header().error());
    }
    assertFalse(Files.exists(Path.of("no-data-directory")));
  }

  @Test
  void aServerOnDiskIsStillAskedWhere() throws Exception {
    var problems = ServerBuilder.fromCode().set("clientPort", "auto").check().errors().toString();
    assertTrue(problems.contains("dataDir"), problems);
  }

  @Test
  void eachStartIsAnotherServer() throws Exception {
    ServerBuilder builder = inMemory();
    try (Server one = builder.start();
        Server other = builder.start()) {
      assertNotEquals(one.clientPort(), other.clientPort());
    }
  }

  @Test
  void whatIsSetWinsOverTheFile() throws Exception {
    ConfigSource file = ConfigSource.ofText("zoo.cfg", "storage=nowhere\nclientPort=1\n");
    try (Server server =
        ServerBuilder.of(file).set("storage", "memory").set("clientPort", "auto").start()) {
      assertTrue(server.clientPort() > 1);
    }
  }

  @Test
  void whatIsHandedOverTakesThePlaceOfWhatIsFound() throws Exception {
    AtomicInteger made = new AtomicInteger();
    StorageProvider counted =
        new StorageProvider() {
          @Override
          public String id() {
            return "memory";
          }

          @Override
          public Storage create(PluginContext context) throws io.vivarium.spi.PluginException {
            made.incrementAndGet();
            return new MemoryStorageProvider().create(context);
          }
        };
    try (Server server = inMemory().plugin(counted).start()) {
      assertTrue(server.clientPort() > 0);
    }
    assertEquals(1, made.get());
  }

  @Test
  void aProviderOfNoSpiIsRefused() {
    PluginProvider<String> stranger =
        new PluginProvider<>() {
          @Override
          public String id() {
            return "stranger";
          }

          @Override
          public String create(PluginContext context) {
            return "no plugin";
          }
        };
    assertThrows(IllegalArgumentException.class, () -> inMemory().plugin(stranger));
  }
}
