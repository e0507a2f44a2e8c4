package ${package};

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vivarium.client.Client;
import io.vivarium.kernel.Server;
import io.vivarium.model.Acl;
import io.vivarium.model.CreateMode;
import io.vivarium.spi.PluginException;
import io.vivarium.spi.admin.AdminCommandsProvider;
import io.vivarium.spi.admin.AdminMethod;
import io.vivarium.spi.admin.AdminReply;
import io.vivarium.spi.admin.AdminRequest;
import io.vivarium.spi.tck.admin.AdminCommandsTck;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The suite of the SPI, and a server that is asked. */
class MemoryCommandTest extends AdminCommandsTck {
  @Override
  protected AdminCommandsProvider provider() {
    return new MemoryCommands();
  }

  @Override
  protected List<String> parameters() {
    return List.of("unit");
  }

  @Test
  void aServerAnswersWhileItServes() throws PluginException {
    try (Server server = EmbeddedServer.start(Map.of("commands", "${artifactId}"));
        Client client = EmbeddedServer.connect(server)) {
      client.create("/a", new byte[] {1}, Acl.OPEN, CreateMode.PERSISTENT).join();
      AdminReply reply = server.admin().ask(AdminRequest.get("memory"));
      assertEquals(200, reply.status());
      assertTrue(assertInstanceOf(Long.class, reply.fields().get("used")) > 0, reply.toString());
      assertEquals(1, client.getData("/a", null).join().data()[0]);
    }
  }

  @Test
  void collectingGarbageIsNotForEverybody() throws PluginException {
    AdminRequest post =
        new AdminRequest(
            AdminMethod.POST,
            "memory",
            Map.of(),
            AdminRequest.Caller.SELF,
            InputStream.nullInputStream());
    try (Server server = EmbeddedServer.start(Map.of("commands", "${artifactId}"))) {
      assertEquals(401, server.admin().ask(post).status());
    }
  }

  @Test
  void unitsAreCounted() {
    AdminReply bytes = ask(Map.of());
    AdminReply mebibytes = ask(Map.of("unit", "mb"));
    assertEquals((long) bytes.fields().get("max") >> 20, mebibytes.fields().get("max"));
    assertEquals(400, ask(Map.of("unit", "furlong")).status());
  }

  private static AdminReply ask(Map<String, String> parameters) {
    return new MemoryCommand()
        .answer(
            new AdminRequest(
                AdminMethod.GET,
                "memory",
                parameters,
                AdminRequest.Caller.SELF,
                InputStream.nullInputStream()));
  }
}
