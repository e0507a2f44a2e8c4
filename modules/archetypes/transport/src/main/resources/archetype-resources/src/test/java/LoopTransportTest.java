package ${package};

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vivarium.client.Client;
import io.vivarium.kernel.Server;
import io.vivarium.model.Acl;
import io.vivarium.model.CreateMode;
import io.vivarium.spi.PluginException;
import io.vivarium.spi.tck.TckContext;
import io.vivarium.spi.tck.transport.TransportTck;
import io.vivarium.spi.transport.Endpoint;
import io.vivarium.spi.transport.Transport;
import io.vivarium.spi.transport.TransportProvider;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The suite of the SPI, and a server that its clients reach through this transport. */
class LoopTransportTest extends TransportTck {
  @Override
  protected TransportProvider provider() {
    return new LoopProvider();
  }

  @Test
  void aServerServesManyClients() throws PluginException {
    List<Client> clients = new ArrayList<>();
    try (Server server = EmbeddedServer.start(Map.of("transport", "${artifactId}"))) {
      for (int i = 0; i < 20; i++) {
        Client client = EmbeddedServer.connect(server);
        clients.add(client);
        client.create("/c" + i, new byte[i * 1000], Acl.OPEN, CreateMode.EPHEMERAL).join();
      }
      assertEquals(21, clients.getLast().getChildren("/", null).join().children().size());
      assertEquals(7000, clients.getFirst().getData("/c7", null).join().data().length);
    } finally {
      clients.forEach(Client::close);
    }
  }

  @Test
  void aSecureEndpointIsRefused() throws PluginException {
    Endpoint secure = new Endpoint(Endpoint.Purpose.CLIENT, "127.0.0.1", 0, true, -1, false);
    try (Transport transport = new LoopProvider().create(new TckContext(Map.of()))) {
      transport.start();
      IOException refused =
          assertThrows(IOException.class, () -> transport.listen(secure, connection -> null));
      assertTrue(refused.getMessage().contains("does not encrypt"), refused.getMessage());
    }
  }
}
